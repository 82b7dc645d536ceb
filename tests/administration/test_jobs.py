"""The page of jobs, and the command beside it: what stands still is seen and tried again, without anybody's words."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import jobs, mail
from directory_app.errors import LetterRefused
from directory_app.jobs import leases
from directory_app.models import AuditEntry, ImportRun, ImportState, Job

from ..factories import make_account


@pytest.fixture
def database_app(sqlite_app):
    """One database: what a page says does not depend on which."""
    return sqlite_app


@pytest.fixture
def known(app, session):
    """Every job has its row, as after the first start."""
    leases.make_known(app.extensions["sessions"], [one.name for one in jobs.tasks_of(app)])
    return lambda name: session.get(Job, name, populate_existing=True)


def refuse(_letter):
    raise LetterRefused


def given_up(session, address):
    letter = mail.queue(session, address, "A secret subject", "Secret words.")
    session.commit()
    mail.deliver_waiting(session, refuse)
    return letter


def test_every_job_is_listed_with_what_it_does(administrator, known, app):
    page = administrator.open("/administration/jobs")
    for one in jobs.tasks_of(app):
        assert one.name.capitalize() in page.text
    silent = [row for row in page.soup.select("table.jobs th[scope=row] .job-does") if not row.get_text(strip=True)]
    assert silent == [], "each says what it does"
    first = page.soup.select("table.jobs tbody tr")[0]
    heard = [cell.get("data-label") for cell in first.find_all("td")]
    assert heard == ["It stands", "Went well", "Next", None], "on a telephone each fact stands beside its name"
    assert "never yet" in page.text


def test_a_job_that_keeps_failing_is_told_and_tried_again_at_once(administrator, known, session):
    job = known("reminding")
    job.failures, job.last_error, job.begun_at = 9, "OperationalError", job.due_at
    session.commit()
    page = administrator.open("/administration/jobs")
    assert "One job keeps failing: reminding." in page.text
    assert "9 times in a row: the database did not answer" in page.text
    page = administrator.press("Try again")
    assert "It runs in a moment." in page.text
    assert known("reminding").asked_at is not None
    asked = session.scalars(select(AuditEntry).where(AuditEntry.action == "job_asked")).one()
    assert asked.actor_id == administrator.account.id


def test_letters_that_were_given_up_are_tried_again_and_their_words_are_nowhere(administrator, session, known):
    account = make_account(session)
    first, second = given_up(session, account.email), given_up(session, "visitor@example.org")
    page = administrator.open("/administration/jobs")
    assert "2 letters were given up" in page.text
    assert "The address is refused for good" in page.text
    assert account.email in page.text
    for word in ("secret", "visitor@example.org"):
        assert word not in page.html.casefold()
    page = administrator.post("/administration/jobs/letters", [("letter", str(second.id))])
    assert "1 letter leaves in a moment." in page.text
    assert (second.attempts, first.attempts) == (0, mail.GIVE_UP_AFTER)
    administrator.press("Try all of them again")
    sent = []
    assert mail.deliver_waiting(session, sent.append) == 2
    assert "No letter waits." in administrator.open("/administration/jobs").text
    assert administrator.post("/administration/jobs/letters", [("letter", "-1")]).status == 400
    assert administrator.post("/administration/jobs/run", [("job", "nothing of that name")]).status == 404


def test_imports_that_stand_still_are_listed(administrator, session, known):
    facts = {"file_name": "people.csv", "digest": "0" * 64, "size": 10, "kind": "table"}
    run = ImportRun(state=ImportState.STOPPED, position=40, total=100, **facts)
    session.add(run)
    session.commit()
    page = administrator.open("/administration/jobs")
    assert f"Import {run.id} was stopped, 40 of 100 lines" in page.text


def test_the_command_lists_jobs_and_ends_with_1_where_one_is_dead(app, session, known):
    given_up(session, "visitor@example.org")
    told = app.test_cli_runner().invoke(args=["directory", "jobs"])
    assert told.exit_code == 0, told.output
    assert "0 letters wait, 1 were given up." in told.output
    job = known("claims")
    job.failures, job.last_error = 8, "OperationalError"
    session.commit()
    told = app.test_cli_runner().invoke(args=["directory", "jobs", "--run", "claims", "--letters"])
    assert "1 letters are tried again." in told.output
    assert known("claims").asked_at is not None
    known("claims").asked_at = None
    session.commit()
    told = app.test_cli_runner().invoke(args=["directory", "jobs"])
    assert (told.exit_code, "claims" in told.output, "dead, tried hourly" in told.output) == (1, True, True)
    told = app.test_cli_runner().invoke(args=["directory", "jobs", "--run", "nothing"])
    assert (told.exit_code, "There is no job" in told.output) == (1, True)
