"""Everything deleted: the whole database and all files are searched for what was planted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from directory_app import audit, chain, create_app, delivery
from directory_app.accounts import actions as accounts
from directory_app.errors import RuleRefused
from directory_app.leaving import erase, tidying
from directory_app.models import Account, AuditEntry, Flag, FlagKind, Listing, NewAddress, OutgoingMail, PublicListing

from ..browser import Browser
from ..conftest import TESTING
from ..factories import (
    PORTLAND,
    make_account,
    make_listing,
    make_message,
    make_report,
    make_revision,
    make_unclaimed,
)
from ..services.sqlite import copy_database

EMAIL = "zebulwox@private.example.org"
PLANTED = (
    "zebulwox", "quillfeather", "hidden wombat lane", "503 555 0177", "kangaroo-website", "bioword", "answerword",
    "visitorword", "reportword", "licence-9177", "draftword", "noteword", "vera.wombat",
)  # fmt: skip


def plant(session):
    """A therapist whose every text holds something that occurs nowhere else."""
    account = make_account(session, email=EMAIL)
    listing = make_listing(
        session,
        "published",
        account=account,
        name="Zebulwox Quillfeather",
        bio="Bioword",
        website="https://kangaroo-website.example",
        answers={"Q1": ("yes_whole_hour", "Answerword, the whole hour on your low back, slowly.")},
        place={**PORTLAND, "street": "12 Hidden Wombat Lane"},
    )
    listing.phone = "+1 503 555 0177"
    listing.licences[0].number = "LICENCE-9177"
    make_revision(session, listing, 2, name="Zebulwox in writing", bio="Draftword")
    message = make_message(session, listing, "Visitorword", name="Vera", email="vera.wombat@example.org")
    letter = session.get(OutgoingMail, message.letter_id)
    letter.listing_id = listing.id
    session.add(
        OutgoingMail(
            recipient="vera.wombat@example.org",
            subject="A copy",
            text="To Zebulwox Quillfeather: Visitorword",
            listing_id=listing.id,
        )
    )
    session.add(OutgoingMail(recipient=EMAIL, subject="Waiting", text="Dear Zebulwox"))
    make_report(session, listing, note="Reportword")
    moderator = make_account(session, "moderator")
    audit.record(session, "account", account.id, account, "registered", target_name=EMAIL)
    audit.record(
        session, "listing", listing.id, account, "licences_changed", target_name=listing.slug,
        after={"numbers": ["LICENCE-9177"]},
    )  # fmt: skip
    audit.record(session, "revision", listing.approved.id, moderator, "approve", target_name="Zebulwox Quillfeather")
    audit.record(session, "listing", listing.id, moderator, "noted", reason="A noteword about Zebulwox")
    audit.record(session, "appeal", 5, moderator, "appeal_closed", target_name="Zebulwox Quillfeather")
    other = make_listing(session, "submitted", name="Somebody Other")
    detail = {"share": 0.9, "revision_id": listing.approved.id, "source": "Zebulwox Quillfeather"}
    session.add(Flag(revision=other.revisions[0], kind=FlagKind.COPIED, question_id="Q1", detail=detail))
    session.commit()
    return account, other


def found_in_tables(session):
    """Where any planted word stands: in every table that people write to, those of the full text too."""
    found = []
    engine = session.get_bind()
    for table in inspect(engine).get_table_names():
        if table in {"place", "place_name", "postal_code", "rubric_file"}:
            continue
        for row in session.execute(text(f'SELECT * FROM "{table}"')):
            words = " ".join(one.decode(errors="replace") if isinstance(one, bytes) else str(one) for one in row)
            found += [f"{table}: {word}" for word in PLANTED if word in words.casefold()]
    return found


def test_the_search_of_these_tests_finds_what_is_planted(session):
    plant(session)
    found = found_in_tables(session)
    missed = [word for word in PLANTED if not any(one.endswith(word) for one in found)]
    assert missed == []


def test_nothing_is_left_in_any_table_and_others_keep_theirs(browser, another_browser, session, app):
    account, other = plant(session)
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    rows = session.execute(text("SELECT * FROM audit_entry ORDER BY id")).all()
    address = f"/therapists/{account.listing.slug}"
    assert another_browser.open(address).status == 200
    browser.sign_in(account)
    browser.open("/my-data")
    browser.follow("Delete everything")
    browser.fill("Type “delete everything”", "  Delete   EVERYTHING ")
    page = browser.press("Delete everything for good")
    assert page.h1 == "Everything is deleted"
    goodbye = session.scalars(select(OutgoingMail)).one()
    assert (goodbye.recipient, goodbye.subject) == (EMAIL, "Your account is deleted")
    assert delivery.sweep(app) == 1
    assert delivery.forget_old(app) == 1
    session.expire_all()
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO public_text(public_text) VALUES ('optimize')"))
    assert found_in_tables(session) == []
    assert session.execute(text("SELECT * FROM audit_entry ORDER BY id")).all()[:before] == rows, "rows stay as written"
    assert session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first().action == "deleted"
    assert [one.id for one in session.scalars(select(Listing))] == [other.id]
    assert session.scalars(select(Flag.detail)).one()["source"] == "a listing that was deleted"
    page = another_browser.open(address)
    assert (page.status, page.h1) == (404, "There is nothing here")
    assert browser.open("/my-listing").h1 == "Sign in"
    assert "Quillfeather" not in another_browser.open("/search?place=Portland, OR").text


def change_address(session, account, email):
    """What a therapist does who asks for another address and opens the link."""
    accounts.ask_for_address(session, account, email)
    accounts.confirm_address(session, session.get(NewAddress, account.id))


def test_letters_to_an_earlier_address_go_too_unless_it_is_somebody_elses_by_now(browser, session):
    account, _ = plant(session)
    session.add(OutgoingMail(recipient="given.up@example.org", subject="To its next owner", text="Hello"))
    change_address(session, account, "given.up@example.org")
    change_address(session, account, "later@example.org")
    make_account(session, email="Given.Up@example.org")
    session.commit()
    browser.sign_in(account)
    browser.open("/my-data/delete")
    browser.fill("Type “delete everything”", "delete everything")
    assert browser.press("Delete everything for good").h1 == "Everything is deleted"
    assert [one for one in found_in_tables(session) if one.startswith(("outgoing_mail", "audit"))] == []
    left = set(session.scalars(select(OutgoingMail.subject)))
    assert "To its next owner" in left
    assert "Waiting" not in left


def test_other_words_delete_nothing(browser, session):
    account, _ = plant(session)
    browser.sign_in(account)
    browser.open("/my-data/delete")
    browser.fill("Type “delete everything”", "delete")
    page = browser.press("Delete everything for good")
    assert page.status == 422
    assert "Nothing was deleted." in page.text
    assert session.get(Account, account.id) is not None


def test_every_sign_in_of_a_deleted_account_ends(browser, another_browser, session):
    account, _ = plant(session)
    browser.sign_in(account)
    another_browser.sign_in(account)
    erase.erase(session, session.get(Account, account.id))
    session.commit()
    for one in (browser, another_browser):
        assert one.open("/my-listing").h1 == "Sign in"


def test_who_works_for_the_directory_is_not_deleted_by_a_press(browser, session):
    account, _ = plant(session)
    account.roles.extend(make_account(session, "moderator").roles)
    session.commit()
    browser.sign_in(account)
    assert "An administrator takes that role away first." in browser.open("/my-data/delete").text
    browser.post("/my-data/delete", [("word", "delete everything")])
    assert session.get(Account, account.id) is not None


def test_an_account_without_a_listing_is_deleted_too(browser, session):
    account = make_account(session)
    number = account.id
    browser.sign_in(account)
    browser.open("/account")
    page = browser.follow("Take or delete it")
    assert "pause your listing" not in page.text, "there is none"
    browser.follow("Delete everything")
    browser.fill("Type “delete everything”", " “Delete  everything”")
    assert browser.press("Delete everything for good").h1 == "Everything is deleted"
    assert session.get(Account, number) is None


@pytest.fixture
def on_disk(tmp_path, sqlite_app):
    """A directory whose database is a file of its own, and whose letters are files."""
    copy_database(sqlite_app, tmp_path)
    app = create_app({**TESTING, "DATA": str(tmp_path), "MAIL_BACKEND": "file"})
    yield app
    app.extensions["engine"].dispose()


def found_in_files(folder: Path):
    found = []
    for path in folder.rglob("*"):
        # Each file is read once: the database has tens of megabytes.
        content = path.read_bytes().lower() if path.is_file() else b""
        found += [f"{path.relative_to(folder)}: {word}" for word in PLANTED if word.encode() in content]
    return found


def test_nothing_is_left_in_any_file(on_disk, tmp_path):
    with on_disk.extensions["sessions"]() as session:
        account, _ = plant(session)
        slug = account.listing.slug
    browser = Browser(on_disk)
    delivery.sweep(on_disk)
    assert browser.open(f"/pictures/therapists/{slug}.png").status == 200
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 1
    assert any(one.startswith("outbox/") for one in found_in_files(tmp_path))
    browser.sign_in(account)
    browser.open("/my-data/delete")
    browser.fill("Type “delete everything”", "delete everything")
    assert browser.press("Delete everything for good").h1 == "Everything is deleted"
    delivery.sweep(on_disk)
    delivery.forget_old(on_disk)
    assert tidying.tidy(on_disk)
    assert not tidying.tidy(on_disk), "once is enough"
    left = found_in_files(tmp_path)
    (goodbye,) = (path for path in (tmp_path / "outbox").iterdir() if EMAIL.encode() in path.read_bytes())
    goodbye.unlink()
    assert set(found_in_files(tmp_path)) <= {one for one in left if one.startswith("outbox/")}
    assert found_in_files(tmp_path) == []
    assert list((tmp_path / "pictures").glob("*.png")) == []
    with on_disk.extensions["sessions"]() as session:
        assert session.scalars(select(PublicListing)).all() == []


def plant_unclaimed(session):
    """A listing that an operator put in, with the same words as `plant`."""
    listing = make_unclaimed(session, email=EMAIL, name="Zebulwox Quillfeather", bio="Bioword", phone="+1 503 555 0177")
    make_message(session, listing, "Visitorword", name="Vera", email="vera.wombat@example.org")
    make_report(session, listing, note="Reportword")
    audit.record(
        session, "listing", listing.id, make_account(session, "moderator"), "noted", target_name=listing.slug,
        reason="Zebulwox wrote: Draftword",
    )  # fmt: skip
    session.commit()
    return listing


def test_an_administrator_deletes_a_listing_that_nobody_claimed_with_everything_about_it(
    browser, another_browser, session, app
):
    listing = plant_unclaimed(session)
    number, address = listing.id, f"/therapists/{listing.slug}"
    assert another_browser.open(address).status == 200
    assert found_in_tables(session) != []
    browser.sign_in(make_account(session, "administrator"))
    browser.open(f"/moderation/listings/{number}")
    browser.follow("delete it for good")
    browser.fill("Type “delete everything”", "delete")
    assert "Nothing was deleted." in browser.press("Delete everything for good").text
    browser.fill("Type “delete everything”", "delete everything")
    page = browser.press("Delete everything for good")
    assert "The listing and everything about it are deleted." in page.text
    letter = session.scalars(select(OutgoingMail)).one()
    assert (letter.recipient, letter.subject) == (EMAIL, "Your listing is deleted")
    delivery.sweep(app)
    delivery.forget_old(app)
    session.expire_all()
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO public_text(public_text) VALUES ('optimize')"))
    assert found_in_tables(session) == []
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (last.target_kind, last.target_id, last.action) == ("listing", number, "deleted")
    assert chain.verify(session).fault == ""
    assert another_browser.open(address).status == 404
    assert "Quillfeather" not in another_browser.open("/search?place=Portland, OR").text


def test_a_listing_that_has_an_owner_is_theirs_to_delete(browser, session):
    listing = make_listing(session, "published")
    browser.sign_in(make_account(session, "administrator"))
    assert "delete it for good" not in browser.open(f"/moderation/listings/{listing.id}").text
    assert browser.open(f"/administration/listings/{listing.id}/delete").status == 404
    with pytest.raises(RuleRefused):
        erase.erase_unclaimed(session, listing, None)


def test_a_moderator_cannot_delete_a_listing(browser, session):
    listing = plant_unclaimed(session)
    browser.sign_in(make_account(session, "moderator"))
    assert "delete it for good" not in browser.open(f"/moderation/listings/{listing.id}").text
    assert browser.open(f"/administration/listings/{listing.id}/delete").status == 403
