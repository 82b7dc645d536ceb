"""From SQLite to PostgreSQL with one command: everything there, and people go on where they were."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from directory_app import chain, create_app
from directory_app.backup import moving
from directory_app.leaving import erase
from directory_app.models import Account, Base, Listing

from ..browser import Browser
from ..conftest import TESTING
from ..services.postgres import fresh_database
from .conftest import done, fill, refused


@pytest.fixture
def moved(make_app, postgres_server, tmp_path):
    """A filled SQLite directory, and the application over the database it was moved into."""
    app = make_app("sqlite", "here", prepared=True)
    fill(app)
    with app.extensions["sessions"]() as session:
        # The account with the highest number is deleted: PostgreSQL must not give that number out again.
        erase.erase(session, session.get(Account, session.scalar(select(func.max(Account.id)))))
        session.commit()
    url = fresh_database(postgres_server)
    told = done(app, "move-to", url)
    assert "moved and compared." in told
    other = create_app({**TESTING, "DATA": str(tmp_path / "here"), "DATABASE_URL": url})
    yield app, other
    other.extensions["engine"].dispose()


def test_every_table_holds_the_same_and_people_go_on(moved):
    app, other = moved
    for table in Base.metadata.sorted_tables:
        with app.extensions["engine"].connect() as here, other.extensions["engine"].connect() as there:
            assert moving.content_of(here, table) == moving.content_of(there, table), table.name
    with other.extensions["sessions"]() as session:
        assert chain.verify(session).fault == ""
        last = session.scalar(select(func.max(Account.id)))
        words = session.scalar(text("SELECT count(*) FROM public_text WHERE words @@ 'ada'::tsquery"))
        assert words == 1
    with other.extensions["sessions"]() as session:
        listing = session.scalars(select(Listing).where(Listing.slug.is_not(None))).first()
        therapist = listing.account
        slug, name = listing.slug, listing.approved.name
    visitor = Browser(other)
    assert name in visitor.open("/search?place=Portland, OR&radius=50").text
    assert name in visitor.open("/search?place=Portland, OR&radius=50&words=Ada").text
    assert visitor.open(f"/therapists/{slug}").h1 == name
    browser = Browser(other)
    browser.sign_in(therapist)
    assert browser.open("/my-listing").status == 200
    with other.extensions["sessions"]() as session:
        made = Account(email="new@example.org", fs_uniquifier="x" * 32)
        session.add(made)
        session.commit()
        assert made.id > last + 1, "the number of a deleted account is not given out again"


def test_moving_refuses_what_it_cannot_do_well(moved, make_app, tmp_path):
    app, other = moved
    url = other.config["DATABASE_URL"]
    assert "There is a directory in that database already." in refused(app, "move-to", url)
    assert "must name a PostgreSQL database" in refused(app, "move-to", f"sqlite:///{tmp_path}/x")
    assert "is in PostgreSQL already" in refused(other, "move-to", url)
    gone = make_url(url).set(database="nowhere_at_all").render_as_string(hide_password=False)
    assert "nowhere_at_all" in refused(app, "move-to", gone)
