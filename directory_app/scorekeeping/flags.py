"""Integrity checks over the answers of a revision: each raises a flag for a person, none decides anything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import scoring
from scoring.agreement import contradictions
from scoring.rubric import Rubric

from ..jurisdictions import refused_in, refused_words
from ..models import BY_CHOICE, Flag, FlagKind, FlagState, Revision, RevisionState
from . import copies
from .claims import is_judged, promises_in
from .wording import hidden_addresses, texts_of, unsafe_in

PROMISES = ".overclaims"
WORDS_SHOWN = 5
# Where no words raise a flag, all of the text does: a digest of it tells whether it is still that text.
TEXT = "text"
# Versions whose words are settled: what a moderator found there stays, whatever a later rubric thinks of them.
SETTLED = frozenset({RevisionState.APPROVED, RevisionState.REPLACED})
Found = tuple[FlagKind, str | None, dict[str, Any]]

CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,}|(?:https?://|\bwww\.)\S{0,80}|(?:\+?\d[\s().-]{0,3}){9,15}\b", re.IGNORECASE
)
GUARD_KINDS = {
    "keyword_list": FlagKind.KEYWORD_LIST,
    "row_inside": FlagKind.KEYWORD_LIST,
    "equations": FlagKind.KEYWORD_LIST,
    "word_salad": FlagKind.KEYWORD_LIST,
    "shuffled": FlagKind.KEYWORD_LIST,
    "repetitive": FlagKind.KEYWORD_LIST,
    "contradicts_itself": FlagKind.CONTRADICTION,
    "echo": FlagKind.ECHO,
    "restated": FlagKind.ECHO,
    "copied": FlagKind.COPIED,
    "unfilled": FlagKind.UNFILLED,
    "disguised": FlagKind.DISGUISED,
    "instruction": FlagKind.INSTRUCTION,
}


def refresh(session: Session, revision: Revision, rubric: Rubric) -> list[Flag]:
    """Bring the stored flags of `revision` in line with its texts; return all that stand."""
    stored = {(f.kind, f.question_id): f for f in session.scalars(select(Flag).where(Flag.revision_id == revision.id))}
    found = {(kind, question_id): detail for kind, question_id, detail in find(revision, rubric)}
    for one in copies.find_copies(session, revision):
        # A text can be close to another therapist's and to a public one: the second keeps what the first said.
        of_therapist = found.get((FlagKind.COPIED, one.question_id), {})
        found[FlagKind.COPIED, one.question_id] = {
            "share": one.share,
            "revision_id": one.revision_id,
            "source": one.source,
            **({"also": of_therapist["revision_id"]} if of_therapist.get("revision_id") else {}),
        }
    found |= {(kind, where): detail for kind, where, detail in refused(revision, refused_words(session, revision))}
    for key, flag in stored.items():
        if key not in found and _goes(revision, flag):
            session.delete(flag)
    standing = []
    new = [key for key in found if key not in stored]
    earlier = _without_ground(session, revision) if new else ()
    for key, detail in found.items():
        known = stored.get(key)
        if known is not None and known.state is FlagState.DISMISSED and _is_another(revision, known, detail):
            known.state, known.reviewed_at, known.reviewed_by_id, known.reason = FlagState.OPEN, None, None, ""
        flag = known or _as_before(earlier, revision, *key)
        flag.detail = detail
        session.add(flag)
        standing.append(flag)
    session.flush()
    return standing


def _goes(revision: Revision, flag: Flag) -> bool:
    """Whether a flag that is raised no more goes. One without ground is kept for the day the same words come back."""
    found_to_stand = flag.state is FlagState.UPHELD and revision.state not in SETTLED
    return flag.reviewed_at is None or found_to_stand


def _is_another(revision: Revision, flag: Flag, detail: dict[str, Any]) -> bool:
    """Whether a flag without ground is raised by something that no moderator saw when it was found so.

    In a version whose words are settled only the criteria can have changed, and those raise nothing anew.
    """
    if revision.state in SETTLED:
        return False
    if "source" in detail or "source" in flag.detail:
        return bool(flag.detail.get("source") != detail.get("source"))
    words = set(detail.get("words", ())) - set(flag.detail.get("words", ()))
    return bool(words) or flag.detail.get(TEXT) != detail.get(TEXT)


def _without_ground(session: Session, revision: Revision) -> Sequence[Flag]:
    """The flags that moderators found without ground in other versions of a listing, newest first."""
    return session.scalars(
        select(Flag)
        .join(Revision, Revision.id == Flag.revision_id)
        .where(Revision.listing_id == revision.listing_id, Revision.id != revision.id)
        .where(Flag.state == FlagState.DISMISSED)
        .order_by(Flag.id.desc())
    ).all()


def _as_before(earlier: Sequence[Flag], revision: Revision, kind: FlagKind, question_id: str | None) -> Flag:
    """A new flag; found without ground from the start where a moderator found so about the same text before."""
    flag = Flag(revision=revision, kind=kind, question_id=question_id)
    said = _text(revision, kind, question_id)
    alike = (one for one in earlier if (one.kind, one.question_id) == (kind, question_id))
    same = next((one for one in alike if _text(one.revision, kind, question_id) == said), None)
    if same is not None:
        flag.state, flag.reviewed_at, flag.reviewed_by_id = same.state, same.reviewed_at, same.reviewed_by_id
        flag.reason = same.reason
    return flag


def _text(revision: Revision, kind: FlagKind, where: str | None) -> tuple[str, ...]:
    """What a flag is about: the choice and words of an answer, or a text about the therapist."""
    answer = revision.answer(where) if where else None
    if answer:
        return answer.choice or "", answer.text or ""
    # Words that rules keep out are looked for in the short texts too.
    return revision.bio, *(short_texts(revision).values() if kind is FlagKind.REFUSED_WORD else ())


def find(revision: Revision, rubric: Rubric) -> Iterator[Found]:
    """Everything worth a look in the texts of a revision, with the words it rests on."""
    yield from _claims_and_contacts("bio", revision.bio)
    yield from _of_wording(revision)
    for answer in revision.answers:
        text = answer.text or ""
        yield from _claims_and_contacts(answer.question_id, text)
        if text and _asks(rubric, answer.question_id):
            yield from _of_reading(answer.question_id, text, rubric)
    yield from _contradictions(revision, rubric)


def _of_wording(revision: Revision) -> Iterator[Found]:
    """What could be misread or could harm, and addresses although the place is private."""
    for where, text in texts_of(revision):
        if unsafe := unsafe_in(text):
            about = sorted({what for what, _ in unsafe})
            yield FlagKind.UNSAFE, where, {"words": _first([words for _, words in unsafe]), "about": about}
        if addresses := hidden_addresses(revision, text):
            yield FlagKind.ADDRESS_IN_TEXT, where, {"words": _first(addresses)}


def _first(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))[:WORDS_SHOWN]


def _asks(rubric: Rubric, question_id: str) -> bool:
    return any(question.id == question_id for question in rubric.questions)


def _of_reading(question_id: str, text: str, rubric: Rubric) -> Iterator[Found]:
    """What the scorer noticed in one text: guards, and promises in the languages it reads."""
    result = scoring.score_answer(rubric, question_id, text)
    for guard in result.held:
        if guard.id in GUARD_KINDS:
            yield GUARD_KINDS[guard.id], question_id, _quoted(text, guard.spans)
    if (promised := _promised(text, result, rubric)) and not promises_in(text):
        yield FlagKind.CLAIM, question_id, _quoted(text, promised)


def _promised(text: str, result: scoring.TextScore, rubric: Rubric) -> Sequence[tuple[int, int]]:
    """Where the criteria see promises, without English words in which the rules of `claims` saw none."""
    spans = next((c.spans for c in result.criteria if c.id.endswith(PROMISES) and c.status == "penalty"), ())
    if result.language != rubric.language:
        return spans
    return [(start, end) for start, end in spans if not is_judged(text[start:end])]


def _claims_and_contacts(where: str, text: str) -> Iterator[Found]:
    claims = promises_in(text)
    if claims:
        yield FlagKind.CLAIM, where, {"words": claims[:WORDS_SHOWN]}
    if contacts := [found[0].rstrip(".,;:") for found in CONTACT.finditer(text)]:
        yield FlagKind.CONTACT_IN_TEXT, where, {"words": _first(contacts)}


def refused(revision: Revision, words: Mapping[str, str]) -> Iterator[Found]:
    """Words that the rules of its places keep out. They change no score; a moderator reads them in their sentence."""
    if not words:
        return
    texts = {"bio": [revision.bio, *short_texts(revision).values()]}
    texts |= {answer.question_id: [answer.text or ""] for answer in revision.answers}
    for where, said in texts.items():
        if there := refused_in(said, words):
            yield FlagKind.REFUSED_WORD, where, {"words": there[:WORDS_SHOWN]}


def short_texts(revision: Revision) -> dict[str, str]:
    """The short texts about a therapist beside the long one, by the step in which they are written."""
    about = " · ".join(one for one in (revision.name, revision.practice, revision.credentials) if one)
    return {"about": about, "practical": " · ".join(revision.own_techniques)}


def _contradictions(revision: Revision, rubric: Rubric) -> Iterator[Found]:
    """Answers that say opposite things about oil, and a choice that its own text denies: one flag a question."""
    texts = {a.question_id: a.text or "" for a in revision.answers}
    answers = {
        a.question_id: scoring.Answer(a.choice, a.text) for a in revision.answers if _asks(rubric, a.question_id)
    }
    details: dict[str, dict[str, Any]] = {}
    for found in contradictions(rubric, answers):
        where = max(found.one.question_id, found.other.question_id)
        detail = details.setdefault(where, {"words": [], "between": []})
        for passage in (found.one, found.other):
            # A choice has no words.
            place = passage.question_id if passage.spans else f"{passage.question_id}{BY_CHOICE}"
            words = _quoted(texts[passage.question_id], passage.spans[:1]).get("words", [])
            detail["between"] += [place] if place not in detail["between"] else []
            detail["words"] += [word for word in words if word not in detail["words"]]
    for where, detail in details.items():
        yield FlagKind.CONTRADICTION, where, {"words": detail["words"], "between": sorted(detail["between"])}


def _quoted(text: str, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    words = [text[start:end] for start, end in spans[:WORDS_SHOWN]]
    return {"words": words} if words else {TEXT: hashlib.sha256(text.encode()).hexdigest()[:16]}
