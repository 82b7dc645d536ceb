"""Figures that stand in the database and are looked up when somebody asks: letters, cases, public listings."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .. import casework
from ..mail import GIVE_UP_AFTER
from ..models import OutgoingMail, PublicClock, PublicListing, PublicLocation, now
from ..remembering import remembered


@dataclass(frozen=True)
class Figures:
    """What the database says at one moment. Ages are in seconds, 0 where nothing waits."""

    letters_waiting: int
    letters_given_up: int
    letters_oldest: float
    cases: dict[str, int]
    cases_late: int
    cases_oldest: float
    clock: int
    listings: int
    points: int


def figures(session: Session) -> Figures:
    """Look everything up."""
    unsent = OutgoingMail.sent_at.is_(None)
    waiting, oldest = session.execute(
        select(func.count(), func.min(OutgoingMail.created_at)).where(unsent, OutgoingMail.attempts < GIVE_UP_AFTER)
    ).one()
    given_up = session.scalar(select(func.count()).where(unsent, OutgoingMail.attempts >= GIVE_UP_AFTER)) or 0
    cases = casework.counts(session, casework.CaseFilter())
    return Figures(
        letters_waiting=waiting,
        letters_given_up=given_up,
        letters_oldest=_age(oldest),
        cases=cases.by_kind,
        cases_late=cases.late,
        cases_oldest=_age(_oldest_case(session)),
        clock=session.scalar(select(PublicClock.version)) or 0,
        listings=session.scalar(select(func.count()).select_from(PublicListing)) or 0,
        points=session.scalar(select(func.count()).select_from(PublicLocation)) or 0,
    )


def _oldest_case(session: Session) -> datetime | None:
    opened = (select(one.select().subquery().c.opened_at.label("opened_at")) for one in casework.SOURCES)
    found: datetime | None = session.scalar(select(func.min(union_all(*opened).subquery().c.opened_at)))
    return found


def known_figures(session: Session) -> Figures | None:
    """The figures, a minute old at most; None where the database does not answer."""
    try:
        return remembered("figures for machines", lambda: figures(session))
    except SQLAlchemyError:
        session.rollback()
        return None


class Gathered(Collector):
    """Writes figures out. Without figures the database did not answer."""

    def __init__(self, found: Figures | None, data: Path, version: str) -> None:
        self._found = found
        self._data = data
        self._version = version

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        build = GaugeMetricFamily("directory_build_info", "The release that runs.", labels=["version"])
        build.add_metric([self._version], 1)
        yield build
        yield _one("directory_database_up", "Whether the database answered this request.", self._found is not None)
        usage = shutil.disk_usage(self._data)
        yield _one("directory_data_free_bytes", "Room left on the disk of the data folder.", usage.free)
        yield _one("directory_data_size_bytes", "Size of the disk of the data folder.", usage.total)
        if self._found is not None:
            yield from _of(self._found)


def _of(found: Figures) -> Iterable[Metric]:
    letters = GaugeMetricFamily("directory_letters", "Letters that have not left.", labels=["state"])
    letters.add_metric(["waiting"], found.letters_waiting)
    letters.add_metric(["given_up"], found.letters_given_up)
    yield letters
    yield _one("directory_letters_oldest_seconds", "Age of the oldest letter that waits.", found.letters_oldest)
    cases = GaugeMetricFamily("directory_cases", "Cases that wait for a moderator.", labels=["kind"])
    for kind, number in sorted(found.cases.items()):
        cases.add_metric([kind], number)
    yield cases
    yield _one("directory_cases_late", "Cases whose promised day has passed.", found.cases_late)
    yield _one("directory_cases_oldest_seconds", "Age of the oldest case that waits.", found.cases_oldest)
    yield _one("directory_search_clock_version", "The number of the clock of public listings.", found.clock)
    yield _one("directory_public_listings", "Public listings in the database.", found.listings)
    yield _one("directory_public_points", "Public points in the database.", found.points)


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=float(value))


def _age(since: datetime | None) -> float:
    if since is None:
        return 0.0
    known = since if since.tzinfo else since.replace(tzinfo=UTC)
    return max((now() - known).total_seconds(), 0.0)
