"""What schema steps share: changes that the release before can live with while it still serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic import op


def add_index(name: str, table: str, columns: Sequence[Any], **ways: Any) -> None:
    """Make an index on a table that is in use. On PostgreSQL nobody who writes waits for it.

    Such an index is made outside of a transaction. One that was left half made by a run that died is made anew. A step
    that calls this should do nothing else that must not be done twice.
    """
    context = op.get_context()
    if context.dialect.name != "postgresql":
        op.create_index(name, table, columns, if_not_exists=True, **ways)
        return
    with context.autocommit_block():
        # It holds no lock that others wait for, so it may take its time.
        op.execute("SET lock_timeout = 0")
        op.execute("SET statement_timeout = 0")
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, **ways)
        op.execute("RESET lock_timeout")
        op.execute("RESET statement_timeout")


def drop_index(name: str, table: str) -> None:
    """Take an index away from a table that is in use."""
    context = op.get_context()
    if context.dialect.name != "postgresql":
        op.drop_index(name, table, if_exists=True)
        return
    with context.autocommit_block():
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
