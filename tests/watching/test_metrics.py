"""What is counted: by Prometheus' conventions, for known networks, by several processes together, about nobody."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from directory_app import measured, search
from directory_app.jobs import Runner, Task
from directory_app.mail import GIVE_UP_AFTER, queue
from directory_app.models import OutgoingMail, now

from ..factories import make_listing
from ..site.test_logs import seen

TYPED = ("Quuxborough", "zebulon", "97205", "Portland", "secret.visitor@example.org", "127.0.0.77")


@pytest.fixture
def database_app(sqlite_app):
    """Figures are looked up with statements that other tests run on both databases."""
    return sqlite_app


def figures(client):
    """What a scrape finds: values by name and labels."""
    text = client.get("/metrics").text
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_the_name_of_the_page_and_by_nothing_anybody_typed(app, session):
    listing = make_listing(session, "published", name="Zebulon Quill")
    session.commit()
    client = app.test_client()
    before = figures(client)
    for path in (
        "/search?place=Portland, OR",
        "/search?place=Quuxborough&radius=-1",
        "/therapists/zebulon-in-quuxborough",
        f"/therapists/{listing.slug}",
        "/nowhere/secret.visitor@example.org",
    ):
        client.get(path, environ_base={"REMOTE_ADDR": "127.0.0.77"})
    client.get("/health")
    after = figures(client)

    def more(*labels):
        name = "directory_http_requests_total"
        return after.get((name, *sorted(labels)), 0) - before.get((name, *sorted(labels)), 0)

    assert (more("search.results", "2xx"), more("search.results", "4xx")) == (1, 1)
    assert (more("search.profile", "2xx"), more("search.profile", "4xx")) == (1, 1)
    assert more("nowhere", "4xx") == 1
    assert more("watching.health", "2xx") == 0
    assert after[("directory_http_request_duration_seconds_count", "search.profile")] >= 2
    text = client.get("/metrics").text
    assert [one for one in TYPED if seen(one, text)] == []


def test_names_follow_the_conventions_and_labels_are_few(app):
    app.test_client().get("/")
    for family in text_string_to_metric_families(app.test_client().get("/metrics").text):
        assert re.fullmatch(r"directory_[a-z_]+", family.name)
        assert family.documentation
        if family.type == "counter":
            assert all(one.name.endswith(("_total", "_created")) for one in family.samples)
        labels = {name for sample in family.samples for name in sample.labels} - {"le"}
        assert labels <= {"endpoint", "status", "job", "outcome", "state", "kind", "version"}


def test_letters_cases_and_search_are_told(app, session):
    client = app.test_client()
    before = figures(client)
    make_listing(session, "submitted")
    make_listing(session, "published")
    queue(session, "ada@example.org", "One", "text")
    lost = queue(session, "ada@example.org", "Two", "text")
    session.flush()
    session.execute(update(OutgoingMail).where(OutgoingMail.id == lost.id).values(attempts=GIVE_UP_AFTER))
    session.commit()
    after = figures(client)

    def more(*key):
        return after[key] - before[key]

    assert more("directory_letters", "given_up") == 1
    assert more("directory_letters", "waiting") >= 1
    assert more("directory_cases", "new") == 1
    assert more("directory_public_listings") == 1
    assert after[("directory_database_up",)] == 1
    assert after[("directory_search_clock_version",)] > before[("directory_search_clock_version",)]
    assert after[("directory_data_free_bytes",)] > 0


def test_a_case_grows_older(app, session):
    revision = make_listing(session, "submitted").revisions[0]
    revision.submitted_at = now() - timedelta(days=3)
    session.commit()
    assert figures(app.test_client())[("directory_cases_oldest_seconds",)] >= 3 * 86400


def test_an_index_that_nobody_searches_keeps_up_and_says_how_far_it_is(app, session):
    make_listing(session, "published")
    session.commit()
    search.look_again(app)
    found = figures(app.test_client())
    assert found[("directory_search_index_version",)] == found[("directory_search_clock_version",)]
    assert found[("directory_search_index_points",)] == found[("directory_public_points",)]


def test_jobs_are_counted_with_how_they_ended(app):
    def fails():
        raise RuntimeError("broken on purpose")

    before = figures(app.test_client())
    runner = Runner([])
    runner._run(Task("test job", 1.0, lambda: None))
    runner._run(Task("test job", 1.0, fails))
    after = figures(app.test_client())
    for outcome in ("done", "failed"):
        key = ("directory_job_runs_total", *sorted(("test job", outcome)))
        assert after[key] - before.get(key, 0) == 1
    assert after[("directory_job_last_success_timestamp_seconds", "test job")] > 1.7e9


def test_without_a_database_the_rest_is_told_all_the_same(tmp_path):
    from directory_app import create_app

    from ..conftest import TESTING

    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    found = figures(app.test_client())
    assert found[("directory_database_up",)] == 0
    assert ("directory_letters", "waiting") not in found


PROCESSES = """
import os, sys
from pathlib import Path
from directory_app import measured

folder = measured.share(Path(sys.argv[1]))

def process(place, connections):
    pid = os.fork()
    if pid == 0:
        measured.take_place(place)
        one = measured.measures()
        one.requests.labels("pages.home", "2xx").inc(10)
        one.connections.set(connections)
        one.index_points.set(100 + place)
        one.request_seconds.labels("pages.home").observe(0.02)
        os._exit(0)
    os.waitpid(pid, 0)

def told():
    of = measured.registry().get_sample_value
    count = of("directory_http_request_duration_seconds_count", {"endpoint": "pages.home"})
    return of("directory_http_requests_total", {"endpoint": "pages.home", "status": "2xx"}), count, of(
        "directory_database_connections_in_use"), of("directory_search_index_points")

measured.measures().index_points
process(1, 3)
process(2, 4)
print(*told())
measured.leave_place(1)
print(*told())
process(1, 2)
print(*told(), len(list(folder.glob("counter_*.db"))), len(measured.running(Path(sys.argv[1]))))
measured.end()
print(folder.exists())
"""


def test_processes_count_together_and_none_of_it_is_lost_when_one_ends(tmp_path):
    # What a server that died left behind is cleared away.
    left = tmp_path / measured.FOLDER / "left"
    left.mkdir(parents=True)
    (left / measured.LOCK).touch()
    assert measured.running(tmp_path) == []
    done = subprocess.run(
        [sys.executable, "-c", PROCESSES, str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines() == [
        "20.0 2.0 7.0 101.0",
        "20.0 2.0 4.0 102.0",
        "30.0 3.0 6.0 101.0 2 1",
        "False",
    ]
    assert not left.exists()
