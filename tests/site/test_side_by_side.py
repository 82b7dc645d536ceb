"""Schema steps under a site that people use: the release before goes on working, and nobody waits behind a lock."""

from __future__ import annotations

import importlib

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from directory_app import create_app, migrations
from directory_app.db import BUSY_TIMEOUT_MS
from directory_app.migrations import VERSIONS
from tools.migration_rules import BASELINE, faults

from ..conftest import TESTING
from ..services.postgres import fresh_database


@pytest.fixture
def postgres_site(postgres_server, tmp_path):
    """An application over an empty database."""
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": fresh_database(postgres_server)})
    yield app
    app.extensions["engine"].dispose()


def steps_since_baseline():
    scripts = ScriptDirectory(str(VERSIONS.parent))
    return [
        one.revision for one in reversed(list(scripts.walk_revisions(BASELINE, "heads"))) if one.revision > BASELINE
    ]


def test_every_new_step_leaves_the_release_before_at_work(postgres_site):
    sent = []
    event.listen(
        postgres_site.extensions["engine"],
        "before_cursor_execute",
        lambda _c, _k, statement, *_: sent.append(statement),
    )
    told = {}
    with postgres_site.app_context():
        steps = migrations.runner(postgres_site)
        steps.upgrade(BASELINE)
        for revision in steps_since_baseline():
            sent.clear()
            steps.upgrade(revision)
            module = importlib.import_module(f"directory_app.migrations.versions.{_module(revision)}")
            told[revision] = faults(sent, getattr(module, "SIDE_BY_SIDE", None))
            assert any("lock_timeout" in one for one in sent), revision
    assert list(told) != []
    assert {revision: wrong for revision, wrong in told.items() if wrong} == {}


def _module(revision):
    return next(path.stem for path in VERSIONS.glob(f"{revision}_*.py"))


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("DROP TABLE message", "drop table message"),
        ("ALTER TABLE listing DROP COLUMN fax", "drop column listing.fax"),
        ("ALTER TABLE listing RENAME COLUMN fax TO phone", "rename listing.fax"),
        ("ALTER TABLE listing RENAME TO entry", "rename listing.to"),
        ("ALTER TABLE listing ADD COLUMN fax VARCHAR(20) NOT NULL", "add column listing.fax"),
        ("ALTER TABLE listing ADD COLUMN made TIMESTAMP DEFAULT now() NOT NULL", "add column listing.made"),
        ("ALTER TABLE listing ADD COLUMN key INTEGER REFERENCES account (id)", "add column listing.key"),
        ("ALTER TABLE listing ADD COLUMN key INTEGER UNIQUE", "add column listing.key"),
        ("ALTER TABLE listing ALTER COLUMN slug TYPE TEXT", "change type listing.slug"),
        ("ALTER TABLE listing ALTER COLUMN slug SET NOT NULL", "set not null listing.slug"),
        ("ALTER TABLE listing ALTER COLUMN slug DROP DEFAULT", "drop default listing.slug"),
        ("ALTER TABLE listing ADD CONSTRAINT uq_x UNIQUE (slug)", "add constraint uq_x"),
        ("ALTER TABLE listing ADD CONSTRAINT ck_x CHECK (id > 0)", "add constraint ck_x"),
        (
            "ALTER TABLE listing ADD CONSTRAINT fk_x FOREIGN KEY(account_id) REFERENCES account (id)",
            "add constraint fk_x",
        ),
        ("CREATE INDEX ix_x ON listing (slug)", "create index ix_x"),
        ("CREATE UNIQUE INDEX ix_x ON listing (slug)", "create index ix_x"),
        ("DROP INDEX ix_x", "drop index ix_x"),
        ("UPDATE listing SET slug = lower(slug)", "update listing"),
        ("DELETE FROM message", "delete from message"),
        ("TRUNCATE message", "truncate message"),
        ("LOCK TABLE message", "lock message"),
        ("DROP TRIGGER audit_entry_is_kept ON audit_entry", "drop trigger audit_entry_is_kept"),
        ("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_is_kept", "disable trigger audit_entry_is_kept"),
    ],
)
def test_a_step_that_breaks_the_release_before_is_refused_unless_it_says_why(statement, key):
    (fault,) = faults([statement])
    assert fault.startswith(f"{key}: ")
    assert faults([statement], {key: "no release since 0.3 uses it"}) == []
    assert faults([statement], {key: ""}) == [fault]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE listing ADD COLUMN fax VARCHAR(20)",
        "ALTER TABLE listing ADD COLUMN fax VARCHAR(20) DEFAULT '' NOT NULL",
        "ALTER TABLE listing ADD COLUMN own BOOLEAN DEFAULT false NOT NULL",
        "ALTER TABLE listing ADD CONSTRAINT ck_x CHECK (id > 0) NOT VALID",
        "ALTER TABLE listing VALIDATE CONSTRAINT ck_x",
        "ALTER TABLE listing ADD CONSTRAINT uq_x UNIQUE USING INDEX uq_x",
        "CREATE INDEX CONCURRENTLY ix_x ON listing (slug)",
        "DROP INDEX CONCURRENTLY ix_x",
        "CREATE INDEX ix_x ON technique (slug)",
        "UPDATE listing SET slug = 'x' WHERE id BETWEEN 1 AND 500",
        "SELECT version_num FROM alembic_version",
        "UPDATE alembic_version SET version_num = '0018'",
    ],
)
def test_a_step_that_nobody_notices_is_let_through(statement):
    assert faults([statement]) == []


