"""The schema: what migrations make equals the models, up and down, on both databases; the audit cannot be changed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from directory_app import audit, create_app, migrations
from directory_app.migrations import VERSIONS
from directory_app.models import AuditEntry, Base, PublicListing, Role

from ..conftest import TESTING
from ..factories import make_listing
from ..services.postgres import fresh_database

# What a server does before it answers, and the names of libraries of schema steps that it read for it.
STARTS = """
import json, sys
from directory_app import create_app, migrations, startup, warming
app = create_app(json.loads(sys.argv[1]))
migrations.upgrade(app)
startup.refuse_unsafe(app)
warming.warm(app)
print("served" if app.test_client().get("/ready").status_code else "")
print(*(name for name in ("alembic", "mako", "pygments", "flask_alembic") if name in sys.modules))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request, tmp_path):
    """An application over an empty database."""
    url = "" if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres_server"))
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": url})
    yield app
    app.extensions["engine"].dispose()


def app_options(app):
    return {name: app.config["ALEMBIC_CONTEXT"][name] for name in ("compare_type", "include_name")}


def tables(app):
    """Those that models describe; full text is kept in other ways by each database."""
    names = set(inspect(app.extensions["engine"]).get_table_names()) - {"alembic_version"}
    return {name for name in names if not name.startswith("public_text")}


def test_the_newest_schema_equals_the_models(empty_app):
    migrations.upgrade(empty_app)
    with empty_app.extensions["engine"].connect() as connection:
        context = MigrationContext.configure(connection, opts=app_options(empty_app))
        assert compare_metadata(context, Base.metadata) == []
    checked = empty_app.test_cli_runner().invoke(args=["db", "check"])
    assert (checked.exit_code, checked.output.strip()) == (0, "No changes detected.")


def test_the_schema_goes_up_down_and_up_again(empty_app):
    migrations.upgrade(empty_app)
    first = tables(empty_app)
    assert first == set(Base.metadata.tables)
    with empty_app.app_context():
        migrations.runner(empty_app).downgrade("base")
    assert tables(empty_app) == set()
    migrations.upgrade(empty_app)
    assert tables(empty_app) == first


def test_upgrading_twice_changes_nothing(empty_app):
    migrations.upgrade(empty_app)
    migrations.upgrade(empty_app)
    assert tables(empty_app) == set(Base.metadata.tables)


def test_alembic_reads_the_same_steps_from_their_files():
    scripts = ScriptDirectory(str(VERSIONS.parent))
    assert migrations.revisions().known == {one.revision for one in scripts.walk_revisions()}
    assert migrations.revisions().newest == set(scripts.get_heads())


def test_an_empty_database_and_one_half_way_stand_where_they_stand(empty_app):
    assert migrations.stands_at(empty_app.extensions["engine"]) == set()
    with empty_app.app_context():
        migrations.runner(empty_app).upgrade("0005")
    assert migrations.stands_at(empty_app.extensions["engine"]) == {"0005"}
    migrations.upgrade(empty_app)
    assert migrations.stands_at(empty_app.extensions["engine"]) == migrations.revisions().newest


def test_a_process_that_starts_on_the_newest_schema_reads_nothing_that_only_steps_need(empty_app):
    migrations.upgrade(empty_app)
    url, data = empty_app.config["DATABASE_URL"], empty_app.config["DATA"]
    settings = {"DATABASE_URL": url, "DATA": data, "SECRET_KEY": TESTING["SECRET_KEY"]}
    said = subprocess.run(
        [sys.executable, "-c", STARTS, json.dumps(settings)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["served"]


def test_the_commands_of_schema_steps_say_where_the_database_stands_and_refuse_in_one_line(empty_app):
    migrations.upgrade(empty_app)
    run = empty_app.test_cli_runner().invoke
    assert {"current", "upgrade", "downgrade"} <= set(run(args=["db", "--help"]).output.split())
    (newest,) = migrations.revisions().newest
    assert newest in run(args=["db", "current"]).output
    refused = run(args=["db", "upgrade", "nosuchstep"])
    assert (refused.exit_code, len(refused.output.splitlines())) == (1, 1)
    assert "nosuchstep" in refused.output


@pytest.mark.every_database
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_audit(session, statement):
    audit.record(session, "listing", 1, None, "tested")
    session.flush()
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))
    assert session.query(AuditEntry).one().action == "tested"


def test_names_leave_the_rows_of_the_audit_once_and_rows_cannot_be_changed_again(empty_app):
    migrations.upgrade(empty_app)
    with empty_app.app_context():
        migrations.runner(empty_app).downgrade("0005")
    account = (
        "INSERT INTO account (id, email, active, fs_uniquifier, create_datetime, update_datetime, staff_note) "
        "VALUES (7, 'ada@example.org', true, 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00', '')"
    )
    columns = "at, actor_id, actor_name, action, target_kind, target_id, target_name, before, after, reason"
    entry = (
        f"INSERT INTO audit_entry ({columns}) VALUES ('2026-01-01 00:00:00', 7, 'ada@example.org', 'registered', "
        "'account', 7, 'ada@example.org', '{}', '{\"city\": \"Salem\"}', '')"
    )
    engine = empty_app.extensions["engine"]
    with engine.begin() as connection:
        connection.execute(text(account))
        connection.exec_driver_sql(entry)
    migrations.upgrade(empty_app)
    with empty_app.extensions["sessions"]() as session:
        row = session.execute(text("SELECT * FROM audit_entry")).one()
        assert not any(word in str(row) for word in ("ada", "Salem"))
        found = session.query(AuditEntry).one()
        assert (found.actor_name, found.target_name, found.after) == ("ada@example.org",) * 2 + ({"city": "Salem"},)
        for table in ("audit_entry", "audit_words"):
            with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
                session.execute(text(f"UPDATE {table} SET reason = 'x'"))
        session.execute(text("DELETE FROM account"))
        session.expire_all()
        assert session.query(AuditEntry).one().actor_name == "account 7"
        session.rollback()
    with empty_app.app_context():
        migrations.runner(empty_app).downgrade("0005")
    with engine.begin() as connection:
        assert "ada@example.org" in str(connection.execute(text("SELECT * FROM audit_entry")).one())


def test_quotes_that_lists_show_already_get_the_language_they_were_read_in(empty_app):
    migrations.upgrade(empty_app)
    spanish = "Muy poco aceite, solo al final, para que las manos no resbalen en la piel."
    with Session(empty_app.extensions["engine"]) as session, empty_app.app_context():
        session.add(Role(name="therapist"))
        listing = make_listing(session, "published", answers={"Q5": ("minimal", spanish)})
        make_listing(session, "published")
        session.commit()
        migrations.runner(empty_app).downgrade("0023")
        migrations.upgrade(empty_app)
        told = session.execute(select(PublicListing.listing_id, PublicListing.quote_language))
        assert {number: code for number, code in told if code} == {listing.id: "es"}
