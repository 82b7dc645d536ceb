"""What one process publishes, every other one finds at its next search: separate applications over one database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from directory_app import create_app, db, login, migrations, publishing
from directory_app.models import Listing, PublicClock, PublicListing, now
from directory_app.publishing import lines
from directory_app.publishing.lines import Place
from directory_app.search.criteria import Criteria
from directory_app.search.index import index_of
from directory_app.search.queries import Centre, search

from ..conftest import TESTING
from ..factories import make_listing
from ..services.postgres import fresh_database

HERE = Centre(45.5152, -122.6784)


@pytest.fixture(params=["sqlite", "postgresql"])
def processes(request, tmp_path):
    """Two applications that share nothing but the database."""
    if request.param == "sqlite":
        url = ""
    else:
        server, prepared = (request.getfixturevalue(name) for name in ("postgres_server", "prepared_postgres"))
        url = fresh_database(server, prepared)
    first = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": url})
    migrations.upgrade(first)
    with first.app_context():
        login.ensure_roles()
        db.session.commit()
    second = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": url})
    yield first, second
    for app in (first, second):
        app.extensions["engine"].dispose()


def names(app, criteria=None):
    with app.extensions["public_sessions"]() as session:
        return [row.name for row in search(session, HERE, criteria or Criteria()).page.rows]


def publish(app, name):
    with app.extensions["sessions"]() as session:
        number = make_listing(session, "published", name=name).id
        session.commit()
        return number


def test_a_listing_published_paused_or_deleted_in_one_process_shows_in_the_other(processes):
    first, second = processes
    assert names(second) == []
    number = publish(first, "Ada First")
    assert names(second) == ["Ada First"]
    with first.extensions["sessions"]() as session:
        publishing.withdraw(session, session.get(Listing, number))
        session.commit()
    assert names(second) == []
    with first.extensions["sessions"]() as session:
        publishing.publish(session, session.get(Listing, number).approved)
        session.commit()
    assert names(second) == ["Ada First"]
    with first.extensions["sessions"]() as session:
        session.execute(text("DELETE FROM listing WHERE id = :number"), {"number": number})
        session.commit()
    assert names(second) == []


def test_a_row_that_was_shown_before_shows_what_it_says_now(processes):
    first, second = processes
    changed, same = publish(first, "Ada First"), publish(first, "Bea Same")
    assert set(names(second)) == {"Ada First", "Bea Same"}
    with first.extensions["sessions"]() as session:
        session.get(PublicListing, changed).name = "Ada Second"
        session.get(PublicListing, changed).locations[0].label = "Salem, OR"
        session.commit()
    with second.extensions["public_sessions"]() as session:
        found = {row.listing_id: (row.name, row.place) for row in search(session, HERE, Criteria()).page.rows}
    assert found[changed] == ("Ada Second", "Salem, OR")
    assert found[same][0] == "Bea Same"


def test_whoever_began_before_a_change_leaves_nothing_old_to_those_who_begin_after_it(processes):
    first, second = processes
    number = publish(first, "Ada First")
    with second.extensions["public_sessions"]() as session:
        before = index_of(session).state(session)
        shown = search(session, HERE, Criteria()).page.rows
    with first.extensions["sessions"]() as session:
        session.get(PublicListing, number).name = "Ada Second"
        session.commit()
    assert names(second) == ["Ada Second"]
    # As if the first search came to its rows only now.
    before.lines[number] = [Place((45.5, -122.7), "US", shown[0])]
    assert names(second) == ["Ada Second"]


def test_whoever_began_before_a_change_lets_nobody_read_the_whole_index_anew(processes):
    first, second = processes
    publish(first, "Ada First")
    with second.extensions["public_sessions"]() as session:
        assert session.scalars(select(PublicListing.name)).all() == ["Ada First"]
        changed = publish(first, "Bea Second")
        assert set(names(second)) == {"Ada First", "Bea Second"}
        with second.extensions["public_sessions"]() as later:
            newest = index_of(later).state(later)
        # SQLite shows what was there when the session began, PostgreSQL what is there now.
        version = session.scalar(select(PublicClock.version))
        assert index_of(session).state(session).version == version
        found = {row.name for row in search(session, HERE, Criteria()).page.rows}
        assert found == set(session.scalars(select(PublicListing.name)))
    with second.extensions["public_sessions"]() as later:
        assert index_of(later).state(later) is newest
        assert changed in newest.lines


def test_those_who_wait_for_the_first_reading_of_the_index_do_not_read_it_again(processes):
    first, second = processes
    publish(first, "Ada First")
    with second.extensions["public_sessions"]() as session, second.extensions["reading_sessions"]() as later:
        index = index_of(session)
        session.scalar(select(PublicClock.version))
        publish(first, "Bea Second")
        index._lock.acquire()
        waiting = threading.Thread(target=index.state, args=(session,))
        waiting.start()
        newest = index._renewed(later, later.scalar(select(PublicClock.version)), now().date())
        index._lock.release()
        waiting.join()
        assert index.state(later) is newest


def test_only_so_many_rows_are_remembered(processes, monkeypatch):
    first, second = processes
    monkeypatch.setattr(lines, "REMEMBERED", 3)
    published = {publish(first, f"Therapist {letter}") for letter in "ABCDE"}
    for _ in range(2):
        with second.extensions["public_sessions"]() as session:
            assert {row.listing_id for row in search(session, HERE, Criteria()).page.rows} == published
            assert len(index_of(session).state(session).lines) == 3


def test_what_is_not_committed_is_not_found_by_anybody_else(processes):
    first, second = processes
    with first.extensions["sessions"]() as session:
        make_listing(session, "published", name="Not yet")
        assert names(second) == []
        session.rollback()
    assert names(second) == []


def test_nobody_is_missed_while_two_publish_at_once(processes):
    first, second = processes
    found: set[str] = set()
    done = threading.Event()

    def look():
        while not done.is_set():
            found.update(names(second))

    with ThreadPoolExecutor(3) as pool:
        watcher = pool.submit(look)
        writers = [
            pool.submit(lambda app=app, letter=letter: [publish(app, f"{letter}{n}") for n in range(4)])
            for app, letter in ((first, "A"), (second, "B"))
        ]
        wait(writers)
        done.set()
    # What one of them could not do is told as such: SQLite keeps no queue, and a starved machine may keep one too long.
    for one in (watcher, *writers):
        one.result()
    everybody = {f"{letter}{n}" for letter in "AB" for n in range(4)}
    assert set(names(first)) == set(names(second)) == everybody
    assert found <= everybody


def test_a_clock_that_cannot_be_read_is_a_fault_of_the_database_like_any_other(processes):
    first, _ = processes
    with first.extensions["sessions"]() as session:
        session.execute(text("ALTER TABLE public_clock RENAME TO clock_that_was"))
        session.commit()
    with first.extensions["public_sessions"]() as session, pytest.raises(DBAPIError):
        index_of(session).state(session)


def test_a_restored_database_is_read_anew(processes):
    first, second = processes
    publish(first, "Ada First")
    assert names(second) == ["Ada First"]
    with first.extensions["sessions"]() as session:
        session.execute(text("DELETE FROM listing"))
        session.execute(text("UPDATE public_clock SET version = 0"))
        session.commit()
    assert names(second) == []
    with second.extensions["public_sessions"]() as session:
        assert index_of(session).state(session).version == 0


@pytest.mark.parametrize("processes", ["postgresql"], indirect=True)
def test_a_page_for_a_visitor_begins_no_transaction(processes):
    first, second = processes
    publish(first, "Ada First")
    seen = []

    @event.listens_for(second.extensions["engine"], "after_cursor_execute")
    def note(connection, *_):
        seen.append(connection.connection.driver_connection.info.transaction_status.name)

    # What rules hold is asked for beside the page, once in a while.
    second.config["RULES_SECONDS"] = 3600
    visitor = second.test_client()
    visitor.get("/")
    seen.clear()
    assert "Ada First" in visitor.get("/search?place=Portland, OR").text
    assert set(seen) == {"IDLE"}
    visitor.set_cookie("shown", "1")
    visitor.get("/search?place=Salem, OR")
    assert set(seen) == {"IDLE", "INTRANS"}
