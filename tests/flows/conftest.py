"""A directory where what is committed stays, for people and jobs that meet."""

from __future__ import annotations

import pytest

from ..services.postgres import fresh_database


@pytest.fixture(scope="session")
def busy_postgres(postgres_server, prepared_postgres, prepared_app, tmp_path_factory):
    """An application with a PostgreSQL database of its own, where what is committed stays."""
    app = prepared_app(tmp_path_factory.mktemp("busy"), fresh_database(postgres_server, prepared_postgres))
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def busy_sqlite(prepared_app, tmp_path_factory):
    """An application with an SQLite file of its own, where what is committed stays."""
    app = prepared_app(tmp_path_factory.mktemp("busy"))
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def busy_app(request):
    """Each of the two in turn."""
    return request.getfixturevalue("busy_sqlite" if request.param == "sqlite" else "busy_postgres")
