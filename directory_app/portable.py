"""Rows of tables outside the database: which columns of them are written, one value as JSON and as a cell, and back.

A cell that a spreadsheet would take for a formula gets an apostrophe in front; reading takes one apostrophe away. An
empty cell means that nothing is known, an apostrophe alone an empty text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, Integer, LargeBinary, Numeric
from sqlalchemy import Enum as EnumColumn

from .models.base import Base, UtcDateTime

# The last four are the wide forms that some spreadsheets read like the first.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")


# Numbers of rows, counters of changes, other people, letters, and what only this directory can check.
NEVER = frozenset({
    "id", "version", "account_id", "moderator_id", "checked_by_id", "closed_by_id", "recorded_by_id", "withdrawn_by_id",
    "hidden_by_id", "lifted_by_id", "report_id", "letter_id", "key", "sender",
})  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Rows of one table: those whose column `link` leads to a row of the part `parent`.

    Rows are numbered from 1 in the order of `order`; the link is written as the number of the row it leads to, and so
    are the columns of `also`, (part, column), which may be empty.
    """

    name: str
    model: type[Base]
    parent: str = ""
    link: str = ""
    order: tuple[str, ...] = ("id",)
    only: frozenset[str] = field(default_factory=frozenset)
    also: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> list[Any]:
        """The columns that are written, in the order of the table; links are not among them."""
        found, links = [], {self.link, *(column for _, column in self.also)}
        for attribute in self.model.__mapper__.column_attrs:
            name = attribute.key
            if name not in NEVER and name not in links and (not self.only or name in self.only):
                found.append(attribute)
        return found


def to_json(value: Any) -> Any:
    """A value as JSON can hold it; bytes are left to the caller."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    # As the column keeps it, whether or not the row has been read back.
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def from_json(kind: Any, value: Any) -> Any:
    """A value for a column of this type. Raises ValueError or TypeError for what the column cannot hold."""
    if value is None:
        return None
    if isinstance(kind, JSON):
        if not isinstance(value, (dict, list)):
            raise TypeError("a list or an object is needed")
        return value
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, EnumColumn):
        return kind.enum_class(value) if kind.enum_class else value
    return _scalar(kind, value)


def _scalar(kind: Any, value: Any) -> Any:
    if isinstance(kind, Float):
        return float(value)
    if isinstance(kind, Numeric):
        return Decimal(value)
    wanted: Any = bool if isinstance(kind, Boolean) else int if isinstance(kind, Integer) else str
    if type(value) is not wanted:
        raise TypeError(f"{wanted.__name__} is needed")
    return value


def to_cell(value: Any) -> str:
    """A JSON value as a cell."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return fenced(text) if text else "'"


def fenced(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: with an apostrophe in front where it would, spaces or none."""
    return f"'{cell}" if cell.startswith(DANGEROUS) or cell.lstrip().startswith(DANGEROUS) else cell


def from_cell(kind: Any, cell: str) -> Any:
    """The JSON value that stood in a cell of a column of this type. Raises ValueError."""
    if not cell:
        return None
    text = cell.removeprefix("'")
    is_text = not isinstance(kind, (JSON, Boolean, Integer, Float)) or isinstance(kind, (UtcDateTime, LargeBinary))
    return text if is_text else json.loads(text)
