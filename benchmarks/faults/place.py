"""A prepared directory with its site, its people and its mail server, on either database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from tests.conftest import new_app
from tests.services.postgres import fresh_database

from .grounds import Grounds, prepare
from .post import Post
from .postgres import Postgres
from .site import Site


@dataclass
class Place:
    """Everything of one run. The application is for looking into the database."""

    app: Flask
    site: Site
    grounds: Grounds
    post: Post
    postgres: Postgres | None


@contextmanager
def place_of(
    database: str, folder: Path | None = None, public: int = 60, settings: Mapping[str, str] | None = None
) -> Iterator[Place]:
    """A running site over a new database, with so many public listings."""
    with ExitStack() as stack:
        data = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        postgres = stack.enter_context(Postgres()) if database == "postgresql" else None
        app = new_app(data, fresh_database(postgres.url) if postgres else "")
        grounds = prepare(app, drafts=3, public=public, confirmed=10)
        app.extensions["engine"].dispose()
        post = stack.enter_context(Post())
        known = {**post.settings, **(settings or {})}
        site = stack.enter_context(Site(data, app.config["DATABASE_URL"], grounds.secret, settings=known))
        yield Place(app, site, grounds, post, postgres)
        site.stop()
        app.extensions["engine"].dispose()
