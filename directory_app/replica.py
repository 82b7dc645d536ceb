"""Public pages read from a replica of the database, as long as it knows everything public that the primary knows.

Every request asks the primary for two numbers, which move with every change of a public listing and of a rule, and the
replica for the same. Only where they are equal is the page read from the replica; so nothing that was hidden, paused or
taken down is ever shown because a replica lags. Where it lags, is away, or fails in the middle, the primary is asked.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.wrappers import Response

from . import db
from .errors import NotFound, ReplicaBehind
from .models import PublicClock, RuleClock

log = logging.getLogger(__name__)

# A replica that failed is left alone for so long.
REST_SECONDS = 5.0
# One that answers nothing is waited for no longer than this.
TIMEOUT_SECONDS = 3
PRIMARY = "primary"
_CLOCKS = select(
    select(func.max(PublicClock.version)).scalar_subquery(), select(func.max(RuleClock.version)).scalar_subquery()
)


class Replica:
    """One replica as this process knows it: its sessions, until when it is left alone, how often it was of use.

    `counts` has three words: used, behind and away.
    """

    def __init__(self, engine: Engine, info: dict[str, Any]) -> None:
        self.engine = engine
        self.sessions = sessionmaker(engine, expire_on_commit=False, info=info)
        self.counts: Counter[str] = Counter(used=0, behind=0, away=0)
        self._rests_until = float("-inf")
        self._lock = threading.Lock()

    @property
    def rests(self) -> bool:
        """Whether it failed a moment ago."""
        return time.monotonic() < self._rests_until

    def note(self, what: str) -> None:
        """Count what became of a request."""
        with self._lock:
            self.counts[what] += 1

    def rest(self, error: BaseException) -> None:
        """Leave it alone for a while."""
        self.note("away")
        if not self.rests:
            log.warning("the replica does not answer and is left alone for a moment: %s", type(error).__name__)
        self._rests_until = time.monotonic() + REST_SECONDS


def init_app(app: Flask) -> None:
    """Let public pages read from the replica, where the configuration names one."""
    if not app.config["REPLICA_URL"]:
        return
    ways = {"connect_timeout": TIMEOUT_SECONDS, "tcp_user_timeout": TIMEOUT_SECONDS * 1000}
    engine = db.make_engine(app.config["REPLICA_URL"], connect_args=ways, pool_timeout=TIMEOUT_SECONDS)
    event.listen(engine, "connect", _do_not_wait)
    primary: Engine = app.extensions["engine"]
    info = {"language": app.config["LETTERS_LANGUAGE"], PRIMARY: primary}
    app.extensions["replica"] = Replica(engine, info)
    for endpoint, view in app.view_functions.items():
        if db.is_public(endpoint):
            app.view_functions[endpoint] = _from_replica(view)


def facts(app: Flask) -> dict[str, Any] | None:
    """What this process knows of the replica, for whoever watches; None where there is none."""
    replica: Replica | None = app.extensions.get("replica")
    return None if replica is None else {**replica.counts, "rests": replica.rests}


def _from_replica(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def reading(*args: Any, **named: Any) -> Any:
        # Whoever has a cookie may be signed in, and reads what they wrote a moment ago.
        if request.method not in db.READING_METHODS or request.cookies or "session" in g:
            return view(*args, **named)
        db.from_elsewhere(_fresh_session)
        try:
            answer = view(*args, **named)
        except (DBAPIError, NotFound, ReplicaBehind) as error:
            if not _is_on_replica():
                raise
            if isinstance(error, DBAPIError):
                _known().rest(error)
        else:
            if not (_is_on_replica() and _is_missing(answer)):
                return answer
        # What is not there may just not have arrived.
        db.from_primary()
        return view(*args, **named)

    return reading


def _fresh_session() -> Session:
    """A session of the replica if it knows what the primary knows, else one of the primary."""
    replica = _known()
    if replica.rests:
        return db.primary_session()
    primary: Engine = current_app.extensions["engine"]
    with primary.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        wanted = tuple(connection.execute(_CLOCKS).one())
    session = replica.sessions()
    try:
        found = tuple(session.execute(_CLOCKS).one())
    except SQLAlchemyError as error:
        replica.rest(error)
    else:
        if found == wanted:
            replica.note("used")
            return session
        replica.note("behind")
    session.close()
    return db.primary_session()


def _known() -> Replica:
    known: Replica = current_app.extensions["replica"]
    return known


def _is_on_replica() -> bool:
    return "session" in g and PRIMARY in g.session.info


def _is_missing(answer: Any) -> bool:
    return isinstance(answer, Response) and answer.status_code == 404


def _do_not_wait(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    connection.execute(f"SET statement_timeout = '{TIMEOUT_SECONDS}s'")
    connection.autocommit = False
