"""Reads the answers of a revision and stores what they score, with the causes and the integrity flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

import scoring
from scoring.criterion import CriterionResult
from scoring.holding import Guard
from scoring.rubric import Rubric
from scoring.score import QuestionScore as Scored

from .. import measured
from ..jurisdictions import forbids_testimonials, refused_by, rules_for
from ..models import Base, Evidence, EvidenceKind, Flag, FlagKind, FlagState, QuestionScore, Revision, Score, now
from . import copies, disputes, flags
from .current import current_rubric

DAYS_PER_MONTH = 30.44
# A flagged text counts as much as a bare claim until somebody has looked at it.
FLAGGED_TEXT_WEIGHT = 1.0
BIO = "bio"
# The names of the fields, which `fields` puts together anew at each call.
NAMES = {kind: tuple(one.name for one in fields(kind)) for kind in (Guard, CriterionResult)}
LOWERS_WEIGHT = frozenset(
    {
        FlagKind.COPIED,
        FlagKind.KEYWORD_LIST,
        FlagKind.ECHO,
        FlagKind.UNFILLED,
        FlagKind.CONTRADICTION,
        FlagKind.CLAIM,
        FlagKind.INSTRUCTION,
        FlagKind.DISGUISED,
    }
)


def rescore(session: Session, revision: Revision, rubric: Rubric | None = None) -> Score:
    """Score `revision` under `rubric` (default: the one in use) and make that its current score.

    Estimate, rank score and range are 0 to 100. Flags are opened for what a person should look at; a flag somebody
    dismissed stays dismissed. The caller commits.
    """
    # A decision at the same moment ends first, or waits: neither builds on what the other is about to change.
    session.refresh(revision, ["state", "version"], with_for_update=True)
    session.expire(revision, ["scores"])
    rubric = rubric or current_rubric()
    copies.remember(session, revision)
    score = _score(session, revision, rubric, flags.refresh(session, revision, rubric))
    for old in revision.scores:
        old.current = False
    # The partial unique index allows one current score: the old one must be gone before the new one comes.
    session.flush()
    revision.scores.append(score)
    session.flush()
    return score


def score_new(session: Session, revisions: Sequence[Revision]) -> None:
    """Score versions that were just added and have neither score nor evidence; quickly where nothing is answered."""
    rubric = current_rubric()
    unanswered: list[int] = []
    for revision, rules in zip(revisions, rules_for(session, revisions), strict=True):
        if revision.answers:
            rescore(session, revision, rubric)
            continue
        refused = flags.refused(revision, refused_by(rules, revision.listing.licences))
        for kind, where, detail in [*flags.find(revision, rubric), *refused]:
            session.add(Flag(revision_id=revision.id, kind=kind, question_id=where, detail=detail))
        unanswered.append(revision.id)
    session.flush()
    if unanswered:
        _store_alike(session, _as_score(scoring.score_practice(rubric, {})), unanswered)


def _store_alike(session: Session, score: Score, revisions: Sequence[int]) -> None:
    """Store the same score for many versions: of thousands of lines that answer nothing, six rows each."""
    facts, questions = _stored(score), [_stored(one) for one in score.questions]
    made = session.scalars(
        insert(Score).returning(Score.id, sort_by_parameter_order=True),
        [{**facts, "revision_id": number} for number in revisions],
    ).all()
    session.execute(insert(QuestionScore), [{**one, "score_id": number} for number in made for one in questions])


def _stored(row: Base) -> dict[str, Any]:
    """The columns of a row that were given a value; the others get their defaults."""
    names = {column.key for column in type(row).__mapper__.column_attrs}
    return {name: value for name, value in vars(row).items() if name in names}


def preview_score(session: Session, revision: Revision) -> Score:
    """The score `revision` would get now. Nothing is stored and no flag is opened."""
    with session.no_autoflush:
        return _score(session, revision, current_rubric(), provisional_flags(revision))


def score_with(session: Session, revision: Revision, standing: Sequence[Flag], more: list[scoring.Evidence]) -> Score:
    """The score `revision` would get now with `more` evidence beside what is stored. Nothing is stored."""
    with session.no_autoflush:
        evidence = [*evidence_of(session, revision), *more]
        return _score(session, revision, current_rubric(), standing, evidence)


def provisional_flags(revision: Revision) -> list[Flag]:
    """The flags a version would get now, near-copies aside; none of them is stored."""
    found = flags.find(revision, current_rubric())
    return [Flag(kind=kind, question_id=where, detail=detail, state=FlagState.OPEN) for kind, where, detail in found]


def _score(
    session: Session,
    revision: Revision,
    rubric: Rubric,
    standing: Sequence[Flag],
    evidence: list[scoring.Evidence] | None = None,
) -> Score:
    answers = {
        a.question_id: scoring.Answer(a.choice, a.text) for a in revision.answers if known(rubric, a.question_id)
    }
    known_of = evidence_of(session, revision) if evidence is None else evidence
    weights = {one: weight for one, weight in text_weights(standing).items() if known(rubric, one)}
    with measured.measures().scoring_seconds.time():
        result = scoring.score_practice(rubric, answers, evidence=known_of, text_weights=weights)
    score = _as_score(result)
    disputes.mark(session, revision, score)
    return score


def _as_score(result: scoring.PracticeScore) -> Score:
    return Score(
        rubric_version=result.rubric_version,
        estimate=result.estimate,
        rank_score=result.rank_score,
        low=result.low,
        high=result.high,
        level=result.level,
        current=True,
        questions=[_question(q) for q in result.questions],
    )


def score_text(question_id: str, text: str) -> scoring.TextScore:
    """What one text would earn on one question, 0 to 1; nothing is stored."""
    return scoring.score_answer(current_rubric(), question_id, text)


def known(rubric: Rubric, question_id: str) -> bool:
    """Whether the rubric asks this question."""
    return any(q.id == question_id for q in rubric.questions)


def evidence_of(session: Session, revision: Revision) -> list[scoring.Evidence]:
    """What is known of this practice beyond its answers, as the scorer takes it."""
    rows = session.scalars(
        select(Evidence)
        .where(Evidence.listing_id == revision.listing_id, Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.id)
    ).all()
    # What clients say does not count where a rule forbids testimonials, also when the rule came later.
    if any(row.kind is EvidenceKind.CLIENT for row in rows) and forbids_testimonials(session, revision) is not None:
        rows = [row for row in rows if row.kind is not EvidenceKind.CLIENT]
    moment = now()
    return [
        scoring.Evidence(row.kind.value, row.question_id, row.value, months_between(row.observed_at, moment))
        for row in rows
    ]


def months_between(then: datetime, moment: datetime) -> float:
    """How old something was at a moment, never less than nothing."""
    return max(0.0, (moment - then).days / DAYS_PER_MONTH)


def text_weights(opened: Sequence[Flag]) -> dict[str, float]:
    """How much the answers count that a flag holds back. The text about the therapist is not scored at all."""
    return {
        flag.question_id: FLAGGED_TEXT_WEIGHT
        for flag in opened
        if flag.question_id not in (None, BIO) and flag.kind in LOWERS_WEIGHT and flag.state is not FlagState.DISMISSED
    }


def _question(q: Scored) -> QuestionScore:
    return QuestionScore(
        question_id=q.question_id,
        level=q.level,
        claim=q.claim,
        text_score=q.text_score,
        alpha=q.alpha,
        beta=q.beta,
        estimate=q.estimate,
        q10=q.q10,
        q20=q.q20,
        q90=q.q90,
        contribution=q.contribution,
        criteria=[_criterion(c) for c in q.criteria],
        held=[held_back(guard) for guard in q.held],
        language=q.language,
    )


def held_back(guard: Guard) -> dict[str, Any]:
    """A guard as it is stored."""
    return {**_plain(guard), "spans": [list(span) for span in guard.spans]}


def _criterion(criterion: CriterionResult) -> dict[str, Any]:
    return {**_plain(criterion), "status": str(criterion.status), "spans": [list(span) for span in criterion.spans]}


def _plain(result: Guard | CriterionResult) -> dict[str, Any]:
    # `asdict` copies every value: a practice has more than a hundred criteria, and a tenth of the time went there.
    return {name: getattr(result, name) for name in NAMES[type(result)]}
