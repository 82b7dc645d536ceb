"""The search index of one process: every public point in memory, brought up to date by the clock of the database.

Each look asks the clock, which is one row. Where it has moved, the listings that changed since are read again and put
into a small second segment; when that has grown, both are merged. Nothing here is written by hand: triggers of the
database count every change of a public listing, whoever makes it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Engine, Pool, Select, select
from sqlalchemy.orm import Session

from ..errors import ReplicaBehind
from ..models import ANOTHER_HISTORY, PublicChange, PublicClock, PublicListing, PublicLocation, now
from ..places.distance import unit_vector
from ..publishing.lines import Places
from ..publishing.prices import CURRENCY, price_traits
from ..publishing.traits import current_traits
from .segment import Bits, Columns, Floats, Numbers, Segment, made, merged, packed

# Rows read at a time, which bounds what loading needs beyond the index itself.
BATCH = 20_000
# The second segment is merged into the first when it has more rows than this and than a part of the first.
MOST_RECENT = 2_000
RECENT_SHARE = 50
# Asked for by name in one statement; SQLite takes 32,766 of them.
NAMED = 5_000
LICENCE = "with:licence"
# Where the session of a replica says whose replica it is: the engine of the primary.
PRIMARY = "primary"
_VERSION = select(PublicClock.version)
_VERSION_SQL = str(_VERSION)


@dataclass(frozen=True)
class State:
    """What is public at one number of the clock, with checks of licences as of `today`.

    `lines` are listings that were shown since, as they are at that number or later; each state has its own.
    """

    version: int
    today: date
    parts: tuple[tuple[Segment, Bits], ...]
    lines: Places = field(default_factory=dict, compare=False, repr=False)

    @property
    def rows(self) -> int:
        """Public points."""
        return sum(len(segment) for segment, _ in self.parts)

    @property
    def live(self) -> int:
        """Public points without those that have changed since and stand in the second segment, or nowhere."""
        return sum(len(segment) - int(np.bitwise_count(gone).sum()) for segment, gone in self.parts)

    @property
    def commonest_currency(self) -> str:
        """The currency in which most public points state a price; empty where none does."""
        times: Counter[str] = Counter()
        for segment, gone in self.parts:
            for trait in segment.names(CURRENCY):
                times[trait.removeprefix(CURRENCY)] += int(np.bitwise_count(segment.bits_of(trait) & ~gone).sum())
        return min(times, key=lambda code: (-times[code], code), default="")

    @property
    def bytes(self) -> int:
        """Memory of all arrays."""
        return sum(segment.bytes + gone.nbytes for segment, gone in self.parts)


class Index:
    """Hands out the present state; many threads may ask at once."""

    def __init__(self) -> None:
        self._state: State | None = None
        self._lock = threading.Lock()

    def state(self, session: Session) -> State:
        """What is public now. While another thread brings it up to date, the state before it is handed out.

        A session that began before the newest change keeps its number of the clock, and finds what was found since.
        Raises ReplicaBehind where the session is one of a replica that lags behind what is known here.
        """
        version = _version(session)
        today = now().date()
        state = self._state
        if state is not None and (state.version, state.today) == (version, today):
            return state
        if state is not None and state.version > version:
            if PRIMARY in session.info:
                raise ReplicaBehind
            if _has_moved_on(session, version):
                # Lines that it reads are older than those of the state, and are not to be found there by others.
                return replace(state, version=version, lines={})
        other = state is None or not 0 <= version - state.version < ANOTHER_HISTORY
        if not self._lock.acquire(blocking=other):
            assert state is not None
            return state
        try:
            if self._state is state:
                return self._renewed(session, version, today)
        finally:
            self._lock.release()
        return self.state(session)

    def _renewed(self, session: Session, version: int, today: date) -> State:
        state = self._state
        # A clock that went back, or far ahead at once, is another history: a database that was restored.
        if state is None or not 0 <= version - state.version < ANOTHER_HISTORY:
            state = State(version, today, _parts(loaded(session), today))
        elif state.version < version:
            state = _changed(session, state, version, today)
        if state.today != today:
            state = State(version, today, tuple((_dated(one, today), gone) for one, gone in state.parts))
        self._state = state
        return state


def _version(session: Session) -> int:
    """The number of the clock, asked of the driver itself: on the way through SQLAlchemy one row costs 0.1 ms more,
    which is as much as a look through 100,000 listings."""
    session.flush()
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    try:
        row = driver.execute(_VERSION_SQL).fetchone()
    except connection.dialect.loaded_dbapi.Error:
        # Once more on the way of all others, so that what fails is known by its name there and closed if it is broken.
        return session.scalar(_VERSION) or 0
    return 0 if row is None else int(row[0])


def _has_moved_on(session: Session, version: int) -> bool:
    """Whether the clock has passed a number that a session sees: SQLite shows what was there when it began."""
    connection = session.get_bind().engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        row = driver.execute(_VERSION_SQL).fetchone()
    finally:
        connection.close()
    return row is not None and int(row[0]) > version


# By pool of connections: sessions that read and those that write have engines of their own over one pool.
_indexes: WeakKeyDictionary[Pool, Index] = WeakKeyDictionary()


def index_of(session: Session) -> Index:
    """The index over the database of this session, one in each process; a replica shares that of its primary."""
    engine: Engine = session.info.get(PRIMARY) or session.get_bind().engine
    pool = engine.pool
    found = _indexes.get(pool)
    if found is None:
        found = _indexes.setdefault(pool, Index())
    return found


def close_connections(engine: Engine) -> None:
    """Close every idle connection to a database and keep the index over it, although the engine gets another pool."""
    index = _indexes.pop(engine.pool, None)
    engine.dispose()
    if index is not None:
        _indexes[engine.pool] = index


def forget(engine: Engine) -> None:
    """Drop the index over a database, which is read anew at the next search."""
    _indexes.pop(engine.pool, None)


def loaded(session: Session) -> Segment:
    """Every public point. What changes between two batches is read again with the next number of the clock."""
    batches: list[Segment] = []
    after = 0
    while batch := session.execute(
        _lines()
        .add_columns(PublicLocation.id)
        .where(PublicLocation.id > after)
        .order_by(PublicLocation.id)
        .limit(BATCH)
    ).all():
        batches.append(_segment([line[:-1] for line in batch]))
        after = batch[-1].id
    return merged([(one, one.nothing) for one in batches]) if batches else _segment(())


def _changed(session: Session, state: State, version: int, today: date) -> State:
    """The state with everything read again that changed since."""
    listings = session.scalars(select(PublicChange.listing_id).where(PublicChange.version > state.version)).all()
    if len(listings) > max(MOST_RECENT, state.rows // 4):
        return State(version, today, _parts(loaded(session), today))
    lines: list[Any] = []
    for start in range(0, len(listings), NAMED):
        some = listings[start : start + NAMED]
        lines.extend(session.execute(_lines().where(PublicLocation.listing_id.in_(some))))
    # Whoever still holds the state before may add what it reads to that one's lines alone.
    shown = state.lines.copy()
    for number in listings:
        shown.pop(number, None)
    changed = np.array(sorted(listings), dtype=np.int64)
    kept = [(segment, gone | _belonging(segment, changed)) for segment, gone in state.parts]
    (first, gone), *recent = [*kept, (_dated(_segment(lines), today), None)]
    second = merged([(one, one.nothing if left is None else left) for one, left in recent])
    if len(second) > max(MOST_RECENT, len(first) // RECENT_SHARE):
        return State(version, today, _parts(merged([(first, gone), (second, second.nothing)]), today), shown)
    return State(version, today, ((first, gone), (second, second.nothing)), shown)


def _parts(segment: Segment, today: date) -> tuple[tuple[Segment, Bits], ...]:
    return ((_dated(segment, today), segment.nothing),)


def _belonging(segment: Segment, listings: Numbers) -> Bits:
    return packed(np.isin(segment.columns.listing, listings))


def _dated(segment: Segment, today: date) -> Segment:
    """The segment with licence checks that still hold today."""
    return segment.with_bits(LICENCE, packed(segment.columns.licensed_until >= today.toordinal()))


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        PublicLocation.listing_id,
        PublicLocation.lat,
        PublicLocation.lon,
        PublicListing.rank_score,
        PublicListing.high,
        PublicListing.accepting_confirmed_at,
        PublicListing.licence_checked_until,
        PublicListing.price_60,
        PublicListing.currency,
        PublicListing.traits,
    ).join(PublicListing, PublicListing.listing_id == PublicLocation.listing_id)


def _segment(lines: Sequence[Any]) -> Segment:
    columns_read = zip(*lines, strict=True) if lines else ((),) * 10
    listing, lat, lon, rank, high, confirmed, licensed, price, currency, stored = columns_read
    traits = [(*current_traits(own), *price_traits(*paid)) for own, *paid in zip(stored, price, currency, strict=True)]
    vectors = [unit_vector(*point) for point in zip(lat, lon, strict=True)]
    x, y, z = zip(*vectors, strict=True) if vectors else ((), (), ())
    columns = Columns(
        listing=np.array(listing, dtype=np.int64),
        x=_floats(x),
        y=_floats(y),
        z=_floats(z),
        rank=_floats(rank),
        high=_floats(high),
        confirmed=_days(confirmed),
        licensed_until=_days(licensed),
    )
    return made(columns, _floats(lat), _floats(lon), traits)


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _days(times: Iterable[datetime | None]) -> Numbers:
    return np.array([0 if time is None else time.toordinal() for time in times], dtype=np.int64)
