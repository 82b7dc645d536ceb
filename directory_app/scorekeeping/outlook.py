"""What would move a score or narrow its range: computed with the rules that compute the score itself, never guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import scoring
from scoring.evidence import OLD_AFTER_MONTHS, TEXT_WEIGHT, Posterior, posterior
from scoring.rubric import Rubric
from scoring.score import length_share, worth

from ..jurisdictions import forbids_testimonials
from ..models import Evidence, EvidenceKind, Flag, FlagState, QuestionScore, Revision, Score, now
from .clients import FEWEST_SHOWN
from .current import current_rubric
from .rescore import DAYS_PER_MONTH, LOWERS_WEIGHT, evidence_of, months_between, text_weights

ADDITIONS = ((EvidenceKind.CLIENT, 3), (EvidenceKind.CLIENT, 12), (EvidenceKind.INTERVIEW, 1))


@dataclass(frozen=True)
class Figures:
    """A score in figures, each 0 to 100."""

    estimate: float
    rank_score: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide the range is."""
        return self.high - self.low


@dataclass(frozen=True)
class Prospect:
    """What `count` reports of a kind on every question would do.

    `agreeing`: they say what is estimated now. `lowest` and `highest`: all of them say no, or yes.
    """

    kind: EvidenceKind
    count: int
    agreeing: Figures
    lowest: Figures
    highest: Figures


@dataclass(frozen=True)
class QuestionEffect:
    """What more reports would do to one question: how many speak to it, its estimate before and after, 0 to 100."""

    question_id: str
    title: str
    number: int
    before: float
    after: float


@dataclass(frozen=True)
class Effect:
    """What more reports would do to a score, as a whole and question by question."""

    before: Figures
    after: Figures
    questions: list[QuestionEffect]


@dataclass(frozen=True)
class Backing:
    """What is known of one question beyond the answer.

    `clients` is None where there are too few to be counted in public; `fades_on` is the day on which an interview
    counts half.
    """

    question_id: str
    any_clients: bool
    clients: int | None
    latest_client: date | None
    interview: date | None
    fades_on: date | None


@dataclass(frozen=True)
class Outlook:
    """What would change a score: more evidence, and flags that fall (None where no flag holds anything down).

    `by_length` is how far the answer to each question counts by its length, 0 to 1.
    """

    now: Figures
    prospects: list[Prospect]
    without_flags: Figures | None
    backing: dict[str, Backing]
    by_length: dict[str, float]


def outlook(session: Session, revision: Revision, score: Score, flags: Sequence[Flag]) -> Outlook:
    """The outlook of a version with the flags that stand against it."""
    rubric = current_rubric()
    evidence = evidence_of(session, revision)
    by_length = _by_length(rubric, revision)
    weights, unflagged = _weights(by_length, flags), _weights(by_length, ())
    present = _figures(rubric, score, evidence, weights)
    return Outlook(
        now=present,
        prospects=[_prospect(rubric, score, evidence, weights, kind, count) for kind, count in ADDITIONS],
        without_flags=_figures(rubric, score, evidence, unflagged) if weights != unflagged else None,
        backing=_backing(session, revision),
        by_length=by_length,
    )


def effect_of_reports(
    session: Session, revision: Revision, reports: Sequence[tuple[str, float, datetime]]
) -> Effect | None:
    """What these reports of clients (question, 0 to 1, when) would do to the score of a version; nothing is stored.

    None without a score, and where reports of clients do not count by the rules of a place.
    """
    score = revision.score
    if score is None or forbids_testimonials(session, revision) is not None:
        return None
    rubric, evidence = current_rubric(), evidence_of(session, revision)
    weights = _weights(_by_length(rubric, revision), standing_flags(session, revision))
    added = [
        scoring.Evidence(EvidenceKind.CLIENT.value, question_id, value, months_between(when, now()))
        for question_id, value, when in reports
    ]
    with_them = [*evidence, *added]
    parts = [
        QuestionEffect(
            question.id,
            question.title,
            sum(1 for one in added if one.question_id == question.id),
            100.0 * _posterior(rubric, score.question(question.id), question.id, evidence, weights).mean,
            100.0 * _posterior(rubric, score.question(question.id), question.id, with_them, weights).mean,
        )
        for question in rubric.questions
    ]
    return Effect(_figures(rubric, score, evidence, weights), _figures(rubric, score, with_them, weights), parts)


