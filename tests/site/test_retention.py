"""What is kept about people leaves in time: docs/privacy.md says when, each of its rows is tried with a moved clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from directory_app import mail, sign_ins
from directory_app.models import (
    Account,
    Act,
    Base,
    CaseLook,
    Claim,
    ClaimDocument,
    Confirmation,
    ConfirmationCode,
    ConfirmationSheet,
    ConfirmationState,
    DaySalt,
    Device,
    ImportRow,
    ImportRun,
    ImportState,
    KeptForm,
    Message,
    NewAddress,
    OutgoingMail,
    RegistrationNetwork,
    Reply,
    Report,
    SetAside,
    SignIn,
    Verdict,
    now,
)

from ..factories import make_account, make_claim, make_listing, make_message, make_report

DOCUMENT = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text()
ROW = re.compile(r"^\| ([^|]+) \| [^|]+ \| (\d+) (minute|hour|day)s? \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
ROWS = {what: (timedelta(**{f"{unit}s": int(number)}), job) for what, number, unit, job in ROW.findall(DOCUMENT)}
# Half an hour into a day of UTC: what is kept for a day is there in the evening.
START = datetime(2027, 3, 1, 0, 30, tzinfo=UTC)

Count = Callable[[], int]


def rows(session, *tables):
    """How many rows these tables have together."""
    return sum(session.scalar(select(func.count()).select_from(table)) for table in tables)


def sent(session):
    mail.deliver_waiting(session, lambda _: None)
    session.commit()


def messages(session) -> Count:
    message = make_message(session, make_listing(session, "published"))
    copy = OutgoingMail(recipient="vera@example.org", subject="Your message", text="x")
    session.add(copy)
    session.flush()
    session.add(Reply(message_id=message.id, letter_id=copy.id, key="k", by_visitor=True, body="x"))
    for letter in (copy, session.get(OutgoingMail, message.letter_id)):
        letter.forget_at = now() + mail.KEPT_AT_MOST
    sent(session)
    return lambda: rows(session, Message, Reply, OutgoingMail)


def letters(session) -> Count:
    mail.queue(session, "ada@example.org", "Approved", "x")
    sent(session)
    return lambda: rows(session, OutgoingMail)


def unsent(session) -> Count:
    mail.queue(session, "ada@example.org", "Approved", "x").attempts = mail.GIVE_UP_AFTER
    return lambda: rows(session, OutgoingMail)


def sign_in(session) -> Count:
    sign_ins.start(session, make_account(session), "Firefox on Linux", two_factors=False)
    return lambda: rows(session, SignIn)


def device(session) -> Count:
    sign_ins.remember_device(session, make_account(session), "key")
    return lambda: rows(session, Device)


def new_address(session) -> Count:
    session.add(NewAddress(account_id=make_account(session).id, email="new@example.org", key_hash="h"))
    return lambda: rows(session, NewAddress)


def kept_form(session) -> Count:
    sign_ins.keep_form(session, make_account(session), "/my-listing", [("name", "Ada")])
    return lambda: rows(session, KeptForm)


def unconfirmed(session) -> Count:
    number = make_account(session, confirmed_at=None).id
    kept = [
        make_account(session, "moderator", confirmed_at=None).id,
        make_listing(session, account=make_account(session, confirmed_at=None)).account_id,
        make_account(session).id,
    ]

    def left():
        assert session.scalar(select(func.count()).select_from(Account).where(Account.id.in_(kept))) == 3
        return session.scalar(select(func.count()).select_from(Account).where(Account.id == number))

    return left


def registration(session) -> Count:
    session.add(RegistrationNetwork(account_id=make_account(session).id, network="h", made_on=now().date()))
    return lambda: rows(session, RegistrationNetwork)


def a_confirmation(session, **facts):
    values = {"month": now().date().replace(day=1), "state": ConfirmationState.REFUSED, "ready_on": now().date()}
    session.add(
        Confirmation(listing_id=make_listing(session, "published").id, received_at=now(), **{**values, **facts})
    )


def networks(session) -> Count:
    a_confirmation(session, network="n")
    session.add(DaySalt(day=now().date(), salt="s"))
    found = select(func.count()).select_from(Confirmation).where(Confirmation.network.is_not(None))
    return lambda: session.scalar(found) + rows(session, DaySalt)


def receipts(session) -> Count:
    a_confirmation(session, receipt_hash="r", key="k")
    found = select(func.count()).select_from(Confirmation)
    return lambda: session.scalar(found.where(Confirmation.receipt_hash.is_not(None) | Confirmation.key.is_not(None)))


def codes(session) -> Count:
    listing, today = make_listing(session, "published"), now().date()
    sheet = ConfirmationSheet(
        listing_id=listing.id, key_hash="k", number=1, made_on=today, expires_on=today + timedelta(days=120)
    )
    sheet.codes = [ConfirmationCode(code_hash="h")]
    session.add(sheet)
    return lambda: rows(session, ConfirmationSheet, ConfirmationCode)


def documents(session) -> Count:
    claim = make_claim(session, make_listing(session, "published"))
    claim.document.delete_on = (now() + timedelta(days=30)).date()
    return lambda: rows(session, ClaimDocument)


def private_of_a_former_owner(session) -> Count:
    listing, former = make_listing(session, "published"), make_account(session)
    session.add(
        SetAside(
            listing_id=listing.id,
            account_id=former.id,
            content={"messages": []},
            delete_on=(now() + timedelta(days=30)).date(),
        )
    )
    return lambda: rows(session, SetAside)


def claims(session) -> Count:
    make_claim(session, make_listing(session, "published"), contact="+1 503 555 0123", note="Hers.", decided_at=now())
    return lambda: session.scalar(
        select(func.count()).select_from(Claim).where((Claim.contact != "") | (Claim.note != ""))
    )


def reports(session) -> Count:
    make_report(session, make_listing(session, "published"), closed_at=now(), outcome_note="Looked at.")
    make_report(session, make_listing(session, "published"), note="Still open, so its words stay.")
    closed = select(func.count()).select_from(Report).where(Report.closed_at.is_not(None))

    def left():
        assert session.scalar(select(Report.note).where(Report.closed_at.is_(None)))
        return session.scalar(closed.where((Report.note != "") | (Report.outcome_note != "")))

    return left


def looks(session) -> Count:
    until = now() + timedelta(minutes=20)
    session.add(CaseLook(subject="revision", subject_id=1, moderator_id=make_account(session).id, until=until))
    return lambda: rows(session, CaseLook)


def imports(session) -> Count:
    run = ImportRun(
        state=ImportState.DONE, file_name="a.csv", stored="stored-under-this", digest="d", size=1, kind="csv"
    )
    session.add(run)
    session.flush()
    session.add(ImportRow(run_id=run.id, line=1, name="Ada", reason="No city.", verdict=Verdict.REFUSED))
    named = select(func.count()).select_from(ImportRow).where((ImportRow.name != "") | (ImportRow.reason != ""))
    kept = select(func.count()).select_from(ImportRun).where(ImportRun.stored != "")
    return lambda: session.scalar(named) + session.scalar(kept)


PLANTED = {
    "messages of visitors, answers, their copies": messages,
    "letters to therapists and staff": letters,
    "letters that never left": unsent,
    "sign-ins: kind of browser and times": sign_in,
    "known devices, as a digest": device,
    "a new address that nobody confirmed": new_address,
    "a form sent after the end of a sign-in": kept_form,
    "accounts that nobody confirmed": unconfirmed,
    "the network of a registration, as a digest": registration,
    "networks of clients and their salt": networks,
    "the receipt of a confirmation": receipts,
    "codes on cards, as digests": codes,
    "documents of claims": documents,
    "what a former owner had in private": private_of_a_former_owner,
    "contact and words of a claim": claims,
    "words of a report": reports,
    "who looks at a case": looks,
    "files of imports, and what rows quote of them": imports,
}


def run(app, session, job):
    """The job of this name, as the process that runs jobs does it."""
    (task,) = [task for task in app.extensions["jobs"].tasks if task.name == job]
    task.run()
    session.expire_all()


def test_every_row_of_the_table_is_tried_here():
    assert set(ROWS) == set(PLANTED)


@pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", sorted(PLANTED))
def test_it_is_there_until_its_time_is_over_and_then_gone(what, app, session):
    kept, job = ROWS[what]
    with time_machine.travel(START, tick=False):
        count = PLANTED[what](session)
        session.commit()
        planted = count()
    assert planted > 0
    with time_machine.travel(START + kept - min(timedelta(hours=1), kept / 4), tick=False):
        run(app, session, job)
        assert count() == planted, "too early"
    day = timedelta(days=1)
    with time_machine.travel(START + kept + (day if kept >= day else timedelta(seconds=1)), tick=False):
        run(app, session, job)
        assert count() == 0


@pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)
def test_a_letter_about_an_act_that_can_be_undone_stays(app, session):
    listing = make_listing(session, "published")
    letter = mail.queue(session, listing.account.email, "Suspended", "x")
    session.flush()
    act = {"what": "suspend", "subject": "listing", "subject_id": listing.id, "listing_id": listing.id}
    session.add(Act(**act, letter_id=letter.id))
    sent(session)
    with time_machine.travel(now() + timedelta(days=200)):
        run(app, session, "forgetting")
    assert rows(session, OutgoingMail) == 1


def section(title: str) -> set[str]:
    text = DOCUMENT.split(f"## {title}\n")[1].split("\n## ")[0].split("What is left:")[0]
    return set(re.findall(r"`(\w+)`", text))


def test_every_table_has_its_place_in_the_document():
    missing = [name for name in Base.metadata.tables if f"`{name}`" not in DOCUMENT]
    assert missing == []


def test_what_goes_with_the_account_is_taken_along_by_the_database():
    """Along foreign keys that delete, whatever the application does."""
    reached = {"account"}
    grown = True
    while grown:
        grown = False
        for name, table in Base.metadata.tables.items():
            leads = {key.column.table.name for key in table.foreign_keys if key.ondelete == "CASCADE"}
            if name not in reached and leads & reached:
                reached.add(name)
                grown = True
    listed = section("Kept until the account is deleted")
    assert len(listed) > 25
    assert listed - reached == set()
