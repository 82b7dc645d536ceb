"""Opening times of one day as people write them: British, American, German, French, on clocks of 12 and 24 hours."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

CLOSED = re.compile(r"closed|-|–|—|none|off|geschlossen|ruhetag|zu|ferme|cerrado|no|day off", re.IGNORECASE)
APPOINTMENT = re.compile(
    r"\b(?:(?:only\s+)?(?:by|on|with|per)\s+(?:prior\s+)?(?:appointments?|appt\.?|apt\.?|arrangement|request)(?:\s+only)?|"
    r"appointments?(?:\s+only)?|appt\.?(?:\s+only)?|(?:nur\s+)?nach\s+(?:vereinbarung|absprache)|n\.\s?v\.|"
    r"(?:nur\s+)?auf\s+anfrage|(?:nur\s+)?mit\s+termin|(?:uniquement\s+)?sur\s+(?:rendez-?\s?vous|rdv|demande)|con\s+cita)"
    r"(?!\w)\.?",
    re.IGNORECASE,
)
NAMED_TIMES = {"noon": "12pm", "midday": "12pm", "mittag": "12:00", "midi": "12:00", "midnight": "24:00",
               "mitternacht": "24:00", "minuit": "24:00", "24 hours": "0:00-24:00", "24h": "0:00-24:00"}  # fmt: skip
IGNORED = re.compile(r"\b(?:uhr|o'clock|oclock|heures?|hrs?|hours|from|von|de|open|geoffnet|ouvert|only)\b\.?")
ONE_TIME = r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(?:([ap])\.?\s?(?:m\b\.?)?)?"
SEPARATOR = r"(?:[-–—−‒~→]|\b(?:to|until|till?|bis|a|au|and)\b)"
SPAN = re.compile(rf"{ONE_TIME}\s*{SEPARATOR}\s*{ONE_TIME}", re.IGNORECASE)
BETWEEN_SPANS = re.compile(r"[,;/&+\n]|\b(?:und|et|sowie)\b")
# "and" joins two spans, or in "between 9 and 5" two times; the first is tried first.
AND = re.compile(r"\band\b")
MILITARY = re.compile(r"(?<![\d:.])([01]\d|2[0-4])([0-5]\d)(?![\d:.])")
LONE_H = re.compile(r"(?<=\d)\s*h\b(?!\s*\d)")
LONGEST_TYPED = 1_000
ELSE = re.compile(r"[\s,;]*\b(?:else|otherwise|and|or|also|sonst|oder|et|ou|sinon)\b[\s,;]*$")
AM_PM = re.compile(r"\b([ap])\.\s?m\b\.?")
HOURS_ADVICE = "Write hours such as 9am-5pm or 09:00-17:00, or “by appointment”, or leave the day empty."
HALF_DAY = 12 * 60
EARLIEST_UNMARKED = 6 * 60
BY_APPOINTMENT = "by appointment"

Spans = list[list[str]]


@dataclass(frozen=True)
class Day:
    """One day: opening times as pairs of "09:00", and whether one can come by appointment (too)."""

    spans: Spans = field(default_factory=list)
    by_appointment: bool = False


def day(typed: str) -> Day:
    """A day as it was meant: "9-5", "by appointment", "10-2, else by appointment", "closed"."""
    rest, by_appointment = _apart(typed)
    return Day(hours(rest), by_appointment=by_appointment)


def hours(typed: str) -> Spans:
    """Opening times of one day as pairs: "9am-5pm", "9-5", "09:00–12:30, 14-18", "9h à 17h". Empty for closed."""
    return [[_clock(start), _clock(end)] for start, end, _ in _read(typed)]


def guesses(typed: str) -> bool:
    """Whether reading these hours took a guess: "9-5" says neither morning nor afternoon."""
    return any(guessed for _, _, guessed in _read(_apart(typed)[0]))


def hours_text(spans: Spans) -> str:
    """Opening times as they are shown back: "09:00–12:30, 14:00–18:00"."""
    return ", ".join(f"{start}–{end}" for start, end in spans)


def day_text(one: Day) -> str:
    """A day as it is shown back: "09:00–12:30, by appointment"."""
    return ", ".join(part for part in (hours_text(one.spans), BY_APPOINTMENT if one.by_appointment else "") if part)


def _apart(typed: str) -> tuple[str, bool]:
    """The times of a day alone, and whether the rest said that one comes by appointment."""
    rest, found = APPOINTMENT.subn(" ", plain(typed))
    return ELSE.sub("", rest).strip(" ,;()+"), bool(found)


def plain(typed: str) -> str:
    """Lower case without accents, so that fermé is ferme and à is a."""
    if len(typed) > LONGEST_TYPED:
        # Hours of a week take less; what is far longer would only keep the patterns busy.
        raise ValueError(f"Shorten this to {LONGEST_TYPED:,} characters.")
    apart = unicodedata.normalize("NFKD", typed.strip().replace("’", "'").lower())
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return AM_PM.sub(r"\1m", bare)


def _read(typed: str) -> list[tuple[int, int, bool]]:
    text = plain(typed)
    if not text or CLOSED.fullmatch(text):
        return []
    for word, time in NAMED_TIMES.items():
        text = re.sub(rf"\b{word}\b", time, text)
    text = LONE_H.sub("", IGNORED.sub(" ", MILITARY.sub(r"\1:\2", text)))
    parts = [part.strip() for part in BETWEEN_SPANS.split(text) if part.strip()]
    spans = sorted(span for part in parts for span in _spans(part))
    if not spans:
        raise ValueError(HOURS_ADVICE)
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError("These times overlap.")
    return spans


def _spans(part: str) -> list[tuple[int, int, bool]]:
    pieces = [piece.strip() for piece in AND.split(part)]
    if len(pieces) > 1 and all(SPAN.fullmatch(piece) for piece in pieces):
        return [_span(piece) for piece in pieces]
    return [_span(re.sub(r"^between\s+", "", part))]


def _span(part: str) -> tuple[int, int, bool]:
    """Start and end in minutes, and whether that took a guess. Without am and pm "9-5" is a day at work, no night."""
    match = SPAN.fullmatch(part)
    if match is None:
        raise ValueError(HOURS_ADVICE)
    start, end = _minutes(match[1], match[2], match[3]), _minutes(match[4], match[5], match[6])
    first = (start, end)
    if match[6] == "p" and not match[3] and start + HALF_DAY < end:
        start += HALF_DAY
    if not match[3] and not match[6] and start < EARLIEST_UNMARKED and start < end <= HALF_DAY and part[0] != "0":
        start, end = start + HALF_DAY, end + HALF_DAY
    if not match[6] and end <= start and end < HALF_DAY and (match[3] or start <= HALF_DAY):
        end += HALF_DAY
    if start >= end:
        raise ValueError("The end must be after the start, as in 9am-5pm.")
    return start, end, (start, end) != first


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours, minutes = int(hour), int(minute or 0)
    if half and not 1 <= hours <= 12:
        raise ValueError("With am and pm an hour goes from 1 to 12.")
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise ValueError("There is no such time of day.")
    return hours * 60 + minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
