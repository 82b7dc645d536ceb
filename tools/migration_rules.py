"""Which schema steps the release before can live with: what it still uses stays, and nobody waits behind a lock.

Two releases work on one database during an upgrade. The statements that a step really sends to PostgreSQL are read;
tests/site/test_side_by_side.py runs all steps behind BASELINE. What breaks a rule for a good reason says so in it:

    SIDE_BY_SIDE = {"drop column listing.fax": "no release since 0.3 reads or writes it"}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

# Steps up to this one were never run under a site that people use.
BASELINE = "0016"
# Tables of a few rows, which are locked for no time that anybody notices.
SMALL = frozenset({
    "role", "technique", "reason", "report_reason", "jurisdiction", "setting", "letter_text", "rubric_file",
    "rubric_release", "rule_clock", "public_clock", "audit_head", "place_data_version", "alembic_version",
})  # fmt: skip
VOLATILE = re.compile(r"default\s+\(?(now|random|gen_random_uuid|clock_timestamp|nextval|uuid_generate_v4)\s*\(")
_T = r"(?:only\s+|if exists\s+|if not exists\s+)*(?P<table>\w+)"
_C = r"(?:if exists\s+|if not exists\s+)*(?P<column>\w+)"

Statement = str
Found = tuple[str, str]


def faults(statements: Iterable[Statement], excused: Mapping[str, str] | None = None) -> list[str]:
    """What the statements of one step do that the release before, or those who wait, cannot live with."""
    made: set[str] = set()
    told: list[str] = []
    for raw in statements:
        statement = " ".join(re.sub(r"--[^\n]*", " ", raw).replace('"', "").lower().split())
        if (new := re.match(rf"create (?:unlogged )?table {_T}", statement)) is not None:
            made.add(new["table"])
            continue
        for key, why in _found(statement, made):
            if not (excused or {}).get(key):
                told.append(f"{key}: {why}")
    return told


def _found(statement: str, made: set[str]) -> Iterable[Found]:
    for rule in RULES:
        found = rule(statement)
        if found is not None:
            table, key, why = found
            if table not in made:
                yield key, why


def _gone(statement: str) -> tuple[str, str, str] | None:
    if (it := re.match(rf"drop table {_T}", statement)) is not None:
        return it["table"], f"drop table {it['table']}", "the release before still uses it"
    if (it := re.match(rf"alter table {_T} drop column {_C}", statement)) is not None:
        what = f"{it['table']}.{it['column']}"
        return it["table"], f"drop column {what}", "the release before still uses it; first release one that does not"
    if (it := re.match(rf"alter table {_T} rename (?:column )?(?P<column>\w+)", statement)) is not None:
        why = "the release before knows the old name; add the new one beside it"
        return it["table"], f"rename {it['table']}.{it['column']}", why
    return None


def _added_column(statement: str) -> tuple[str, str, str] | None:
    it = re.match(rf"alter table {_T} add (?:column )(?P<rest>{_C}.*)", statement)
    if it is None:
        return None
    key = f"add column {it['table']}.{it['column']}"
    if "not null" in it["rest"] and " default " not in f"{it['rest']} ":
        return it["table"], key, "the release before leaves it out; give it a default, or let it be empty"
    if VOLATILE.search(it["rest"]):
        return it["table"], key, "a default that differs by row writes the whole table anew under a lock"
    if re.search(r"\b(unique|primary key)\b", it["rest"]):
        return (
            it["table"],
            key,
            "makes an index under a lock; add the column first, then the index beside those who write",
        )
    if "references" in it["rest"] and it["table"] not in SMALL:
        return (
            it["table"],
            key,
            "a foreign key looks through the table under a lock; add it NOT VALID, then validate it",
        )
    return None


def _changed_column(statement: str) -> tuple[str, str, str] | None:
    it = re.match(rf"alter table {_T} alter (?:column )?{_C} (?P<rest>.*)", statement)
    if it is None:
        return None
    what = f"{it['table']}.{it['column']}"
    if re.match(r"(set data )?type\b", it["rest"]):
        return it["table"], f"change type {what}", "writes the table anew under a lock; add a column beside it"
    if it["rest"].startswith("set not null"):
        return it["table"], f"set not null {what}", "the release before may leave it empty, and every row is looked at"
    if it["rest"].startswith("drop default"):
        return it["table"], f"drop default {what}", "the release before may leave the column out"
    return None


def _constraint(statement: str) -> tuple[str, str, str] | None:
    it = re.match(rf"alter table {_T} add constraint (?P<name>\w+) (?P<rest>.*)", statement)
    if it is None or it["table"] in SMALL:
        return None
    key = f"add constraint {it['name']}"
    if it["rest"].startswith(("unique", "primary key", "exclude")) and " using index " not in f" {it['rest']} ":
        return it["table"], key, "makes an index under a lock; make it beside those who write, then use it"
    if it["rest"].startswith(("foreign key", "check")) and "not valid" not in it["rest"]:
        return it["table"], key, "looks through the table under a lock; add it NOT VALID, then validate it"
    return None


def _index(statement: str) -> tuple[str, str, str] | None:
    it = re.match(
        rf"create (?:unique )?index (?P<beside>concurrently )?(?:if not exists )?(?P<name>\w+) on {_T}", statement
    )
    if it is not None and not it["beside"] and it["table"] not in SMALL:
        why = "keeps everybody from writing until it is made; use migrations.steps.add_index"
        return it["table"], f"create index {it['name']}", why
    it = re.match(r"drop index (?P<beside>concurrently )?(?:if exists )?(?P<name>\w+)", statement)
    if it is not None and not it["beside"]:
        return "", f"drop index {it['name']}", "waits for all who read; use migrations.steps.drop_index"
    return None


def _rows(statement: str) -> tuple[str, str, str] | None:
    it = re.match(rf"(?P<verb>update|delete from) {_T}", statement)
    if it is not None and it["table"] not in SMALL and " where " not in f" {statement} ":
        return (
            it["table"],
            f"{it['verb']} {it['table']}",
            "holds every row until it is done; go through them in batches",
        )
    it = re.match(rf"(?P<verb>truncate|lock)(?: table)? {_T}", statement)
    if it is not None:
        return it["table"], f"{it['verb']} {it['table']}", "locks out everybody"
    return None


def _guards(statement: str) -> tuple[str, str, str] | None:
    it = re.match(r"drop (?P<what>trigger|function|view) (?:if exists )?(?P<name>\w+)", statement)
    if it is not None:
        return "", f"drop {it['what']} {it['name']}", "the release before relies on it"
    it = re.match(rf"alter table {_T} disable trigger (?P<name>\w+)", statement)
    if it is not None:
        return it["table"], f"disable trigger {it['name']}", "meanwhile nothing is guarded"
    return None


RULES: tuple[Callable[[str], tuple[str, str, str] | None], ...] = (
    _gone, _added_column, _changed_column, _constraint, _index, _rows, _guards,
)  # fmt: skip
