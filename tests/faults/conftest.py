"""A site of two processes over a database where what is committed stays, with people, and a mail server of its own."""

from __future__ import annotations

import pytest

from benchmarks.faults.grounds import prepare
from benchmarks.faults.place import Place
from benchmarks.faults.post import Post
from benchmarks.faults.site import Site
from directory_app import create_app

from ..conftest import TESTING
from ..services.postgres import fresh_database
from ..services.sqlite import copy_database


@pytest.fixture(scope="module")
def a_place(request, tmp_path_factory):
    """A function that makes a running site over SQLite or PostgreSQL, for all tests of a module."""
    made = []

    def make(database, folder=None, before="", healthy=None, workers=2):
        data = folder or tmp_path_factory.mktemp(database)
        if database == "postgresql":
            prepared = request.getfixturevalue("prepared_postgres")
            url = fresh_database(request.getfixturevalue("postgres_server"), prepared)
        else:
            url = f"sqlite:///{copy_database(request.getfixturevalue('sqlite_app'), data)}"
        app = create_app({**TESTING, "DATA": str(data), "DATABASE_URL": url})
        grounds = prepare(app, drafts=1, public=6, judged=1, confirmed=1)
        app.extensions["engine"].dispose()
        post = Post()
        place = Place(
            app,
            Site(data, url, grounds.secret, settings=post.settings, before=before, workers=workers),
            grounds,
            post,
            None,
        )
        made.append(place)
        post.open()
        place.site.start(well=healthy)
        return place

    yield make
    for place in made:
        place.site.stop()
        place.post.close()
        place.app.extensions["engine"].dispose()
