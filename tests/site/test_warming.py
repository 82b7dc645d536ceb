"""What a server does before its processes part: nobody waits for it afterwards, and nobody counts it as a visit."""

from __future__ import annotations

import pytest
from sqlalchemy import event, func, select

from directory_app import heap, totals, warming
from directory_app.models import DailyTotal, PublicLocation
from scoring import load_rubric

from ..factories import make_listing


@pytest.fixture
def ready(sqlite_app_of_its_own):
    """An application with one listing, as its server makes it before the processes part."""
    app = sqlite_app_of_its_own
    with app.extensions["sessions"]() as session:
        listing = make_listing(session, "published")
        session.commit()
        slug = listing.slug
    warming.warm(app)
    return app, slug


@pytest.fixture
def sqlite_app_of_its_own(prepared_app, tmp_path):
    """An application over a database that other tests do not see."""
    app = prepared_app(tmp_path)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def statements(ready):
    """Every statement from now on."""
    engine, heard = ready[0].extensions["engine"], []
    listen = lambda _connection, _cursor, statement, *_: heard.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    yield heard
    event.remove(engine, "before_cursor_execute", listen)


def test_the_first_search_does_not_read_the_whole_directory_again(ready, statements):
    app, slug = ready
    assert slug in app.test_client().get("/search?place=Portland, OR").get_data(as_text=True)
    whole = [one for one in statements if "FROM public_location" in one and "WHERE" not in one]
    assert not whole, "the index was read again, which takes seconds in a large directory"


def test_what_words_are_doubted_by_is_put_together_once_for_all_processes(ready):
    rubric = load_rubric()
    languages = [vocabulary.doubts for vocabulary in rubric.vocabularies.values()]
    assert all(doubts.patterns.is_together for doubts in (rubric.doubts, *languages))


def test_no_connection_stays_open_that_processes_would_share(ready):
    app, _ = ready
    assert app.extensions["engine"].pool.checkedin() == 0
    assert app.extensions["engine"].pool.checkedout() == 0


def test_what_a_server_asks_itself_is_no_visit(ready):
    app, slug = ready
    totals.flush(app)
    with app.extensions["reading_sessions"]() as session:
        assert session.scalar(select(func.count()).select_from(DailyTotal)) == 0
        assert session.scalar(select(func.count()).select_from(PublicLocation)) == 1
    visitor = app.test_client()
    visitor.get(f"/therapists/{slug}", headers={"User-Agent": "Mozilla/5.0"})
    totals.flush(app)
    with app.extensions["reading_sessions"]() as session:
        assert session.scalar(select(func.count()).select_from(DailyTotal)) == 1


def test_a_server_over_an_empty_directory_starts(sqlite_app_of_its_own):
    warming.warm(sqlite_app_of_its_own)
    assert sqlite_app_of_its_own.test_client().get("/").status_code == 200


def test_new_objects_come_to_lie_away_from_those_that_are_shared():
    size = 208
    older = [bytes(size - 33) for _ in range(6_000)]
    shared = older[::2]
    del older
    pools = {id(one) // heap.POOL for one in shared}
    beside = lambda new: sum(id(one) // heap.POOL in pools for one in new)  # noqa: E731
    assert beside([bytes(size - 33) for _ in range(1_000)]) > 700, "without it they fill the places between"
    filling = heap.filling()
    assert beside([bytes(size - 33) for _ in range(1_000)]) == 0
    assert sum(id(one) // heap.POOL in pools for one in filling) > 2_000
