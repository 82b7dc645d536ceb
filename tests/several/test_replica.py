"""A real streaming replica: public pages are read from it while it knows everything, and from the primary otherwise."""

from __future__ import annotations

import contextlib
import os
import threading
import time

import psycopg
import pytest
from sqlalchemy import event

from directory_app import create_app, publishing, replica
from directory_app.listings import hiding
from directory_app.models import DecisionKind, Privacy
from directory_app.moderation import standing
from directory_app.moderation.deciding import Verdict
from directory_app.presence import actions

from ..browser import Browser
from ..conftest import TESTING, new_app
from ..factories import PORTLAND, make_account, make_listing
from ..services.postgres import fresh_database, own_postgres
from ..services.replica import running_replica

SEARCH = "/search?place=Portland,+OR"
EXACT = {**PORTLAND, "privacy": Privacy.EXACT, "street": "77 Canary Lane", "public_label": "77 Canary Lane, Portland"}


@pytest.fixture(scope="module")
def followed(request, tmp_path_factory):
    """A server of which replicas can be made, and a prepared database on it."""
    if os.environ.get("TEST_POSTGRES_URL"):
        # Only of a server of our own can a copy be made, whose schema and places are then to be made too.
        with own_postgres() as server, running_replica(server) as standby:
            url = fresh_database(server)
            new_app(tmp_path_factory.mktemp("own"), url).extensions["engine"].dispose()
            yield standby, url
        return
    server = request.getfixturevalue("postgres_server")
    with running_replica(server) as standby:
        yield standby, fresh_database(server, request.getfixturevalue("prepared_postgres"))


@pytest.fixture(scope="module")
def app(followed, tmp_path_factory):
    """A directory that reads public pages from the replica."""
    standby, url = followed
    settings = {"DATA": str(tmp_path_factory.mktemp("replica")), "DATABASE_URL": url, "REPLICA_URL": standby.url(url)}
    made = create_app({**TESTING, **settings})
    with made.extensions["sessions"]() as session:
        make_listing(session, "published", name="Ada Always")
        session.commit()
    wait_until_it_is_used(made)
    yield made
    made.extensions["engine"].dispose()
    made.extensions["replica"].engine.dispose()


@pytest.fixture(autouse=True)
def short_rest(monkeypatch):
    """A replica that failed is asked again soon."""
    monkeypatch.setattr(replica, "REST_SECONDS", 0.3)


@pytest.fixture
def session(app):
    """A session of the primary."""
    with app.extensions["sessions"]() as opened:
        yield opened


@pytest.fixture
def standby(followed, app):
    """The replica, which follows again afterwards."""
    yield followed[0]
    with contextlib.suppress(psycopg.OperationalError):
        followed[0].ask("SELECT pg_wal_replay_resume()")
    followed[0].start()
    wait_until_it_is_used(app)


def used(app) -> int:
    return app.extensions["replica"].counts["used"]


def wait_until_it_is_used(app, seconds=15.0) -> None:
    before, ends = used(app), time.monotonic() + seconds
    while used(app) == before:
        assert time.monotonic() < ends, app.extensions["replica"].counts
        Browser(app).open("/places")
        time.sleep(0.02)


def read_from_replica(app, path: str):
    """A page that was read from the replica, as soon as it has followed."""
    ends = time.monotonic() + 20
    while True:
        before = used(app)
        page = Browser(app).open(path)
        if used(app) > before:
            return page
        assert time.monotonic() < ends, app.extensions["replica"].counts


def test_an_approved_listing_is_shown_at_once_and_then_from_the_replica(app, session):
    listing = make_listing(session, "published", name="Ada Fresh")
    session.commit()
    assert "Ada Fresh" in Browser(app).open(SEARCH).text, "at once, from whichever knows it"
    assert "Ada Fresh" in read_from_replica(app, SEARCH).text
    assert read_from_replica(app, f"/therapists/{listing.slug}").h1 == "Ada Fresh"
    assert replica.facts(app)["used"] > 0


def test_what_is_hidden_paused_or_taken_down_is_not_shown_by_a_replica_that_lags(app, session, standby):
    exact = make_listing(session, "published", name="Ada Hidden", place=EXACT)
    paused = make_listing(session, "published", name="Ada Paused")
    down = make_listing(session, "published", name="Ada Suspended")
    moderator = make_account(session, "moderator")
    session.commit()
    shown = f"/therapists/{exact.slug}"
    assert "77 Canary Lane" in read_from_replica(app, shown).text
    standby.ask("SELECT pg_wal_replay_pause()")
    assert hiding.hide(session, exact, exact.account, exact.approved.locations[0].place_key, Privacy.AREA)
    actions.pause(session, paused, paused.account)
    standing.suspend(session, down, moderator, Verdict(DecisionKind.SUSPEND, "suspended-unsafe", "For this test."))
    session.commit()
    before = used(app)
    for path in (shown, f"{shown}/call-card", f"/compare?t={exact.slug}&t=ada", SEARCH):
        assert "77 Canary Lane" not in Browser(app).open(path).html
    assert Browser(app).open(f"/therapists/{paused.slug}").status == 404
    assert Browser(app).open(f"/therapists/{down.slug}/contact").status == 404
    names = Browser(app).open(SEARCH).text
    assert [name for name in ("Ada Paused", "Ada Suspended") if name in names] == []
    assert used(app) == before
    assert replica.facts(app)["behind"] > 0
    standby.ask("SELECT pg_wal_replay_resume()")
    assert "77 Canary Lane" not in read_from_replica(app, shown).html


def test_a_replica_that_is_killed_under_requests_fails_none_of_them(app, standby):
    stop, statuses, asked, missed = threading.Event(), [], threading.Event(), threading.Event()
    counts = app.extensions["replica"].counts
    before = counts["away"]

    def visit():
        while not stop.is_set():
            statuses.append(Browser(app).client.get("/places").status_code)
            asked.set()
            if counts["away"] > before:
                missed.set()

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    for one in visitors:
        one.start()
    assert asked.wait(10)
    standby.kill()
    was_missed = missed.wait(10)
    stop.set()
    for one in visitors:
        one.join(20)
    assert was_missed
    assert set(statuses) == {200}


def test_a_page_is_begun_again_when_the_replica_dies_in_the_middle_of_it(app, standby):
    engine, killed = app.extensions["replica"].engine, []

    def kill_after_the_clocks(_connection, _cursor, statement, *_):
        if "rule_clock" not in statement and not killed:
            killed.append(statement)
            standby.kill()

    event.listen(engine, "before_cursor_execute", kill_after_the_clocks)
    try:
        page = Browser(app).open("/places/united-states")
    finally:
        event.remove(engine, "before_cursor_execute", kill_after_the_clocks)
    assert (page.status, len(killed)) == (200, 1)


def test_whoever_is_signed_in_reads_what_they_wrote_from_the_primary(app, session, standby):
    listing = make_listing(session, "published", name="Ada Own")
    session.commit()
    browser = Browser(app)
    browser.sign_in(listing.account)
    read_from_replica(app, SEARCH)
    before = used(app)
    assert browser.open(f"/therapists/{listing.slug}").status == 200
    assert used(app) == before
    listing.approved.practice = "Another Practice"
    publishing.refresh(session, listing)
    session.commit()
    assert "Another Practice" in browser.open(f"/therapists/{listing.slug}").text
