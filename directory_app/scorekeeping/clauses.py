"""The clause in which a phrase stands, and whether it takes the phrase back, as in “nobody can guarantee that”."""

from __future__ import annotations

import re

LEAD = 48
# “I cannot heal, cure or fix anything”: a comma between such verbs ends no clause.
CLAUSE = re.compile(r"[.!?;:\n]|,(?!\s*(?:(?:and|or|nor)\s+)?(?:cure|heal|fix|diagnose|treat|eliminate|promise)\b)")
SENTENCE = re.compile(r"[.!?;:\n]")
DENIAL = re.compile(
    r"(?:\b(?:no|not|never|nobody|nothing|none|cannot|without|neither|nor|no\s+one)\b|n['’]t\b|\b(?:do|does|did|ca|wo)nt\b)"
    r"(?!\s+(?:only|just|matter|doubt|else)\b)",
    re.IGNORECASE,
)
# Denied behind the phrase, as in “a cure is not what I offer”, or said of others, as in “doctors can diagnose”.
DENIED_BEHIND = re.compile(
    r"\s+(?:you\s+)?(?:by\s+)?(?:nobody|nothing|none|no\s+one)\b"
    r"|(?:\s+(?:for|of)\s+\w+)?\s+(?:is|are|do|does|can|will|would|should)(?:\s+(?:not|never)\b|n['’]t\b)",
    re.IGNORECASE,
)
OF_OTHERS = re.compile(
    r"\b(?:wary|beware|distrust)\b|\b(?:who|that)\s+(?:\w+\s+)?(?:says?|claims?|promises?)\b|\bany(?:one|body)\s+who\s*$"
    r"|\b(?:doctor|physician|surgeon|specialist|gp)s?(?:\s+(?:can|may|will|must|should|could|to|who))*\s*$",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\s*(?:can|will|does|do|is|are|could|would|should)\b", re.IGNORECASE)
YES = re.compile(r"\?\s*(?:yes|sure|absolutely|certainly|definitely|of\s+course)\b", re.IGNORECASE)


def before(text: str, start: int, ends: re.Pattern[str] = CLAUSE, lead: int = LEAD) -> str:
    """What stands before a phrase in its clause, or from the last of `ends` on."""
    begin = max(0, start - lead)
    for mark in ends.finditer(text, begin):
        if mark.end() > start:
            break
        begin = mark.end()
    return text[begin:start]


def around(text: str, start: int, end: int, ends: re.Pattern[str] = CLAUSE) -> str:
    """What stands around a phrase up to the next of `ends`, without the phrase."""
    return f"{before(text, start, ends, 2 * LEAD)} {ends.split(text[end : end + 2 * LEAD], maxsplit=1)[0]}"


def denied(text: str, start: int) -> bool:
    """Whether the clause before a phrase takes it back."""
    return DENIAL.search(before(text, start)) is not None


def taken_back(text: str, start: int, end: int) -> bool:
    """Whether a phrase is denied before or behind it, is told of others, or is what somebody asks."""
    if denied(text, start) or DENIED_BEHIND.match(text, end) or OF_OTHERS.search(before(text, start)):
        return True
    return _asked(text, start, end)


def _asked(text: str, start: int, end: int) -> bool:
    """Whether a phrase stands in a question that is not answered with a yes."""
    behind = SENTENCE.search(text, end)
    if behind is None or behind.group() != "?" or YES.match(text, behind.start()):
        return False
    return QUESTION.match(before(text, start, SENTENCE, 4 * LEAD)) is not None
