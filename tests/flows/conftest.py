"""A directory where what is committed stays, for people and jobs that meet."""

from __future__ import annotations

import pytest

from ..services.postgres import fresh_database


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def busy_app(request, tmp_path_factory, prepared_app):
    """An application with a database of its own, where what is committed stays."""
    url = ""
    if request.param == "postgresql":
        prepared = request.getfixturevalue("prepared_postgres")
        url = fresh_database(request.getfixturevalue("postgres_server"), prepared)
    app = prepared_app(tmp_path_factory.mktemp("busy"), url)
    yield app
    app.extensions["engine"].dispose()
