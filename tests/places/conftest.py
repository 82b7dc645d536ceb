"""A gazetteer of its own on SQLite, loaded once, for tests that read every row or measure time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from directory_app.models import Base
from directory_app.places import load_places


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session over a database with the place data and nothing else."""
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('places') / 'places.sqlite3'}")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        load_places(opened)
        opened.commit()
        yield opened
    engine.dispose()
