"""Integrity checks over the answers of a revision: each raises a flag for a person, none decides anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import scoring
from scoring.rubric import Rubric

from ..models import Answer, Flag, FlagKind, Revision
from . import copies

Found = tuple[FlagKind, str | None, dict[str, Any]]

# Promises that no honest practice can keep; the reason is shown to the therapist and to moderators.
CLAIMS = re.compile(
    r"\b(?:cures?|cured|curing|guarantee[ds]?|guaranteed|miracle|permanent(?:ly)?|pain[- ]free\s+(?:for\s+life|forever)"
    r"|(?:will|can)\s+(?:stop|eliminate|fix|heal|end|remove)|walk\s+out\s+(?:fixed|straight|healed|pain)|eliminates?\s+(?:your\s+)?(?:back\s+)?pain|100\s?%|always\s+works?)\b",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,}|https?://|\bwww\.|(?:\+?\d[\s().-]{0,3}){9,15}\b", re.IGNORECASE
)
GUARD_KINDS = {
    "keyword_list": FlagKind.KEYWORD_LIST,
    "word_salad": FlagKind.KEYWORD_LIST,
    "echo": FlagKind.ECHO,
    "restated": FlagKind.ECHO,
    "copied": FlagKind.COPIED,
    "disguised": FlagKind.DISGUISED,
    "instruction": FlagKind.INSTRUCTION,
}
OIL_WORDS = re.compile(
    r"\b(?:plenty|lots?|generous|warm(?:ed)?|a\s+lot|loads)\s+(?:of\s+)?(?:\w+\s+)?(?:oils?|lotion|cream|balm)\b",
    re.IGNORECASE,
)
WITHOUT_OIL = re.compile(r"\b(?:without|no|dry)\b.{0,30}\b(?:oil|lotion|lubricant|skin)", re.IGNORECASE)


def refresh(session: Session, revision: Revision, rubric: Rubric) -> list[Flag]:
    """Bring the stored flags of `revision` in line with its texts; return all that stand."""
    stored = {(f.kind, f.question_id): f for f in session.scalars(select(Flag).where(Flag.revision_id == revision.id))}
    found = {(kind, question_id): detail for kind, question_id, detail in find(revision, rubric)}
    for one in copies.find_copies(session, revision):
        found[FlagKind.COPIED, one.question_id] = {
            "share": one.share,
            "revision_id": one.revision_id,
            "source": one.source,
        }
    for key, flag in stored.items():
        if key not in found and flag.reviewed_at is None:
            session.delete(flag)
    standing = []
    for key, detail in found.items():
        flag = stored.get(key) or Flag(revision=revision, kind=key[0], question_id=key[1])
        flag.detail = detail
        session.add(flag)
        standing.append(flag)
    session.flush()
    return standing


def concerns(revision: Revision) -> list[tuple[str, str | None, list[str]]]:
    """What a moderator would stop at, for the therapist to see first: kind, where, and the words."""
    found = find(revision, scoring.load_rubric())
    return [(kind.value, where, list(detail.get("words", []))) for kind, where, detail in found]


def find(revision: Revision, rubric: Rubric) -> Iterator[Found]:
    """Everything worth a look in the texts of a revision."""
    yield from _claims_and_contacts("bio", revision.bio)
    for answer in revision.answers:
        text = answer.text or ""
        yield from _claims_and_contacts(answer.question_id, text)
        if text and any(q.id == answer.question_id for q in rubric.questions):
            for guard in scoring.score_answer(rubric, answer.question_id, text).guards:
                if guard in GUARD_KINDS:
                    yield GUARD_KINDS[guard], answer.question_id, {}
    yield from _contradictions(revision)


def _claims_and_contacts(where: str, text: str) -> Iterator[Found]:
    claims = [match.group(0) for match in CLAIMS.finditer(text)]
    if claims:
        yield FlagKind.CLAIM, where, {"words": claims[:5]}
    if CONTACT.search(text):
        yield FlagKind.CONTACT_IN_TEXT, where, {}


def _contradictions(revision: Revision) -> Iterator[Found]:
    oil = revision.answer("Q5")
    if oil is None:
        return
    text = oil.text or ""
    says_little = oil.choice in {"minimal", "none_or_only_at_the_end"}
    if says_little and OIL_WORDS.search(text) and not WITHOUT_OIL.search(text):
        yield FlagKind.CONTRADICTION, "Q5", {"choice": oil.choice}
    fascia = revision.answer("Q2")
    if says_little and fascia is not None and OIL_WORDS.search(fascia.text or ""):
        yield FlagKind.CONTRADICTION, "Q5", {"choice": oil.choice}
    if fascia is not None and _dry_fascia(fascia) and oil.choice == "a_lot":
        yield FlagKind.CONTRADICTION, "Q2", {"choice": oil.choice}


def _dry_fascia(answer: Answer) -> bool:
    return bool(answer.text and WITHOUT_OIL.search(answer.text))
