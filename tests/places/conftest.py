"""A gazetteer of its own on SQLite, for tests that read every row or measure time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from ..conftest import prepared_sqlite


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session over a prepared database that nobody else writes to."""
    file = shutil.copy(prepared_sqlite(tmp_path_factory), tmp_path_factory.mktemp("places") / "places.sqlite3")
    engine = create_engine(f"sqlite:///{file}")
    with Session(engine) as opened:
        yield opened
    engine.dispose()
