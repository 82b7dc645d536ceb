"""The database: whether it answers, how its schema stands, how it keeps what it is given, what its role may do."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from .. import migrations
from ..encoding import ENCODING, WrongEncoding
from ..models import Base
from ..watching import readiness
from .findings import Finding, Patient, judged, look, ok, wrong

OLDEST_POSTGRESQL = 140000
SECONDS = 10.0
PRAGMAS = (("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"))
PREPARE = "Run directory-app directory prepare with the release that is installed."


def findings(patient: Patient) -> Iterator[Finding]:
    """Look at it from the outside first."""
    answered, schema = readiness.schema(readiness.Database(patient.engine), migrations.revisions(), SECONDS)
    if answered.facts.get("error") == WrongEncoding.__name__:
        yield wrong(
            f"The database keeps text in another encoding than {ENCODING}.",
            f"Make another one with createdb --encoding={ENCODING}, and move what there is.",
        )
        return
    if not answered.holds:
        yield wrong(
            f"The database does not answer ({answered.facts.get('error', 'no answer in ten seconds')}).",
            "Look whether it runs, whether this machine reaches it, and whether DIRECTORY_DATABASE_URL is right.",
        )
        return
    yield from _schema(schema)
    with patient.engine.connect() as connection:
        yield from _sqlite(connection) if patient.is_sqlite else _postgresql(patient, connection)


def _schema(schema: readiness.Check) -> Iterator[Finding]:
    at = ", ".join(schema.facts.get("at", []))
    if schema.word == readiness.OK:
        yield ok(f"The schema is the one of this release ({at}).")
    elif schema.word == "newer":
        yield look(f"The schema ({at}) is of a newer release than this one.", "Finish the upgrade on all machines.")
    elif schema.word == "behind":
        yield wrong(f"The schema ({at}) is older than this release.", PREPARE)
    else:
        yield wrong("The database is empty.", PREPARE)


def _sqlite(connection: Connection) -> Iterator[Finding]:
    yield ok(f"SQLite {connection.scalar(text('SELECT sqlite_version()'))} answers.")
    off = [name for name, value in PRAGMAS if str(connection.scalar(text(f"PRAGMA {name}"))).lower() != value]
    if off:
        yield wrong(
            f"SQLite does not keep what it is given as it should: {', '.join(off)}.",
            "The file may lie on a network disk, where SQLite is not safe: move it to a local one.",
        )
    else:
        yield ok("SQLite writes ahead, waits for the disk and holds foreign keys.")
    found = connection.scalar(text("PRAGMA quick_check(1)"))
    if found == "ok":
        yield ok("The file of the database is whole.")
    else:
        yield wrong("The file of the database is damaged.", "Stop the site and restore the last verified backup.")


def _postgresql(patient: Patient, connection: Connection) -> Iterator[Finding]:
    number = int(connection.scalar(text("SHOW server_version_num")) or 0)
    said = f"PostgreSQL {connection.scalar(text('SHOW server_version'))} answers."
    yield ok(said) if number >= OLDEST_POSTGRESQL else look(said, "Move to PostgreSQL 14 or newer.")
    if connection.scalar(text("SELECT pg_is_in_recovery()")):
        yield wrong("This is a replica, which cannot be written.", "Name the first server in DIRECTORY_DATABASE_URL.")
    careless = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _is_off(connection, name)]
    if careless:
        yield judged(
            patient,
            f"PostgreSQL may lose what it has confirmed: {', '.join(careless)} off.",
            "Turn it on in postgresql.conf.",
        )
    if connection.scalar(text("SHOW server_encoding")) != "UTF8":
        yield wrong("The database cannot hold every name.", "Make a database with ENCODING 'UTF8' and move there.")
    yield from _role(connection)


def _is_off(connection: Connection, name: str) -> bool:
    return str(connection.scalar(text(f"SHOW {name}"))) == "off"


def _role(connection: Connection) -> Iterator[Finding]:
    # A table that a schema step has yet to make lacks no right.
    there = set(connection.scalars(text("SELECT relname FROM pg_class WHERE relkind = 'r'")))
    lacking = [name for name in sorted(there & Base.metadata.tables.keys()) if not _may(connection, name, "SELECT")]
    if lacking:
        yield wrong(
            f"The role of the site may not read {', '.join(lacking[:5])}.",
            "Grant it what docs/operations.md lists under the audit; new tables need it too.",
        )
    may = [what for what in ("UPDATE", "DELETE", "TRUNCATE") if _may(connection, "audit_entry", what)]
    if may:
        said = f"The role of the site may {' and '.join(may).lower()} entries of the audit; only triggers refuse it."
        advice = "Let another role own the tables: see “a role of its own for the application” in docs/operations.md."
        yield look(said, advice)
    else:
        yield ok("The role of the site cannot change the audit.")


def _may(connection: Connection, table: str, what: str) -> bool:
    asked = text("SELECT has_table_privilege(current_user, to_regclass(:table), :what)")
    try:
        return bool(connection.scalar(asked, {"table": table, "what": what}))
    except SQLAlchemyError:
        connection.rollback()
        return False
