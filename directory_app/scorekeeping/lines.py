"""One line of an explanation, and how it is told to people: which words it marks, and what a label cannot say alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from scoring.not_own import NOT_OWN

from .plain import says

# How all words together are worded.
WORDED = (".wording", ".other_wording")
# Doubt rests on how words stand together: what they earn by themselves is truer of them.
YIELDING = ".doubt"
# A promise in half-written words, which no criterion of the rubric looks for.
CLAIM = "claim"
EARNS = frozenset({"met", "half"})
CONTRADICTED = "contradicted"
# Found, but a guard keeps its points back, in part or all of them.
GUARDED = "guarded"
COSTS = frozenset({"penalty", CONTRADICTED, GUARDED, CLAIM})
# The guard of texts of few words.
TOO_SHORT = "too_short"
WORDED_PLAINLY = "How the whole answer is worded"
FEW_WORDS = "What so few words bring by themselves"
FEW_WORDS_NOTE = (
    "Every word is compared with texts that people graded, also a bare “no”, which stands in many of them, as in “no "
    "oil”. So few words prove little, so most of the points are held back."
)
# Words that only join others: marked alone they tell nobody what leaves doubt. Doubt is read in English only.
_JOINING = (
    "a an the this that these those here there i me my mine we us our ours you your yours he him his she her "
    "hers it its they them their who which what as of in on at by to from for with into onto over out up about "
    "through during and or so am is are was were be been being do does did have has had will shall can get such "
    "same own all any some something just m s d ll ve re"
)
JOINING = frozenset(_JOINING.split())
# What doubt leaves out of the points that the rest of an answer brings: from so large a share on, in these words.
HOW_MUCH = ((0.9, "nearly all"), (0.6, "most"), (0.4, "about half"), (0.0, "some"))
DOUBTED = (
    "{words} in texts that deny, report or take back what they say, so {much} of the points are left out. That may be "
    "wrong here; a therapist can object."
)
TELLING, ALL_JOINING = "Words like these often stand", "Small words stand together here as they often do"
# Mentioned, but denied, or the other way round: the label alone would say the opposite of the answer.
DENIED = "Denied: "
DENIED_NOTE = "The answer denies this or says the contrary of it, so it earns nothing."
WORD = re.compile(r"[^\W_]+")


class CriterionRow(NamedTuple):
    """One line of an explanation: `points` of `max_points`, why, and the words it rests on.

    `disputed`: a moderator agreed with the therapist that the criteria read this wrong.
    """

    id: str
    label: str
    points: float
    max_points: float
    status: str
    spans: tuple[tuple[int, int], ...]
    note: str
    disputed: bool = False

    @property
    def earns(self) -> bool:
        """Whether it brought points: also where a guard keeps a part of them back."""
        return self.status in EARNS or (self.status in COSTS and self.points > 0)

    @property
    def is_marked(self) -> bool:
        """Whether pages mark its words in the text; single common words would drown what the text says."""
        return (self.earns or self.costs or self.not_own) and bool(self.spans) and not self.is_whole

    @property
    def is_whole(self) -> bool:
        """Whether it rests on all words together, so that none is marked."""
        return self.id.endswith(WORDED)

    @property
    def is_topic_found(self) -> bool:
        """Whether words of the text speak to a topic, also where all points of it are held back."""
        return (self.earns or self.status == GUARDED) and not self.is_whole

    @property
    def costs(self) -> bool:
        """Whether it took points away or lost them all."""
        return self.status in COSTS and not self.earns

    @property
    def not_own(self) -> bool:
        """Whether its words are there, but not as the writer's own: said of others, taken back, asked or not done."""
        return self.status == NOT_OWN

    @property
    def is_denied(self) -> bool:
        """Whether its words are there, but denied or contradicted."""
        return self.status == CONTRADICTED

    @property
    def yields(self) -> bool:
        """Whether its words, where they earn something elsewhere too, are marked as earning."""
        return self.id.endswith(YIELDING)

    @property
    def meaning(self) -> str:
        """What stands beside its label where the marks are explained; a guard's reason is said above the lines."""
        is_said_elsewhere = self.status in {GUARDED, NOT_OWN} and self.label != FEW_WORDS
        return "" if is_said_elsewhere else self.note


def as_told(text: str, rows: Sequence[CriterionRow], *, is_short: bool) -> list[CriterionRow]:
    """The lines of a reading of `text` as people read them; `is_short`: it is held back for its few words.

    Points and their sum stay as they are.
    """
    earned = sum(row.points for row in rows if row.earns)
    return [_as_told(text, row, earned, is_short=is_short) for row in rows]


def told_plainly(row: CriterionRow) -> str:
    """The label of a line for whoever does not know the criteria: what somebody says who meets it."""
    if row.is_whole:
        return row.label if row.label == FEW_WORDS else WORDED_PLAINLY
    words = says(row.id, row.label)
    if row.is_denied:
        return DENIED + words.removeprefix(DENIED)
    return words[:1].upper() + words[1:]


def _as_told(text: str, row: CriterionRow, earned: float, *, is_short: bool) -> CriterionRow:
    if row.id.endswith(YIELDING):
        telling = tuple(span for span in row.spans if _tells(text[slice(*span)]))
        much = next(words for share, words in HOW_MUCH if -row.points >= share * earned)
        note = DOUBTED.format(words=TELLING if telling else ALL_JOINING, much=much)
        return row._replace(spans=telling, note=note)
    if row.is_denied:
        return row._replace(label=f"{DENIED}{row.label}", note=DENIED_NOTE)
    if is_short and row.id.endswith(WORDED):
        return row._replace(label=FEW_WORDS, note=FEW_WORDS_NOTE)
    return row


def _tells(words: str) -> bool:
    return not JOINING.issuperset(WORD.findall(words.casefold()))