def standing_flags(session: Session, revision: Revision) -> list[Flag]:
    """Flags of a version that nobody found without ground."""
    wanted = select(Flag).where(Flag.revision_id == revision.id, Flag.state != FlagState.DISMISSED)
    return list(session.scalars(wanted.order_by(Flag.question_id, Flag.id)))


def lowers_weight(flag: Flag) -> bool:
    """Whether the text of a flag counts less while it stands."""
    return flag.kind in LOWERS_WEIGHT


def _prospect(
    rubric: Rubric,
    score: Score,
    evidence: Sequence[scoring.Evidence],
    weights: Mapping[str, float],
    kind: EvidenceKind,
    count: int,
) -> Prospect:
    def figures(value: Callable[[QuestionScore], float]) -> Figures:
        added = [
            scoring.Evidence(kind.value, question.question_id, value(question), 0.0)
            for question in score.questions
            for _ in range(count)
        ]
        return _figures(rubric, score, [*evidence, *added], weights)

    return Prospect(kind, count, figures(lambda q: q.estimate), figures(lambda _: 0.0), figures(lambda _: 1.0))


def _weights(by_length: Mapping[str, float], flags: Sequence[Flag]) -> dict[str, float]:
    """What each answer weighs, by its length and by the flags against it."""
    flagged = text_weights(flags)
    return {one: flagged.get(one, TEXT_WEIGHT) * share for one, share in by_length.items()}


def _by_length(rubric: Rubric, revision: Revision) -> dict[str, float]:
    return {answer.question_id: length_share(rubric, answer.text) for answer in revision.answers}


def _figures(
    rubric: Rubric, score: Score, evidence: Sequence[scoring.Evidence], weights: Mapping[str, float]
) -> Figures:
    """A score from what its texts were found to be worth, without reading them again."""
    parts = [(q.weight, _posterior(rubric, score.question(q.id), q.id, evidence, weights)) for q in rubric.questions]

    def total(value: Callable[[Posterior], float]) -> float:
        return 100.0 * math.fsum(weight * value(one) for weight, one in parts)

    return Figures(
        total(lambda p: p.mean),
        total(lambda p: p.quantile(0.2)),
        total(lambda p: p.quantile(0.1)),
        total(lambda p: p.quantile(0.9)),
    )


def _posterior(
    rubric: Rubric,
    found: QuestionScore | None,
    question_id: str,
    evidence: Sequence[scoring.Evidence],
    weights: Mapping[str, float],
) -> Posterior:
    return posterior(
        found.claim if found else None,
        worth(rubric, found.text_score) if found else None,
        [one for one in evidence if one.question_id == question_id],
        weights.get(question_id, TEXT_WEIGHT),
        rubric.choice_alone,
    )


def _backing(session: Session, revision: Revision) -> dict[str, Backing]:
    stored = select(Evidence).where(Evidence.listing_id == revision.listing_id, Evidence.withdrawn_at.is_(None))
    rows: dict[str, list[Evidence]] = {}
    for one in session.scalars(stored.order_by(Evidence.id)):
        rows.setdefault(one.question_id, []).append(one)
    return {question_id: _back(question_id, found) for question_id, found in rows.items()}


def _back(question_id: str, rows: Sequence[Evidence]) -> Backing:
    clients = [one for one in rows if one.kind is EvidenceKind.CLIENT]
    interviews = [one.observed_at for one in rows if one.kind is EvidenceKind.INTERVIEW]
    latest = max(interviews, default=None)
    fades = latest + timedelta(days=OLD_AFTER_MONTHS * DAYS_PER_MONTH) if latest else None
    countable = len(clients) >= FEWEST_SHOWN
    return Backing(
        question_id=question_id,
        any_clients=bool(clients),
        clients=len(clients) if countable else None,
        # The day of one report would tell whose it is.
        latest_client=max(one.observed_at for one in clients).date().replace(day=1) if countable else None,
        interview=latest.date() if latest else None,
        fades_on=fades.date() if fades and fades > now() else None,
    )
