"""The lists behind the figures: listings that belong to a bar, and the decisions of a week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ..choices import LEVELS, STATES
from ..errors import BadParameter
from ..models import Decision, Licence, Listing, ListingState, Revision, now
from ..pagination import Page, within
from ..places.slugs import country_name, region_name
from ..scorekeeping import QUESTIONS
from . import conditions
from .counts import FIFTHS

PAGE_SIZE = 25
NAMES = ("state", "level", "licence", "stale", "question", "part", "country", "region")


@dataclass(frozen=True)
class Wanted:
    """Which listings a list shows, in the parameters of its address and in words."""

    parameters: dict[str, str]
    words: list[str]
    wheres: list[ColumnElement[bool]]


@dataclass(frozen=True)
class ListingRow:
    """One listing: the name and places of the version that is public or else the latest, and its number."""

    listing: Listing
    revision: Revision

    @property
    def case(self) -> int | None:
        """The number of its latest version that moderators have seen."""
        seen = [one.id for one in self.listing.revisions if one.submitted_at is not None]
        return seen[-1] if seen else None


def wanted(session: Session, typed: Mapping[str, str], stale_days: int) -> Wanted:
    """Read the address of a list. Raises BadParameter with a sentence for what no list knows."""
    given = {name: value for name, value in typed.items() if name != "page" and value}
    unknown = sorted(set(given) - set(NAMES))
    if unknown:
        raise BadParameter(unknown[0][:40], f"This list knows no “{unknown[0][:40]}”. It knows {', '.join(NAMES)}.")
    words, wheres = [], []
    for label, where in _parts(session, given, stale_days):
        words.append(label)
        wheres.append(where)
    return Wanted(given, words, wheres)


def _parts(session: Session, given: Mapping[str, str], stale_days: int) -> list[tuple[str, ColumnElement[bool]]]:
    found: list[tuple[str, ColumnElement[bool]]] = []
    if "state" in given:
        state = _one_of("state", given["state"], [one.value for one in ListingState])
        found.append((STATES[state].lower(), Listing.state == ListingState(state)))
    if "level" in given:
        level = _one_of("level", given["level"], list(LEVELS))
        found.append((f"public, {LEVELS[level].lower()}", conditions.on_level(level)))
    if "licence" in given:
        found.append(_licence(session, given["licence"]))
    if "stale" in given:
        kind = _one_of("stale", given["stale"], list(conditions.FACTS))
        before = now() - timedelta(days=stale_days)
        where = conditions.is_stale(kind, before)
        found.append((f"{conditions.FACTS[kind].lower()} not confirmed for {stale_days} days", where))
    if "question" in given or "part" in given:
        found.append(_question(given))
    if "country" in given or "region" in given:
        country, region = given.get("country", "").upper()[:2], given.get("region", "")[:120]
        place = f"{region_name(country, region)}, {country_name(country)}" if region else country_name(country)
        found.append((f"public, working in {place}", conditions.working_in(country, region)))
    return found


def _licence(session: Session, kind: str) -> tuple[str, ColumnElement[bool]]:
    if kind == conditions.MISSING:
        codes = session.scalars(conditions.asks_for_number()).all()
        return "public, without the licence number that must be shown", conditions.number_missing(codes)
    _one_of("licence", kind, [*conditions.LICENCES, conditions.MISSING])
    which = conditions.licence(kind, now().date())
    where = exists().where(Licence.listing_id == Listing.id, which) & conditions.public()
    return f"public, licence: {conditions.LICENCES[kind].lower()}", where


def _question(given: Mapping[str, str]) -> tuple[str, ColumnElement[bool]]:
    question_id = _one_of("question", given.get("question", ""), [question.id for question in QUESTIONS])
    part = _one_of("part", given.get("part", ""), [str(place) for place in range(len(FIFTHS))])
    label = f"public, question {question_id[1:]} worth {FIFTHS[int(part)]} of 100"
    return label, conditions.scored(question_id, int(part))


def _one_of(name: str, value: str, known: list[str]) -> str:
    if value not in known:
        raise BadParameter(name, f"The {name} of this list is one of {', '.join(known)}.")
    return value


def number_of(session: Session, which: Wanted) -> int:
    """How many listings meet everything that was asked for."""
    return session.scalar(select(func.count()).select_from(Listing).where(*which.wheres)) or 0


def listings(session: Session, which: Wanted, number: int = 1, total: int | None = None) -> Page[ListingRow]:
    """A page of the listings that meet everything that was asked for, by their number; `total` where it is known."""
    total = number_of(session, which) if total is None else total
    number = within(number, PAGE_SIZE, total)
    found = session.scalars(
        select(Listing)
        .where(*which.wheres)
        .order_by(Listing.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(selectinload(Listing.revisions).selectinload(Revision.locations), selectinload(Listing.licences))
    )
    return Page([ListingRow(one, one.approved or one.revisions[-1]) for one in found], number, PAGE_SIZE, total)


def decisions(session: Session, week: date, number: int = 1) -> Page[Decision]:
    """A page of the decisions of the week that begins on this day, the latest first."""
    first = datetime.combine(week, time.min, UTC)
    during = (Decision.created_at >= first, Decision.created_at < first + timedelta(weeks=1))
    total = session.scalar(select(func.count()).select_from(Decision).where(*during)) or 0
    number = within(number, PAGE_SIZE, total)
    found = session.scalars(
        select(Decision)
        .where(*during)
        .order_by(Decision.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(Decision.revision), joinedload(Decision.moderator), joinedload(Decision.reason))
    )
    return Page(list(found), number, PAGE_SIZE, total)


def monday(typed: str) -> date:
    """The Monday of the week that an address asks for, this week's where it says nothing. Raises BadParameter."""
    try:
        day = date.fromisoformat(typed) if typed else now().date()
    except ValueError:
        raise BadParameter("week", "A week is named by a day in it, such as 2026-11-23.") from None
    return day - timedelta(days=day.weekday())
