"""The figures of the health page, each by one statement over the whole directory."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from ..choices import LEVELS, STATES
from ..models import (
    Decision,
    DecisionKind,
    Licence,
    Listing,
    ListingState,
    PublicListing,
    QuestionScore,
    Revision,
    RevisionState,
    Score,
    UnmetDemand,
    now,
)
from ..places.slugs import country_name, region_name
from ..scorekeeping import QUESTIONS
from . import conditions
from .plots import Bar, Plot

WEEKS = 12
# Fewer searches than this are never told apart: they could be one person's.
FEWEST_SHOWN = 5
MOST_AREAS = 25
DEMAND_DAYS = 90
AGES = ((0, 1, "Up to a day"), (2, 3, "2 to 3 days"), (4, 7, "4 to 7 days"), (8, 14, "8 to 14 days"))
OLDER = "More than 14 days"
FIFTHS = ("0 to 20", "20 to 40", "40 to 60", "60 to 80", "80 to 100")
KINDS = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.ASK_FOR_CHANGES: "changes asked for",
    DecisionKind.REJECT: "rejected",
}


def plots(session: Session, stale_days: int) -> list[Plot]:
    """Every plot of the page but those of the questions, in their order."""
    return [
        _states(session),
        _queue(session),
        _levels(session),
        _stale(session, stale_days),
        _licences(session),
        _decisions(session),
    ]


def _states(session: Session) -> Plot:
    counted = dict(session.execute(select(Listing.state, func.count()).group_by(Listing.state)).all())
    bars = [Bar(STATES[state.value], counted.get(state, 0), {"state": state.value}) for state in ListingState]
    return Plot("states", "Listings by state", "listings", bars)


def _queue(session: Session) -> Plot:
    """Waiting versions by the whole days since they were sent in."""
    today = now().date()
    columns = [func.count().filter(_sent(today - timedelta(days=most), today - timedelta(days=least)))
               for least, most, _ in AGES]  # fmt: skip
    columns.append(func.count().filter(Revision.submitted_at < _start(today - timedelta(days=AGES[-1][1]))))
    late = func.count().filter(Revision.due_on < today)
    *ages, overdue = session.execute(select(*columns, late).where(Revision.state == RevisionState.SUBMITTED)).one()
    labels = [*(label for _, _, label in AGES), OLDER]
    bars = [Bar(label, count, {"waiting": "yes"}) for label, count in zip(labels, ages, strict=True)]
    words = f"{overdue} of them past the day that was promised." if overdue else "None is past the day promised."
    return Plot("queue", "How long versions wait for a decision", "versions", bars, words, "moderation.queue")


def _sent(first: date, last: date) -> ColumnElement[bool]:
    return and_(Revision.submitted_at >= _start(first), Revision.submitted_at < _start(last + timedelta(days=1)))


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _decisions(session: Session) -> Plot:
    """Decisions of the last twelve weeks, which begin on Monday."""
    today = now().date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=past) for past in reversed(range(WEEKS))]
    columns = [
        func.count().filter(
            Decision.kind == kind,
            Decision.created_at >= _start(first),
            Decision.created_at < _start(first + timedelta(weeks=1)),
        )
        for first in mondays
        for kind in KINDS
    ]
    found = list(session.execute(select(*columns).where(Decision.created_at >= _start(mondays[0]))).one())
    bars = []
    for place, first in enumerate(mondays):
        counts = dict(zip(KINDS.values(), found[place * len(KINDS) :], strict=False))
        said = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
        label = f"Week from {first.day} {first:%b}"
        bars.append(Bar(label, sum(counts.values()), {"week": first.isoformat()}, said))
    return Plot("decisions", "Decisions by week", "decisions", bars, page="health.decisions")


def questions(session: Session) -> list[Plot]:
    """What the answers of public listings are worth, question by question, in fifths."""
    part = case(
        *((conditions.in_fifth(place), place) for place in range(conditions.FIFTHS)), else_=conditions.FIFTHS - 1
    ).label("part")
    rows = session.execute(
        select(QuestionScore.question_id, part, func.count())
        .join(Score, Score.id == QuestionScore.score_id)
        .join(PublicListing, PublicListing.revision_id == Score.revision_id)
        .where(Score.current)
        .group_by(QuestionScore.question_id, part)
    )
    counted = {(question_id, place): number for question_id, place, number in rows}
    return [
        Plot(
            f"question-{question.id}",
            f"Question {question.id[1:]}: {question.title}",
            "listings",
            [
                Bar(label, counted.get((question.id, place), 0), {"question": question.id, "part": str(place)})
                for place, label in enumerate(FIFTHS)
            ],
        )
        for question in QUESTIONS
    ]


def _levels(session: Session) -> Plot:
    counted = dict(session.execute(select(PublicListing.level, func.count()).group_by(PublicListing.level)).all())
    bars = [Bar(name, counted.get(level, 0), {"level": level}) for level, name in LEVELS.items()]
    return Plot("levels", "How the answers of public listings are known", "listings", bars)


def _licences(session: Session) -> Plot:
    today = now().date()
    kinds = list(conditions.LICENCES)
    columns = [
        func.count(case((conditions.licence(kind, today), Licence.listing_id)).distinct()).label(kind) for kind in kinds
    ]
    statement = select(*columns).join(Listing, Listing.id == Licence.listing_id).where(conditions.public())
    found = session.execute(statement).one()
    bars = [Bar(conditions.LICENCES[kind], found[place], {"licence": kind}) for place, kind in enumerate(kinds)]
    codes = session.scalars(conditions.asks_for_number()).all()
    missing = session.scalar(select(func.count()).select_from(Listing).where(conditions.number_missing(codes))) or 0
    label = "Number is missing where it must be shown"
    bars.append(Bar(label, missing, {"licence": conditions.MISSING}))
    words = "One listing can have several."
    return Plot("licences", "Licences of public listings", "licences", bars, words)


def _stale(session: Session, days: int) -> Plot:
    before = now() - timedelta(days=days)
    columns = [func.count().filter(conditions.stale(kind, before)) for kind in conditions.FACTS]
    counted: Any = session.execute(
        select(*columns)
        .select_from(Listing)
        .join(Revision, and_(Revision.listing_id == Listing.id, Revision.state == RevisionState.APPROVED))
        .where(conditions.public())
    ).one()
    bars = [Bar(label, counted[place], {"stale": kind}) for place, (kind, label) in enumerate(conditions.FACTS.items())]
    words = f"Not confirmed for {days} days or more."
    return Plot("stale", "Facts of public listings that have grown old", "facts", bars, words)


def demand(session: Session) -> Plot:
    """Searches of the last 90 days that found fewer than three therapists, by region; small figures together."""
    since = now().date() - timedelta(days=DEMAND_DAYS - 1)
    total = func.sum(UnmetDemand.count)
    rows = session.execute(
        select(UnmetDemand.country, UnmetDemand.region, total.label("total"))
        .where(UnmetDemand.day >= since)
        .group_by(UnmetDemand.country, UnmetDemand.region)
        .order_by(total.desc(), UnmetDemand.country, UnmetDemand.region)
    ).all()
    shown = [row for row in rows if row.total >= FEWEST_SHOWN][:MOST_AREAS]
    bars = [
        Bar(_area(row.country, row.region), int(row.total), {"country": row.country, "region": row.region})
        for row in shown
    ]
    rest = sum(int(row.total) for row in rows) - sum(bar.count for bar in bars)
    if rest >= FEWEST_SHOWN:
        bars.append(Bar("Elsewhere, in regions with too few to be named", rest))
    return Plot("demand", "Searches that found fewer than three therapists", "searches", bars)


def _area(country: str, region: str) -> str:
    land = country_name(country)
    return f"{region_name(country, region)}, {land}" if region else land
