"""What the directory asks of PostgreSQL beyond plain tables stands in docs/operations.md, and nothing else is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from directory_app.models import Base

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text().partition("## Distributed engines")[2].partition("\n## ")[0]
SOURCE = {path.relative_to(ROOT / "directory_app"): path.read_text() for path in (ROOT / "directory_app").rglob("*.py")}


def using(pattern):
    return {str(path) for path, text in SOURCE.items() if re.search(pattern, text)}


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?i)CREATE EXTENSION",
        r"[\"']\s*(UN)?LISTEN\b|\bpg_notify\b|[\"']\s*NOTIFY\b",
        r"(?i)CREATE (LOCAL |GLOBAL )?TEMP",
        r"(?i)\bWITH HOLD\b|\bTABLESAMPLE\b|\bPARTITION BY RANGE\b|\bINHERITS\s*\(|\bEXCLUDE USING\b",
        r"SERIALIZABLE",
    ],
)
def test_what_the_page_says_is_not_used_is_not_used(pattern):
    assert using(pattern) == set()


@pytest.mark.parametrize(
    ("pattern", "where", "row"),
    [
        (r"LOCK TABLE", {"exchange/batches.py"}, "`exchange.batches`"),
        (r"pg_(try_)?advisory_lock", {"locking.py"}, "`locking.alone`"),
        (r"COPY \(SELECT|COPY \{\}", {"places/load.py", "backup/postgresql.py"}, "`places.load`"),
        (r"REPEATABLE READ", {"exchange/export.py"}, "`REPEATABLE READ`"),
        (r"USING gin", {"migrations/versions/0005_search.py"}, "one GIN index"),
        (
            r"BEFORE TRUNCATE",
            {"migrations/versions/0001_first_schema.py", "migrations/versions/0013_rules.py"},
            "those on `TRUNCATE` no",
        ),
    ],
)
def test_what_another_engine_may_lack_is_used_where_the_page_says_so(pattern, where, row):
    assert using(pattern) == where
    assert row in PAGE


def test_every_table_has_a_primary_key():
    assert [table.name for table in Base.metadata.sorted_tables if not table.primary_key.columns] == []
