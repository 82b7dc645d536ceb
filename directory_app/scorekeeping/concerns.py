"""What a moderator would stop at, told to the therapist first, and the reading of a half-written answer.

Nothing here is stored, and whose text another one is close to is never told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

import scoring
from scoring.agreement import contradictions

from ..jurisdictions import refused_in
from ..models import ANSWER_LENGTH, FlagKind, Revision
from . import copies, flags
from .claims import NOTHING, Claim, claims_in
from .current import current_rubric
from .hidden import hidden_words
from .lines import CLAIM, CriterionRow
from .questions import Question
from .reading import Reading, read_text
from .wording import hidden_addresses, unsafe_in

REFUSED_WORD = "refused_word"
REASONS = {
    FlagKind.CONTACT_IN_TEXT: "Contact details belong in the step “Contact and hours”, where you can change "
    "them at any time.",
    FlagKind.CONTRADICTION: "Two places say opposite things. Say in both what you do.",
    FlagKind.KEYWORD_LIST: "This reads like a list of words, or says the same again and again. Say in sentences what "
    "you do.",
    FlagKind.UNFILLED: "This is a form that was not filled in. Write your own words where the gaps are.",
    FlagKind.ECHO: "This repeats the question. Say what you do.",
    FlagKind.COPIED: "This is close to another text: one that is public, or another therapist’s answer. "
    "Say it your own way.",
    FlagKind.DISGUISED: "There are hidden or look-alike characters in it, often pasted along. Type these words again.",
    FlagKind.INSTRUCTION: "This speaks to whoever scores answers. Write to visitors; nobody else reads this.",
    FlagKind.ADDRESS_IN_TEXT: "An address stands in this text, although your place of work is not shown in full. "
    "Everybody could read it here. Take it out, or show the full address under “Places of work”.",
    FlagKind.UNSAFE: "This could be misread: as a sexual service, or as advice that harms somebody. Say plainly what "
    "you do.",
    FlagKind.REFUSED_WORD: "The rules for advertising where you work keep this out.",
    FlagKind.CLAIM: "This reads like the promise of a result. Nobody can promise one; say what you do instead.",
}


@dataclass(frozen=True)
class Concern:
    """Something to look at again: its kind, where it stands ("bio" or a question), the words, and a plain reason."""

    kind: str
    where: str
    words: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class DraftReading:
    """A half-written answer: how it would be read, what to look at again, and how many characters are left."""

    reading: Reading
    concerns: list[Concern]
    left: int


def concerns(session: Session, revision: Revision, refused: Mapping[str, str] = NOTHING) -> list[Concern]:
    """Everything in the texts of a version that a moderator may stop at, in the order of its parts."""
    found = [*_claims("bio", revision.bio, refused), *_about(revision, refused)]
    for answer in revision.answers:
        found += _claims(answer.question_id, answer.text or "", refused)
        if copies.is_close(session, revision, answer.question_id, answer.text or ""):
            found.append(_plain(FlagKind.COPIED, answer.question_id))
    said = {(one.kind, one.where) for one in found}
    for kind, where, detail in flags.find(revision, current_rubric()):
        if (kind.value, where) not in said:
            found.append(_plain(kind, where or "", detail.get("words", ())))
    return [*found, *_hidden(revision, {(one.kind, one.where) for one in found})]


def read_draft(
    session: Session,
    revision: Revision,
    question: Question,
    choice: str | None,
    text: str,
    refused: Mapping[str, str] = NOTHING,
) -> DraftReading:
    """Read a text as it is being written. Nothing is stored."""
    claims = claims_in(text, refused)
    reading = read_text(question, text, choice=choice, more=_as_rows(claims))
    found = list(_about_draft(session, revision, question, choice, text, reading))
    return DraftReading(reading, found, ANSWER_LENGTH - len(text))


def _about_draft(
    session: Session, revision: Revision, question: Question, choice: str | None, text: str, reading: Reading
) -> Iterator[Concern]:
    if contact := flags.CONTACT.search(text):
        yield _plain(FlagKind.CONTACT_IN_TEXT, question.id, [contact.group(0)])
    if words := hidden_words(text):
        yield _plain(FlagKind.DISGUISED, question.id, words)
    if unsafe := unsafe_in(text):
        yield _plain(FlagKind.UNSAFE, question.id, [words for _, words in unsafe])
    if addresses := hidden_addresses(revision, text):
        yield _plain(FlagKind.ADDRESS_IN_TEXT, question.id, addresses)
    if choice and text:
        for one in contradictions(current_rubric(), {question.id: scoring.Answer(choice, text)}):
            passages = [p for p in (one.one, one.other) if p.spans]
            words = [text[start:end] for p in passages for start, end in p.spans[:1]]
            yield Concern(
                FlagKind.CONTRADICTION.value, question.id, tuple(words), "These words say the opposite of your choice."
            )
    # What stands on public pages is said by the reading itself.
    if "copied" not in reading.guards and copies.is_close(session, revision, question.id, text):
        yield _plain(FlagKind.COPIED, question.id)


def _as_rows(claims: Sequence[Claim]) -> list[CriterionRow]:
    """Claims as lines of an explanation, equal phrases together: marked in the text like everything else."""
    rows: dict[str, CriterionRow] = {}
    for one in claims:
        known = rows.get(one.words.casefold())
        spans = (*(known.spans if known else ()), (one.start, one.end))
        rows[one.words.casefold()] = CriterionRow(
            id=f"{CLAIM}.{one.words.casefold()}",
            label=f"“{one.words}”",
            points=0.0,
            max_points=0.0,
            status=CLAIM,
            spans=spans,
            note=one.reason,
        )
    return list(rows.values())


def _about(revision: Revision, refused: Mapping[str, str]) -> Iterator[Concern]:
    """Refused words in the short texts about a therapist, which promise nothing by themselves."""
    for part, text in flags.short_texts(revision).items():
        for word in refused_in([text], refused):
            reason = next(reason for one, reason in refused.items() if one.casefold() == word.casefold())
            yield Concern(REFUSED_WORD, part, (word,), reason)


def _claims(where: str, text: str, refused: Mapping[str, str]) -> Iterator[Concern]:
    """One concern for each reason, with the phrases it is about."""
    by_reason: dict[str, list[str]] = {}
    for one in claims_in(text, refused):
        by_reason.setdefault(one.reason, []).append(one.words)
    for reason, words in by_reason.items():
        yield Concern(CLAIM, where, tuple(dict.fromkeys(words)), reason)


def _hidden(revision: Revision, said: set[tuple[str, str]]) -> Iterator[Concern]:
    texts = {"bio": revision.bio, **{a.question_id: a.text or "" for a in revision.answers}}
    for where, text in texts.items():
        words = hidden_words(text)
        if words and (FlagKind.DISGUISED.value, where) not in said:
            yield _plain(FlagKind.DISGUISED, where, words)


def _plain(kind: FlagKind, where: str, words: Sequence[str] = ()) -> Concern:
    return Concern(kind.value, where, tuple(words), REASONS[kind])
