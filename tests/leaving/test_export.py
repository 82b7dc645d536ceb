"""Everything in one file, read back into another directory, and the same file again."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from directory_app import audit, create_app, photos
from directory_app.checking import CheckFound, record_check
from directory_app.errors import UnreadableExport
from directory_app.leaving import taking_in
from directory_app.leaving.export import columns_of, write_archive
from directory_app.leaving.parts import PARTS
from directory_app.models import (
    Account,
    AuditEntry,
    Base,
    CaseNote,
    CheckOutcome,
    DailyTotal,
    Decision,
    DecisionKind,
    Evidence,
    EvidenceKind,
    Listing,
    OutgoingMail,
    PublicListing,
    Reply,
    Revision,
    RevisionPhoto,
    TotalKind,
    now,
)
from directory_app.portable import from_cell, to_cell

from ..conftest import TESTING
from ..factories import (
    PORTLAND,
    make_account,
    make_appeal,
    make_hidden,
    make_interview,
    make_listing,
    make_message,
    make_report,
    make_revision,
)
from ..photos import pictures
from ..services.sqlite import copy_database
from ..waiting import days_later

# Tables that hold nothing of one therapist, and those that do and are left out, with the reason.
NOT_EXPORTED = {
    "the directory's own words and places": {
        "role", "technique", "reason", "report_reason", "jurisdiction", "place", "place_name", "postal_code",
        "place_data_version", "public_clock", "public_change", "unmet_demand",
        "kept_figures",
    },
    "made anew from what is exported": {"public_listing", "public_location", "public_name", "fingerprint"},
    "who has which role, and what signs in": {"account_role", "passkey", "device", "sign_in", "new_address"},
    "waits for a sign-in of this directory": {"kept_form"},
    "how a listing came to its account; what came of it stands in the part history": {"claim", "claim_document"},
    "who confirmed what, and the codes that let them": {
        "confirmation", "confirmation_code", "confirmation_sheet", "day_salt",
    },
    "in the part history": {"audit_entry", "audit_words"},
    "patterns among several accounts": {"registration_burst", "burst_member"},
    "a hash that is deleted the next day": {"registration_network"},
    "ties the entries of this audit": {"audit_link", "audit_head"},
    "rules of this directory": {
        "rule_change", "rule_clock", "setting", "letter_text", "rubric_file", "rubric_release", "rubric_run",
        "rubric_move",
    },
    "letters": {"outgoing_mail"},
    "set aside while somebody else has the listing: back with it, or deleted within thirty days": {"set_aside"},
    "belong to others": {"report", "reported_message", "blocked_sender"},
    "notes of moderators for themselves": {"flag"},
    "notes between moderators; their words are in about-you/notes.csv, without who wrote them": {"case_note"},
    "how moderators work; what they decided is in the parts decisions and history": {"act", "case_look"},
    "which line of which file an operator took in": {"import_run", "import_row", "import_mark", "import_piece"},
    "what runs by itself": {"job"},
}  # fmt: skip


@pytest.fixture
def listing(session):
    """A public listing with a little of everything."""
    place = {**PORTLAND, "street": "771 Hidden Lane"}
    made = make_listing(session, "published", name="=Ada Near", bio='-Two\n\nparagraphs, "quoted".', place=place)
    account, moderator = made.account, make_account(session, "moderator", email="moderator@staff.example.org")
    make_revision(session, made, 2, bio="", website="", name="Ada in writing")
    session.add(Decision(revision=made.approved, moderator=moderator, kind=DecisionKind.APPROVE, note="+Welcome"))
    shown = make_message(session, made, "@Hello", email="shown@example.org")
    make_message(session, made, "Not shown", email="hidden@example.org", shares_email=False)
    letter = OutgoingMail(recipient="shown@example.org", subject="x", text="x")
    session.add(letter)
    session.flush()
    session.add(Reply(message=shown, letter_id=letter.id, key="k", by_visitor=False, body="My answer"))
    for past in range(3):
        day = now().date() - timedelta(days=past)
        session.add(DailyTotal(listing_id=made.id, day=day, kind=TotalKind.OPENED, count=past + 1))
    photo = photos.add(session, made, pictures.saved(pictures.picture(200, 240)))
    session.flush()
    session.add(RevisionPhoto(revision_id=made.approved.id, photo_id=photo.id))
    make_appeal(session, made.approved)
    licence = made.licences[0]
    found = CheckFound(CheckOutcome.FOUND, licence.number, "The board", "its register", licence.expires_on)
    record_check(session, licence, moderator, found)
    make_interview(session, made, recorded_by=moderator)
    make_hidden(session, made)
    audit.record(session, "account", account.id, account, "registered", target_name=account.email)
    audit.record(
        session, "listing", made.id, account, "licences_changed", target_name=made.slug,
        before={"numbers": []}, after={"numbers": ["OR-1"]},
    )  # fmt: skip
    audit.record(session, "revision", made.approved.id, moderator, "approve", target_name="=Ada Near")
    make_report(session, made, email="reporter@example.org", note="Reported words")
    session.add(CaseNote(listing=made, author=moderator, text="=I phoned the practice."))
    for _ in range(2):
        session.add(
            Evidence(listing_id=made.id, question_id="Q1", kind=EvidenceKind.CLIENT, value=1.0, observed_at=now())
        )
    # Somebody else's, which must not be in the file.
    other = make_listing(session, "published", name="Someone Else")
    make_message(session, other, "For somebody else")
    session.commit()
    return made


def archive_of(session, account):
    out = io.BytesIO()
    write_archive(session, account, out)
    return out.getvalue()


def contents(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


@pytest.fixture
def other_directory(tmp_path, sqlite_app):
    """A directory of its own with its vocabulary and without any account."""
    copy_database(sqlite_app, tmp_path)
    app = create_app({**TESTING, "DATA": str(tmp_path)})
    yield app
    app.extensions["engine"].dispose()
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_out_and_in_and_out_again_gives_the_same_bytes(session, listing, other_directory):
    first = archive_of(session, listing.account)
    with other_directory.app_context(), other_directory.extensions["sessions"]() as there:
        assert there.scalar(select(func.count()).select_from(Account)) == 0
        account = taking_in.take_in(there, *taking_in.read_json(io.BytesIO(first)))
        there.commit()
        second = archive_of(there, account)
        public = there.scalars(select(PublicListing)).one()
        assert (public.slug, public.name) == (listing.slug, "=Ada Near")
    ours = {name: one for name, one in contents(first).items() if not name.startswith("about-you/")}
    theirs = {name: one for name, one in contents(second).items() if not name.startswith("about-you/")}
    assert ours == theirs
    parts = json.loads(ours["data.json"])["parts"]
    assert all(parts[part.name] for part in PARTS), "every part of the test holds something"


def test_the_tables_for_spreadsheets_say_the_same_and_hold_no_formula(session, listing):
    raw = archive_of(session, listing.account)
    parts, _ = taking_in.read_json(io.BytesIO(raw))
    assert taking_in.read_csv(io.BytesIO(raw)) == parts
    cells = [
        cell
        for name, one in contents(raw).items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(one.decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert "'=Ada Near" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []


@pytest.mark.parametrize("text", ["", "'", "''x", "=1+1", "\tx", "\rx", "＝x", "a\nb", 'say "x", y', "-1"])
def test_every_text_comes_back_from_a_cell(text):
    kind = Revision.__table__.c.bio.type
    assert from_cell(kind, to_cell(text)) == text
    assert from_cell(kind, to_cell(None)) is None


def test_what_belongs_to_others_is_left_out(session, listing):
    everything = b"\n".join(contents(archive_of(session, listing.account)).values()).decode(errors="replace")
    assert "shown@example.org" in everything
    assert "771 Hidden Lane" in everything
    for secret in (
        "hidden@example.org", "moderator@staff.example.org", "reporter@example.org", "Reported words",
        "Someone Else", "For somebody else", listing.account.password, listing.account.fs_uniquifier,
    ):  # fmt: skip
        assert secret not in everything, secret
    assert "Q1,client,fewer than 3" in everything
    assert "'=I phoned the practice." in everything


def test_every_table_is_exported_or_left_out_for_a_reason():
    exported = {part.model.__tablename__ for part in PARTS}
    left_out = set().union(*NOT_EXPORTED.values())
    assert exported | left_out == set(Base.metadata.tables)
    assert exported & left_out == set()


def test_a_therapist_gets_the_file_by_one_button_and_the_audit_says_so(browser, session, listing):
    browser.sign_in(listing.account)
    browser.open("/my-listing")
    browser.follow("Yours to take or delete")
    browser.follow("Export everything")
    token = browser.page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    answer = browser.client.post("/my-data/export", data={"csrf_token": token})
    assert answer.mimetype == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(contents(answer.data)["data.json"])["parts"]["account"][0]["email"] == listing.account.email
    answer.close()
    assert session.scalar(select(func.count()).where(AuditEntry.action == "exported")) == 1


def test_who_signed_in_long_ago_is_asked_for_the_password_first(browser, session, listing):
    browser.sign_in(listing.account)
    with days_later(0.02):
        assert browser.open("/my-data").h1 == "Yours to take or delete"
        for page in ("export", "delete"):
            assert browser.open(f"/my-data/{page}").h1 == "Is it still you?"
        token = browser.page.soup.find("input", attrs={"name": "csrf_token"})["value"]
        answer = browser.client.post("/my-data/delete", data={"csrf_token": token, "word": "delete everything"})
        assert "/account/verify" in answer.location
    assert session.get(Listing, listing.id) is not None


def test_an_account_without_a_listing_is_exported_too(session):
    account = make_account(session)
    parts, _ = taking_in.read_json(io.BytesIO(archive_of(session, account)))
    assert (len(parts["account"]), parts["listing"]) == (1, [])


def changed(raw, change):
    """The file with something else in its data."""
    document = json.loads(contents(raw)["data.json"])
    change(document)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("data.json", json.dumps(document))
    return out


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(format="something else"),
        lambda d: d.update(version=99),
        lambda d: d.update(parts=[]),
        lambda d: d["parts"].pop("answers"),
        lambda d: d["parts"]["answers"][0].update(surprise=1),
        lambda d: d["parts"]["answers"][0].pop("text"),
        lambda d: d["parts"]["answers"][0].update(revisions=77),
        lambda d: d["parts"]["revisions"][0].update(state="king"),
        lambda d: d["parts"]["revisions"][0].update(techniques="all"),
        lambda d: d["parts"]["prices"][0].update(amount="much"),
        lambda d: d["parts"]["account"].append(d["parts"]["account"][0]),
        lambda d: d["parts"]["listing"][0].update(created_at="yesterday"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_a_sentence(session, listing, other_directory, change):
    file = changed(archive_of(session, listing.account), change)
    with (
        other_directory.app_context(),
        other_directory.extensions["sessions"]() as there,
        pytest.raises(UnreadableExport) as refused,
    ):
        taking_in.take_in(there, *taking_in.read_json(file))
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n", b"PK\x03\x04 and no more"])
def test_what_is_no_file_of_ours_is_refused(raw):
    with pytest.raises(UnreadableExport):
        taking_in.read_json(io.BytesIO(raw))


def test_the_command_takes_in_a_file_once(session, listing, other_directory, tmp_path):
    path = tmp_path / "export.zip"
    path.write_bytes(archive_of(session, listing.account))
    run = other_directory.test_cli_runner().invoke
    tried = run(args=["directory", "take-in", "--dry-run", str(path)])
    assert "Nothing was kept." in tried.output, tried.output
    done = run(args=["directory", "take-in", str(path)])
    assert "a listing with 2 versions" in done.output, done.output
    again = run(args=["directory", "take-in", str(path)])
    assert again.exit_code != 0
    assert "This address has an account already." in again.output


def test_the_description_of_the_format_names_every_column():
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs" / "export-format.md").read_text()
    names = [*(part.name for part in PARTS), "history"]
    missing = [f"{name}.{column}" for name in names for column in columns_of(name) if f"`{column}`" not in text]
    assert missing == []
