"""Whether the process lives and whether it can serve, asked as balancers ask: by any name, often, without a cookie."""

from __future__ import annotations

import threading
from collections import namedtuple

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from directory_app import create_app, migrations
from directory_app.watching import networks, readiness
from directory_app.watching.readiness import Database, Revisions

from ..conftest import TESTING
from ..site.test_headers import production

REVISIONS = Revisions({"0001", "0002"}, {"0002"})


@pytest.fixture
def database_app(sqlite_app):
    """What is asked of the database is the same on both; one of them is enough where none is named."""
    return sqlite_app


def test_a_process_lives_whatever_became_of_the_database(tmp_path):
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    for method in ("GET", "HEAD"):
        answer = app.test_client().open("/health", method=method)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
    assert app.test_client().get("/health").text == "ok\n"


def test_asking_whether_a_process_lives_asks_the_database_nothing(app, statements):
    client = app.test_client()
    # Even a browser that is signed in would be looked up otherwise.
    client.set_cookie("session", "whatever")
    client.get("/health")
    assert statements == []


def test_a_site_that_can_serve_says_so_word_by_word(app):
    answer = app.test_client().get("/ready", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert (answer.status_code, answer.json) == (200, {"ready": True, "database": "ok", "schema": "ok", "disk": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_details_are_for_known_networks_only(app):
    near = app.test_client().get("/ready").json
    assert near["details"]["schema"]["at"] == sorted(migrations.revisions().newest)
    assert near["details"]["disk"]["free_percent"] > 0


def test_a_site_without_its_database_says_so_soon_and_names_nothing(tmp_path):
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    answer = app.test_client().get("/ready", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": "unreachable", "schema": "unknown", "disk": "ok"}


def test_a_database_that_hangs_keeps_nobody_waiting():
    over = threading.Event()

    class Hanging:
        def connect(self):
            over.wait(10)
            raise OperationalError("", {}, Exception("gone"))

    database = Database(Hanging())
    for _ in range(3):
        assert readiness.schema(database, REVISIONS, 0.05)[0].word == "silent"
    assert sum(one.name == "readiness" for one in threading.enumerate()) == 1
    over.set()


@pytest.mark.parametrize(
    ("at", "word", "ready"),
    [("0002", "ok", True), ("0001", "behind", False), ("0003", "newer", True), (None, "missing", False)],
)
def test_a_newer_schema_serves_and_an_older_one_does_not(tmp_path, at, word, ready):
    engine = create_app({**TESTING, "DATA": str(tmp_path)}).extensions["engine"]
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
        if at:
            connection.execute(text("INSERT INTO alembic_version VALUES (:at)"), {"at": at})
    found = readiness.schema(Database(engine), REVISIONS)[1]
    assert (found.word, found.holds) == (word, ready)


def test_an_empty_database_answers_and_lacks_its_schema(empty_database):
    assert [one.word for one in readiness.schema(Database(empty_database), REVISIONS)] == ["ok", "missing"]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request, tmp_path):
    """The engine of a database without tables."""
    from directory_app.db import make_engine

    from ..services.postgres import fresh_database

    url = f"sqlite:///{tmp_path / 'empty'}"
    engine = make_engine(
        url if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres_server"))
    )
    yield engine
    engine.dispose()


def test_a_full_disk_is_not_ready(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda _: usage(1000, 951, 49))
    assert readiness.disk(tmp_path).word == "full"
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda _: usage(1000, 950, 50))
    assert readiness.disk(tmp_path).holds


def test_balancers_may_ask_by_the_number_of_a_machine_and_nobody_may_ask_for_more(tmp_path):
    client = create_app(production(tmp_path)).test_client()
    for path in ("/health", "/ready"):
        assert client.get(path, base_url="http://10.1.2.3:8000").status_code in (200, 503)
        assert client.get(path, headers={"X-Forwarded-Host": "evil.example"}).status_code in (200, 503)
    assert client.get("/metrics", base_url="http://10.1.2.3:8000").status_code == 200
    for path in ("/health/", "/health?x=1/../about", "/about", "/HEALTH"):
        assert client.get(path, base_url="http://10.1.2.3:8000").status_code == (200 if "?" in path else 400)


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_probes_are_in_no_limit(tmp_path, path):
    app = create_app({**TESTING, "DATA": str(tmp_path), "RATELIMIT_ENABLED": True})
    client = app.test_client()
    answers = [client.get(path) for _ in range(120)]
    assert {one.status_code for one in answers} <= {200, 503}
    assert "X-RateLimit-Limit" not in answers[0].headers


ALLOWED = "127.0.0.0/8 ::1/128 10.1.0.0/16, 2001:db8::/32"


@pytest.mark.parametrize(
    ("addresses", "may"),
    [
        (["127.0.0.1"], True),
        (["::1"], True),
        (["::ffff:127.0.0.9"], True),
        (["10.1.2.3"], True),
        (["10.2.2.3"], False),
        (["2001:db8:1::5"], True),
        (["203.0.113.9", "127.0.0.1"], False),
        (["127.0.0.1", "203.0.113.9"], False),
        (["10.1.2.3", "127.0.0.1"], True),
        ([None], False),
        (["unix:"], False),
    ],
)
def test_every_address_on_the_way_must_be_known(addresses, may):
    assert networks.are_within(addresses, ALLOWED) is may


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "status"),
    [
        # Asked directly on this machine, with and without a proxy beside it.
        (0, "127.0.0.1", "", 200),
        (1, "127.0.0.1", "", 200),
        # Somebody through the proxy, whose own address is that of this machine.
        (1, "127.0.0.1", "203.0.113.9", 404),
        # Somebody past the proxy who claims to be this machine.
        (1, "203.0.113.9", "127.0.0.1", 404),
        # A proxy that nobody told the site of.
        (0, "127.0.0.1", "203.0.113.9", 404),
        (0, "127.0.0.1", "127.0.0.1", 404),
        (0, "203.0.113.9", "", 404),
        # Prometheus asks through the proxy from a known network, and the proxy is known too.
        (1, "127.0.0.1", "127.0.0.2", 200),
    ],
)
def test_figures_are_shown_to_nobody_whose_way_here_is_in_doubt(tmp_path, proxies, peer, forwarded, status):
    app = create_app({**TESTING, "DATA": str(tmp_path), "TRUSTED_PROXIES": proxies})
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": peer}, headers=headers)
    assert answer.status_code == status
    ready = app.test_client().get("/ready", environ_base={"REMOTE_ADDR": peer}, headers=headers)
    assert ("details" in ready.json) is (status == 200)
