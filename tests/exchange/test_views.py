"""The pages of administrators: from a file to a result, and out again."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from directory_app.exchange.tasks import Worker, work
from directory_app.models import AuditEntry, ImportRun, ImportState, Listing, Twins

from ..factories import make_account, make_unclaimed
from .conftest import person, table


@pytest.fixture
def database_app(sqlite_app):
    """One database: the others hold what the job does on both."""
    return sqlite_app


@pytest.fixture
def office(browser, session):
    """The browser of an administrator."""
    browser.sign_in(make_account(session, "administrator"))
    return browser


def send(office, content: bytes, name="people.csv", **fields):
    """Send a file through the form that is open."""
    page = office.open("/administration/import")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    body = {"csrf_token": token, **fields, "file": FileStorage(io.BytesIO(content), filename=name)}
    boundary, encoded = encode_multipart(body)
    answer = office.client.post(
        "/administration/import", data=encoded, content_type=f"multipart/form-data; boundary={boundary}"
    )
    if answer.status_code == 303:
        return office.open(answer.location)
    return answer


def let_the_job_work(app, session):
    session.commit()
    worker = Worker(app)
    for _ in range(50):
        work(app, worker)
        session.expire_all()
        if not any(run.works for run in session.scalars(select(ImportRun))):
            return


def test_a_file_becomes_listings_by_way_of_columns_a_report_and_a_button(app, session, office):
    make_unclaimed(session, email="known@example.org", name="Zora Quill")
    people = [person(1), person(2, email="known@example.org"), person(3, name="")]
    content = table([{**one, "Shoe size": "42"} for one in people])
    page = send(office, content.replace(b"city", b"Wohnsitz", 1))
    assert page.h1 == "Which column is which"
    assert "Portland" in page.text
    office.fill("Wohnsitz", "city")
    page = office.press("Check every line")
    assert page.h1 == "Checking every line"
    assert page.soup.find("progress") is not None
    assert session.scalar(select(func.count()).select_from(Listing)) == 1
    let_the_job_work(app, session)
    page = office.open(page.url)
    assert page.h1 == "What the check found"
    assert "1 would be made" in page.text
    assert "1 may be listed already" in page.text
    assert "The name is missing." in page.text
    refused = office.client.get(page.link("Refused lines as a table"))
    assert "The name is missing." in refused.get_data(as_text=True)
    page = office.open(f"{page.url}?show=duplicate")
    office.fill("Line 3", "new")
    page = office.press("Save")
    assert "Noted for line 3." in page.text
    page = office.press("Take the good lines in")
    assert page.h1 == "Taking in"
    let_the_job_work(app, session)
    page = office.open(page.url)
    assert page.h1 == "Taken in"
    assert "2 made" in page.text
    assert "wait in the queue for a moderator" in page.text
    assert session.scalar(select(func.count()).select_from(Listing)) == 3
    assert "people.csv" in office.open("/administration/import").text


def test_consent_for_the_whole_file_is_typed_once(app, session, office):
    bare = [{name: one[name] for name in ("name", "city", "region", "email")} for one in (person(1), person(2))]
    content = "\n".join([",".join(bare[0]), *(",".join(one.values()) for one in bare)]).encode()
    fields = {"source": "the Guild", "consent_note": "Agreed in the meeting.", "consented_on": "2026-03-02"}
    page = send(office, content, **fields)
    assert "Nothing says yet" not in page.text
    office.press("Check every line")
    let_the_job_work(app, session)
    assert session.scalars(select(ImportRun)).one().found == {"new": 2}


def test_an_import_can_be_stopped_and_goes_on_where_it_was(app, session, office):
    send(office, table([person(number) for number in range(60)]))
    office.press("Check every line")
    let_the_job_work(app, session)
    office.open(office.page.url)
    office.press("Take the good lines in")
    Worker(app).step(session.scalars(select(ImportRun.id)).one())
    page = office.press("Stop")
    assert page.h1 == "Stopped"
    made = session.scalar(select(func.count()).select_from(Listing))
    assert 0 < made < 60
    office.press("Go on")
    let_the_job_work(app, session)
    assert session.scalar(select(func.count()).select_from(Listing)) == 60


def test_columns_can_be_chosen_again_and_none_twice(app, session, office):
    page = send(office, table([person(1)]))
    office.fill("source", "city")
    page = office.press("Check every line")
    assert page.status == 422
    assert "Two columns of the file cannot both be city." in page.text
    office.fill("source", "source")
    office.press("Check every line")
    let_the_job_work(app, session)
    office.open(office.page.url)
    assert office.press("Choose the columns again").h1 == "Which column is which"


def test_a_file_read_with_the_wrong_letters_is_read_again(app, session, office):
    content = table([person(1, name="Жанна Иванова")]).decode().encode("cp1251")
    page = send(office, content)
    assert "Жанна" not in page.text
    office.fill("How the file writes its letters", "cp1251")
    page = office.press("Check every line")
    assert page.h1 == "Which column is which"
    assert "Жанна Иванова" in page.text


@pytest.mark.parametrize("sent", ["||", "x", ""])
def test_a_separator_that_is_not_offered_is_refused_in_words(session, office, sent):
    page = send(office, table([person(1)]))
    fields = {"csrf_token": page.soup.find("input", attrs={"name": "csrf_token"})["value"], "separator": sent}
    answer = office.client.post(f"{page.url}/columns", data={**fields, "encoding": "utf-8-sig"})
    assert answer.status_code == 422
    assert "Not a valid choice" in answer.get_data(as_text=True)


def test_a_separator_that_only_the_file_names_stays_chosen(app, session, office):
    page = send(office, b"sep=~\r\n" + table([person(1)]).replace(b",", b"~"))
    assert page.soup.find("select", attrs={"name": "separator"}).find("option", selected=True).text == "~"
    assert office.press("Check every line").h1 == "Checking every line"
    let_the_job_work(app, session)
    assert session.scalars(select(ImportRun)).one().found == {"new": 1}


def test_a_page_from_before_the_check_reads_nothing_otherwise_any_more(app, session, office):
    stale = send(office, table([person(1)]))
    office.press("Check every line")
    let_the_job_work(app, session)
    run = session.scalars(select(ImportRun)).one()
    before = (run.state, run.encoding, dict(run.mapping))
    office.page = stale
    office.fill("How the file writes its letters", "cp1252")
    assert office.press("Check every line").status == 409
    session.expire_all()
    assert (run.state, run.encoding, dict(run.mapping)) == before
    assert run.state is ImportState.CHECKED


@pytest.mark.parametrize(
    ("content", "fields", "words"),
    [
        (b"", {}, "empty"),
        (b"PK\x03\x04", {}, "Save the table as"),
        (b"name\nA", {"consented_on": "31/03/2026"}, "two ways"),
        (b"name\nA", {"source": "x" * 161}, "Shorten this to 160"),
    ],
)
def test_what_cannot_be_used_is_said_on_the_form_and_what_was_typed_stays(office, content, fields, words):
    answer = send(office, content, consent_note="As agreed.", **fields)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert "As agreed." in answer.get_data(as_text=True)


def test_a_file_that_is_too_large_is_refused(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "IMPORT_MEGABYTES", 0)
    answer = send(office, b"name\nA")
    assert answer.status_code == 422
    assert "more than 0 MB" in answer.get_data(as_text=True)


def test_the_whole_directory_is_handed_out_to_administrators_only_and_the_audit_says_to_whom(
    session, office, another_browser
):
    make_unclaimed(session)
    assert office.open("/administration/export").h1 == "Export the directory"
    token = office.page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    for kind, beginning in (("csv", "\ufeffkey,name".encode()), ("jsonl", b'{"format"'), ("zip", b"PK")):
        answer = office.client.post("/administration/export", data={"csrf_token": token, "kind": kind})
        assert answer.data.startswith(beginning)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')
    assert office.client.post("/administration/export", data={"csrf_token": token, "kind": "xlsx"}).status_code == 422
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "exported_directory")).all()
    assert [one.after["kind"] for one in entries] == ["csv", "jsonl", "zip"]
    assert "JSONL by administrator" in office.open("/administration/export").text
    another_browser.sign_in(make_account(session, "moderator"))
    assert another_browser.open("/administration/export").status == 403


def test_a_run_that_works_needs_no_script_to_show_how_far_it_is(session, office):
    page = send(office, table([person(1)]))
    page = office.press("Check every line")
    assert (page.soup.find("progress")["value"], "0 of" in page.text) == ("0", False)
    assert page.link("Show how far it is").endswith(
        f"/administration/import/{session.scalars(select(ImportRun.id)).one()}"
    )


def test_unknown_imports_and_verdicts_are_told(session, office, desk):
    assert office.open("/administration/import/999").status == 404
    run = desk.take(table([person(1)]))
    assert office.open(f"/administration/import/{run.id}?show=odd").status == 400
    assert office.open(f"/administration/import/{run.id}?show=new").status == 200
    assert (run.state, run.twins) == (ImportState.DONE, Twins.SKIP)
