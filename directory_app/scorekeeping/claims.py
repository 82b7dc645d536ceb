"""Phrases that promise what no practice can keep, each with a plain reason, and words that a jurisdiction refuses.

A phrase that is denied in its own clause, as in “nobody can guarantee that”, is no promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..jurisdictions import whole

LEAD = 48
CLAUSE = re.compile(r"[.!?;:,\n]")
DENIAL = re.compile(
    r"(?:\b(?:no|not|never|nobody|nothing|none|cannot|without|neither|nor|no\s+one)\b|n['’]t\b)(?!\s+(?:only|just)\b)",
    re.IGNORECASE,
)
# “We can stop at any time” speaks of the session.
ABOUT_THE_SESSION = (
    r"(?!\s*[.,;!?]|\s+(?:me|us|at|any\w*|if|when\w*|there|here|and|or|with|by|in|on|early|working|talking"
    r"|(?:the|a|your|this|our)\s+(?:session|massage|hour|work|treatment)|for\s+(?:a|the|today))\b)"
)


@dataclass(frozen=True)
class Claim:
    """A phrase of a text: where it stands, what it says, why it should not, and whether a moderator is told."""

    start: int
    end: int
    words: str
    reason: str
    flagged: bool


def _rule(pattern: str, reason: str, *, flagged: bool = True) -> tuple[re.Pattern[str], str, bool]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE), reason, flagged


RULES = (
    _rule(
        r"(?:cures?|cured|curing|miracle)\b",
        "This says that massage cures. No trial has shown that; say what you do, and that it may help some people.",
    ),
    _rule(
        r"guarantee[ds]?\b|100\s?%|always\s+works?\b",
        "This promises a result. Every body answers differently, and nobody can vouch for how.",
    ),
    _rule(
        r"permanent(?:ly)?\b|pain[- ]free\s+(?:for\s+life|forever)\b",
        "This promises that it lasts. What is known about massage is mostly about the short term.",
    ),
    _rule(
        rf"(?:will|can)\s+(?:stop|eliminate|fix|heal|end|remove)\b{ABOUT_THE_SESSION}"
        r"|eliminates?\s+(?:your\s+)?(?:back\s+)?pain\b|walk\s+out\s+(?:fixed|straight|healed|pain)",
        "This says what will happen to somebody’s pain. Nobody can know that before; say what you do.",
    ),
    _rule(
        r"(?:heals|healed|fixes|fixed|eliminat(?:es|ed|ing))\b",
        "This sounds as if it always worked. Say what you do, and what some clients notice.",
        flagged=False,
    ),
    _rule(
        r"detox\w*|toxins?\b",
        "Massage has not been shown to rid the body of anything. Leave this out.",
        flagged=False,
    ),
    _rule(
        r"re-?align\w*|(?:put|puts|putting|pop|pops)\s+(?:your\s+|the\s+)?(?:back|hips?|bones?|spine|pelvis|vertebrae)\s+"
        r"back\b",
        "Bones do not slip and are not put back by hand. Say what you do with muscles and movement.",
        flagged=False,
    ),
    _rule(
        r"(?:treats?|treating|treatment\s+(?:of|for))\s+(?:\w+\s+){0,2}(?:dis[ck]s?|sciatica|arthritis|cancer|stenosis"
        r"|scoliosis|herniations?)\b",
        "This says that you treat an illness, which lies outside what massage therapists may claim in most places.",
        flagged=False,
    ),
    _rule(
        r"diagnos(?:e|es|ing)\b",
        "To name an illness is for doctors. Say what you look at, and when you send somebody on.",
        flagged=False,
    ),
    _rule(
        r"instead\s+of\s+(?:a|your|the|seeing\s+a)?\s*(?:doctor|physician|surgeon|surgery|operation)\b",
        "Nobody should stay away from a doctor because of this. Say when you would send somebody there.",
        flagged=False,
    ),
)
NOTHING: Mapping[str, str] = {}


def claims_in(text: str, refused: Mapping[str, str] = NOTHING) -> list[Claim]:
    """Every claim in a text in its order, without overlaps.

    `refused` are words that the rules of a place keep out, each with its reason.
    """
    found = sorted([*_promises(text), *_refused(text, refused)], key=lambda one: (one.start, -one.end))
    kept: list[Claim] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def promises_in(text: str) -> list[str]:
    """The phrases a moderator is told of."""
    return [one.words for one in claims_in(text) if one.flagged]


def _promises(text: str) -> Iterator[Claim]:
    for pattern, reason, flagged in RULES:
        for match in pattern.finditer(text):
            if not denied(text, match.start()):
                yield Claim(match.start(), match.end(), match.group(0), reason, flagged)


def _refused(text: str, refused: Mapping[str, str]) -> Iterator[Claim]:
    for word, reason in refused.items():
        for match in re.finditer(whole(word), text, re.IGNORECASE):
            yield Claim(match.start(), match.end(), match.group(0), reason, False)


def denied(text: str, start: int) -> bool:
    """Whether the clause before a phrase takes it back."""
    before = CLAUSE.split(text[max(0, start - LEAD) : start])[-1]
    return DENIAL.search(before) is not None