def test_a_table_that_is_new_may_be_made_in_any_way():
    assert faults(["\nCREATE TABLE extra (id INTEGER)\n", "CREATE INDEX ix_x ON extra (id)", "DROP TABLE extra"]) == []
    assert faults(["CREATE INDEX ix_x ON extra (id)"]) != []


def test_a_step_waits_for_no_lock_for_long_and_is_tried_again(postgres_site, monkeypatch):
    migrations.upgrade(postgres_site)
    engine = postgres_site.extensions["engine"]
    with postgres_site.app_context():
        migrations.runner(postgres_site).downgrade(BASELINE)
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT", "50ms")
    held, said = engine.connect(), []
    held.execute(text("LOCK TABLE audit_entry IN ACCESS SHARE MODE"))

    def say(sentence):
        said.append(sentence)
        if len(said) == 2:
            held.rollback()

    migrations.upgrade(postgres_site, say, pause=0.01)
    assert len(said) == 2
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) in migrations.revisions().newest
        # What is set for steps stays with them: others wait as long as they always do.
        assert connection.scalar(text("SHOW lock_timeout")) == f"{BUSY_TIMEOUT_MS // 1000}s"
    held.close()


def test_a_lock_that_is_never_given_back_ends_the_upgrade(postgres_site, monkeypatch):
    migrations.upgrade(postgres_site)
    with postgres_site.app_context():
        migrations.runner(postgres_site).downgrade(BASELINE)
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(migrations, "TRIES", 2)
    with postgres_site.extensions["engine"].connect() as held:
        held.execute(text("LOCK TABLE audit_entry IN ACCESS SHARE MODE"))
        with pytest.raises(OperationalError):
            migrations.upgrade(postgres_site, pause=0.01)


def test_an_index_is_made_while_others_write(postgres_site):
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    from directory_app.migrations import steps

    migrations.upgrade(postgres_site)
    engine = postgres_site.extensions["engine"]
    sent = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"transaction_per_migration": True})
        with Operations.context(context), context.begin_transaction(_per_migration=True):
            steps.add_index("ix_listing_tried", "listing", ["source"])
            steps.add_index("ix_listing_tried", "listing", ["source"])
            steps.drop_index("ix_listing_tried", "listing")
    made = [one for one in sent if "CREATE INDEX CONCURRENTLY ix_listing_tried" in one]
    assert len(made) == 2
    assert faults(sent) == []
