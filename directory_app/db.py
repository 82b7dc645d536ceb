"""The engine and the session of the current request or command. SQLite and PostgreSQL differ here and in search."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.local import LocalProxy

from . import chain

# On a busy machine several writers wait for each other, and SQLite keeps no queue: patience costs less than an error.
BUSY_TIMEOUT_MS = 10_000
# For each connection, of which a process has one for every thread; the system keeps the file in memory besides.
CACHE_KB = 1024
# A server that is gone without a word is noticed in half a minute.
REACHING = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"})
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Posted because what they get is long or belongs in no address; it is read and forgotten.
READING_VIEWS = frozenset({"questionnaire.reading", "administration.preview", "administration.go_on"})
# Features whose pages show nothing but what is public. The site map is sent while it is read: a cursor that stays open.
PUBLIC_FEATURES = frozenset({"discovery", "pages", "search", "shortlist"})
PUBLIC_TOO = frozenset({"portraits.public"})
SENT_WHILE_READ = frozenset({"discovery.sitemap_index", "discovery.sitemap_file"})


def make_engine(url: str, **ways: Any) -> Engine:
    """An engine for `url`. A plain postgresql:// address means psycopg 3. Raises ArgumentError for what is neither."""
    # What people typed stands in the parameters of a statement, and an error that is logged would repeat them.
    is_file = url.startswith("sqlite")
    if not is_file:
        ways = {"connect_args": REACHING, **ways}
    engine = create_engine(_address(url), pool_pre_ping=not is_file, hide_parameters=True, **ways)
    if engine.dialect.name == "sqlite":
        _make_sqlite_behave(engine)
    else:
        from . import encoding

        # Before SQLAlchemy asks the first question, whose answer it could not read.
        event.listen(engine, "connect", encoding.refuse_others, insert=True)
        event.listen(engine, "connect", _wait_no_longer)
    return engine


def _address(text: str) -> URL:
    try:
        url = make_url(text)
    except ValueError:
        # A port that is no number, mostly because a sign in the password is not written as %40 or the like.
        raise ArgumentError from None
    if url.drivername not in DRIVERS or not url.database:
        raise ArgumentError
    return url


def init_app(app: Flask) -> Engine:
    """Bind one engine and one session factory to the application; sessions end with their context."""
    engine = make_engine(app.config["DATABASE_URL"])
    app.extensions["engine"] = engine
    info = {"language": app.config["LETTERS_LANGUAGE"]}
    writing = engine.execution_options(begin="IMMEDIATE")
    app.extensions["sessions"] = sessionmaker(writing, expire_on_commit=False, info=info)
    app.extensions["reading_sessions"] = sessionmaker(engine, expire_on_commit=False, info=info)
    # PostgreSQL shows each statement of a transaction what is committed by then. To begin and end one around pages that
    # write nothing would be two more ways to the server. SQLite needs none, and shows one moment throughout.
    apart = engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="AUTOCOMMIT")
    app.extensions["public_sessions"] = sessionmaker(apart, expire_on_commit=False, info=info)
    app.teardown_appcontext(_close_session)
    # Python closes connections to SQLite that nobody closed, and from 3.13 on warns of each.
    weakref.finalize(app, engine.dispose).atexit = False
    chain.watch()
    return engine


def get_session() -> Session:
    """The session of this request or command, made at first use.

    What may write takes SQLite's write lock when it begins: a transaction that first reads and then writes would
    otherwise fail at once, without waiting, when somebody else committed in between.
    """
    if "session" not in g:
        g.session = g.get("session_from", primary_session)()
    made: Session = g.session
    return made


def primary_session() -> Session:
    """A new session of the database that is written to, for what this request or command may do."""
    reads = has_request_context() and (request.method in READING_METHODS or request.endpoint in READING_VIEWS)
    kind = "reading_sessions" if reads else "sessions"
    # Whoever has a cookie may be signed in, and more is read and noted than what is public.
    if reads and not request.cookies and is_public(request.endpoint):
        kind = "public_sessions"
    made: Session = current_app.extensions[kind]()
    return made


def is_public(endpoint: str | None) -> bool:
    """Whether a page reads nothing but what is public, writes nothing, and has read all before it is sent."""
    feature = (endpoint or "").partition(".")[0]
    return (feature in PUBLIC_FEATURES or endpoint in PUBLIC_TOO) and endpoint not in SENT_WHILE_READ


def from_elsewhere(opener: Callable[[], Session]) -> None:
    """Let the session of this request come from `opener`, at first use. One that was used already stays."""
    g.session_from = opener


def from_primary() -> None:
    """Begin anew with a session of the database that is written to."""
    g.pop("session_from", None)
    _close_session(None)


session: Session = LocalProxy(get_session)  # type: ignore[assignment]


def abandon_session() -> None:
    """Let go of the session of this request after the database failed. What comes next gets another one."""
    opened = g.pop("session", None)
    if opened is not None:
        with suppress(SQLAlchemyError):
            opened.close()


def _close_session(_error: BaseException | None) -> None:
    abandon_session()


def _wait_no_longer(connection: Any, _record: Any) -> None:
    """Wait for a lock as long as on SQLite: else a process that hangs half-way keeps all who come after it for good."""
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.autocommit = False


def _make_sqlite_behave(engine: Engine) -> None:
    """Durable commits, real foreign keys, and BEGIN sent by us: the driver's own handling breaks savepoints."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            # What is deleted is overwritten, so that nobody reads it in the file afterwards.
            "secure_delete=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"cache_size=-{CACHE_KB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        way = connection.get_execution_options().get("begin")
        if way is None:
            # Takes no lock and cannot fail, so that it may go the short way, which saves 0.05 ms of every page.
            connection.connection.driver_connection.execute("BEGIN")
        else:
            connection.exec_driver_sql(f"BEGIN {way}")
