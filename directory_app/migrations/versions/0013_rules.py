"""The audit as a chain; settings, letters, rubrics and their history in the database; techniques that can be retired.

Words of the audit get a salt, once, with their trigger taken down meanwhile; then every entry there is gets its link.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from directory_app.chain import START, link_of
from directory_app.models.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
NO = sa.text("false")
BATCH = 500
APPEND_ONLY = "RAISE(ABORT, 'the audit is append-only')"
# In SQLite a row that takes the place of another one fires no trigger of deletion: it is refused on its way in.
KEYS = {"audit_entry": ("id",), "audit_words": ("entry_id", "part"), "audit_link": ("position",)}

ENTRY = sa.table(
    "audit_entry",
    *(sa.column(name) for name in ("id", "actor_id", "actor_name", "action", "target_kind", "target_id")),
    *(sa.column(name) for name in ("target_name", "reason")),
    sa.column("at", UtcDateTime()),
    sa.column("before", JSON),
    sa.column("after", JSON),
)
WORDS = sa.table(
    "audit_words",
    *(sa.column(name) for name in ("entry_id", "part", "account_id", "name", "reason", "salt")),
    sa.column("before", JSON),
    sa.column("after", JSON),
)


def upgrade() -> None:
    """Make the change and link every entry that there is."""
    op.add_column("technique", sa.Column("retired", sa.Boolean(), nullable=False, server_default=NO))
    op.add_column("audit_words", sa.Column("salt", sa.String(length=32), nullable=False, server_default=""))
    op.create_index("ix_audit_words_name", "audit_words", ["name"])
    _make_chain()
    _make_rules()
    _make_rubrics()
    _let_words_change(True)
    _salt()
    _let_words_change(False)
    _link()
    _refuse()


def _make_chain() -> None:
    links = op.create_table(
        "audit_link",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("actor_words", sa.String(length=64), nullable=False),
        sa.Column("target_words", sa.String(length=64), nullable=False),
        sa.Column("target_owner", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_link_entry_id_audit_entry")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_link_entry_id")),
    )
    assert links is not None
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _make_rules() -> None:
    op.create_table(
        "rule_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_clock")),
    )
    op.execute("INSERT INTO rule_clock (id, version) VALUES (1, 0)")
    op.create_table(
        "rule_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_rule_change_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_change")),
    )
    op.create_index("ix_rule_change_what", "rule_change", ["kind", "key"])
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "letter_text",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_letter_text")),
    )


def _make_rubrics() -> None:
    op.create_table(
        "rubric_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rubric_file")),
    )
    op.create_table(
        "rubric_release",
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("files", JSON, nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rubric_release")),
    )
    op.create_table(
        "rubric_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("from_version", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("fault", sa.String(length=300), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["version"], ["rubric_release.version"], name=op.f("fk_rubric_run_version_rubric_release")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["account.id"], name=op.f("fk_rubric_run_started_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_run")),
    )
    op.create_index(
        "uq_rubric_run_one_open",
        "rubric_run",
        ["is_open"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "rubric_move",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Double(), nullable=False),
        sa.Column("after", sa.Double(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["rubric_run.id"], name=op.f("fk_rubric_move_run_id_rubric_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_rubric_move_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "revision_id", name=op.f("pk_rubric_move")),
    )
    op.create_index(op.f("ix_rubric_move_revision_id"), "rubric_move", ["revision_id"])


def _salt() -> None:
    """Every row gets bytes of its own that nobody can guess."""
    connection = op.get_bind()
    key = sa.tuple_(WORDS.c.entry_id, WORDS.c.part)
    last: tuple[int, str] = (-1, "")
    change = (
        sa.update(WORDS)
        .where(WORDS.c.entry_id == sa.bindparam("entry"), WORDS.c.part == sa.bindparam("which"))
        .values(salt=sa.bindparam("made"))
    )
    query = sa.select(WORDS.c.entry_id, WORDS.c.part).order_by(WORDS.c.entry_id, WORDS.c.part).limit(BATCH)
    while rows := connection.execute(query.where(key > last)).all():
        connection.execute(
            change, [{"entry": row.entry_id, "which": row.part, "made": secrets.token_hex(16)} for row in rows]
        )
        last = (rows[-1].entry_id, rows[-1].part)


def _link() -> None:
    """The entries in the order of their numbers, each tied to the one before."""
    connection = op.get_bind()
    links = sa.table("audit_link", *(sa.column(name) for name in ("position", "entry_id", "previous", "hash")),
                     *(sa.column(name) for name in ("actor_words", "target_words", "target_owner")))  # fmt: skip
    position, previous, last = 0, START, -1
    while (
        rows := connection.execute(sa.select(ENTRY).where(ENTRY.c.id > last).order_by(ENTRY.c.id).limit(BATCH))
        .mappings()
        .all()
    ):
        last = rows[-1]["id"]
        words: dict[int, dict[str, sa.RowMapping]] = {}
        told = sa.select(WORDS).where(WORDS.c.entry_id.in_([row["id"] for row in rows]))
        for one in connection.execute(told).mappings():
            words.setdefault(one["entry_id"], {})[one["part"]] = one
        made = []
        for row in rows:
            position += 1
            link = link_of(position, previous, row, words.get(row["id"], {}))
            previous = link["hash"]
            made.append(link)
        connection.execute(sa.insert(links), made)
    head = sa.table("audit_head", sa.column("id"), sa.column("position"), sa.column("hash"))
    connection.execute(sa.insert(head).values(id=1, position=position, hash=previous))


def _refuse() -> None:
    """Triggers for the links, and for rows that would take the place of others."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_link_no_{change.lower()} BEFORE {change} ON audit_link "
                f"BEGIN SELECT {APPEND_ONLY}; END"
            )
        for table, key in KEYS.items():
            same = " AND ".join(f"{name} = NEW.{name}" for name in key)
            op.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN SELECT {APPEND_ONLY}; END"
            )
        op.execute(
            "CREATE TRIGGER audit_link_no_second BEFORE INSERT ON audit_link "
            f"WHEN EXISTS (SELECT 1 FROM audit_link WHERE entry_id = NEW.entry_id) BEGIN SELECT {APPEND_ONLY}; END"
        )
        return
    op.execute(
        "CREATE TRIGGER audit_link_is_kept BEFORE UPDATE OR DELETE ON audit_link "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_link_is_not_emptied BEFORE TRUNCATE ON audit_link "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _let_words_change(allowed: bool) -> None:
    """Take down the trigger that refuses updates of the words, or put it up again."""
    if op.get_bind().dialect.name != "sqlite":
        verb = "DISABLE" if allowed else "ENABLE"
        op.execute(f"ALTER TABLE audit_words {verb} TRIGGER audit_words_stay_as_they_are")
    elif allowed:
        op.execute("DROP TRIGGER audit_words_no_update")
    else:
        op.execute(f"CREATE TRIGGER audit_words_no_update BEFORE UPDATE ON audit_words BEGIN SELECT {APPEND_ONLY}; END")


def downgrade() -> None:
    """Take it back. The entries stay as they are; only what tied them to each other goes."""
    if op.get_bind().dialect.name == "sqlite":
        for table in ("audit_entry", "audit_words"):
            op.execute(f"DROP TRIGGER {table}_no_replace")
    for name in ("rubric_move", "rubric_run", "rubric_release", "rubric_file"):
        op.drop_table(name)
    for name in ("letter_text", "setting", "rule_change", "rule_clock", "audit_head", "audit_link"):
        op.drop_table(name)
    op.drop_index("ix_audit_words_name", table_name="audit_words")
    op.drop_column("audit_words", "salt")
    op.drop_column("technique", "retired")
