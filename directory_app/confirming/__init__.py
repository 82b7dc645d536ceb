"""Confirmations: codes that a therapist hands out, what clients report with them, and how that becomes evidence.

No feature: the pages of therapists, clients and moderators all work with this.
"""

from .codes import grouped, make_receipt, read_code, read_receipt
from .counting import count_waiting, forget, next_day, score_again
from .facts import FACTS, Fact, SessionFacts, counted, months
from .holding import Thresholds
from .review import (
    HeldBatch,
    decide_held,
    effect_if_released,
    held_batch,
    held_batches,
    held_count,
    waiting_beside,
)
from .sheets import (
    SIZES,
    Maker,
    TooManyCodes,
    can_make,
    close_code,
    close_sheet,
    codes_of,
    left,
    make_sheet,
    sheet_of_key,
    sheets_of,
)
from .taking import Door, NoSuchCode, note_own_code, sheet_behind, take, withdraw
from .trying import Trial, try_limits

__all__ = [
    "FACTS",
    "SIZES",
    "Door",
    "Fact",
    "HeldBatch",
    "Maker",
    "NoSuchCode",
    "SessionFacts",
    "Thresholds",
    "TooManyCodes",
    "Trial",
    "can_make",
    "close_code",
    "close_sheet",
    "codes_of",
    "count_waiting",
    "counted",
    "decide_held",
    "effect_if_released",
    "forget",
    "grouped",
    "held_batch",
    "held_batches",
    "held_count",
    "left",
    "make_receipt",
    "make_sheet",
    "months",
    "next_day",
    "note_own_code",
    "read_code",
    "read_receipt",
    "score_again",
    "sheet_behind",
    "sheet_of_key",
    "sheets_of",
    "take",
    "try_limits",
    "waiting_beside",
    "withdraw",
]
