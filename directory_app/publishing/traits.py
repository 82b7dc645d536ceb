"""The traits of a listing: the values of every filter it meets, as words such as `how:oil` or `length:60`.

A trait is a group and a value. Groups: `how` (one per question), `technique`, `length` (minutes of a session, which
search knows by their band), `with` (plain facts), `level` (evidence at least that high), `language` and `gender`.
A licence check lapses with a date and a price means nothing without its currency: search reads both for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time

from ..models import Listing, QuestionScore, Revision, Score
from ..parsing.money import LONGEST_SESSION
from ..places.folding import fold

LEVELS = ("L1", "L2", "L3")
HOW = {"Q1": "focus", "Q2": "myofascial", "Q3": "posture", "Q4": "referral", "Q5": "oil"}
# Whoever explains is found by the explanation; a choice alone only says how often.
EXPLAINED = frozenset({"Q3", "Q4"})
# A choice counts from "sometimes" and "very little" on; words that say the opposite take the trait away.
LEAST_CLAIM, LEAST_EXPLANATION, LEAST_WORDS, AGAINST = 0.6, 0.3, 0.5, 0.1
# What one language is called, also in itself, by the value it is found by.
OTHER_NAMES = {
    "american-sign-language": ("asl", "american-sign-language-asl"),
    "dutch": ("nederlands",),
    "french": ("francais",),
    "german": ("deutsch",),
    "italian": ("italiano",),
    "mandarin": ("mandarin-chinese", "chinese-mandarin", "putonghua"),
    "persian": ("farsi", "farsi-persian", "persian-farsi"),
    "portuguese": ("portugues",),
    "spanish": ("espanol", "castilian", "castellano"),
    "tagalog": ("filipino", "filipino-tagalog", "tagalog-filipino"),
}
SAME_LANGUAGE = {other: value for value, others in OTHER_NAMES.items() for other in others}
# Sessions of any length are found by the band that holds them: its value, the longest it takes, and its words.
LENGTHS = (
    ("short", 45, "Up to 45 minutes"),
    ("hour", 75, "About an hour (46 to 75 minutes)"),
    ("long", LONGEST_SESSION, "More than 75 minutes"),
)
BAND_OF = {
    minutes: next(value for value, most, _ in LENGTHS if minutes <= most) for minutes in range(1, LONGEST_SESSION + 1)
}
RENAMED = {
    **{f"language:{other}": f"language:{value}" for other, value in SAME_LANGUAGE.items()},
    **{f"length:{minutes}": f"length:{band}" for minutes, band in BAND_OF.items()},
}
# Of earlier releases, which compared numbers whatever the currency.
WITHOUT_CURRENCY = "price:"
EVENING = time(18, 30)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKEND = DAYS[5:]


def traits_of(listing: Listing, revision: Revision, score: Score) -> str:
    """All traits of what `revision` publishes, separated by spaces, each once, in a fixed order."""
    return " ".join(dict.fromkeys(_traits(listing, revision, score)))


def language_trait(name: str) -> str:
    """The value by which a language is found: "Haitian Creole" is haitian-creole, "Farsi" is persian. Empty for no
    letters.
    """
    value = fold(name).replace(" ", "-")
    return SAME_LANGUAGE.get(value, value)


def current_traits(stored: str) -> Iterable[str]:
    """The traits of a public listing as search knows them, each once, also where an earlier release wrote them."""
    return dict.fromkeys(
        RENAMED.get(trait, trait) for trait in stored.split() if not trait.startswith(WITHOUT_CURRENCY)
    )


def _traits(listing: Listing, revision: Revision, score: Score) -> Iterator[str]:
    yield from (f"how:{HOW[part.question_id]}" for part in score.questions if _meets(part))
    yield from (f"technique:{slug}" for slug in revision.techniques)
    yield from (f"length:{price.minutes}" for price in revision.prices)
    yield from _facts(listing, revision)
    yield from (f"level:{level}" for level in LEVELS if score.level >= level)
    yield from (f"language:{value}" for value in map(language_trait, revision.languages) if value)
    if revision.gender:
        yield f"gender:{revision.gender}"


def _meets(part: QuestionScore) -> bool:
    """Whether an answer stands at the clinical end: by its choice, where words do not deny it, or by its words."""
    if part.question_id not in HOW:
        return False
    if part.question_id in EXPLAINED:
        return (part.text_score or 0.0) >= LEAST_EXPLANATION
    if part.claim is None:
        return (part.text_score or 0.0) >= LEAST_WORDS
    return part.claim >= LEAST_CLAIM and not _denied(part)


def _denied(part: QuestionScore) -> bool:
    """Whether the words speak against the choice: they cost points and earned next to none."""
    costs = any(one["points"] < 0 for one in part.criteria)
    return costs and part.text_score is not None and part.text_score < AGAINST


def _facts(listing: Listing, revision: Revision) -> Iterator[str]:
    facts = {
        "accepting": listing.accepting_clients,
        "step-free": revision.step_free,
        "home-visits": revision.home_visits,
        "receipts": revision.receipts,
        "evening": any(_late(listing.hours.get(day) or []) for day in DAYS),
        "weekend": any(listing.hours.get(day) or day in listing.by_appointment for day in WEEKEND),
    }
    yield from (f"with:{name}" for name, true in facts.items() if true)


def _late(spans: list[list[str]]) -> bool:
    return any(end == "24:00" or time.fromisoformat(end) > EVENING for _, end in spans)
