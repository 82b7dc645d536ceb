"""What a person of the staff meets who has a listing: every page and form about it is refused, and no list holds it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import casework
from directory_app.access import mark_of
from directory_app.models import (
    Act,
    Base,
    CaseNote,
    CheckOutcome,
    Confirmation,
    ConfirmationState,
    LicenceCheck,
    Role,
    now,
)

from ..browser import TOKEN_FIELD, Browser
from ..factories import (
    make_account,
    make_appeal,
    make_burst,
    make_claim,
    make_flag,
    make_hidden,
    make_interview,
    make_listing,
    make_report,
    make_revision,
    submit,
)

SECRET = "Quillfeather"
TITLE = "This is about your own listing; a colleague decides"
# What stands in addresses of staff and names no listing.
OF_NOBODY = {"question_id", "digest", "size", "kind"}
LISTS = (
    "/moderation/?kind=report",
    "/moderation/reports",
    "/moderation/appeals",
    "/moderation/claims",
    "/moderation/confirmations",
    "/moderation/licences?show=unchecked",
    "/moderation/integrity",
    "/moderation/hidden",
)


@pytest.fixture
def database_app(sqlite_app):
    """Whose a listing is does not depend on the database."""
    return sqlite_app


@pytest.fixture(params=["moderator", "administrator"])
def me(request, session):
    """Somebody of the staff who is a therapist as well."""
    account = make_account(session, request.param)
    account.roles.append(session.scalars(select(Role).where(Role.name == "therapist")).one())
    return account


@pytest.fixture
def mine(session, me):
    """A listing of theirs with one of each thing that an address of staff may name."""
    listing = make_listing(session, "published", account=me, name=f"Zeb {SECRET}")
    edit = submit(session, make_revision(session, listing, 2, name=f"Zeb {SECRET}", bio="New words."))
    licence, colleague = listing.licences[0], make_account(session, "moderator")
    check = LicenceCheck(listing=listing, licence=licence, outcome=CheckOutcome.NOT_FOUND, checked_at=now())
    note = CaseNote(listing=listing, author=me, text=f"{SECRET}?")
    act = Act(what="standing", subject="listing", subject_id=listing.id, listing_id=listing.id, before={}, audit_id=0)
    act.moderator_id = colleague.id
    facts = {"month": now().date(), "answers": {}, "ready_on": now().date(), "received_at": now()}
    held = Confirmation(listing_id=listing.id, state=ConfirmationState.HELD, **facts)
    session.add_all([check, note, act, held])
    session.flush()
    report = make_report(session, listing, note=f"{SECRET} was rude.", email=f"vera.{SECRET}@example.org")
    return {
        "revision_id": edit.id,
        "listing_id": listing.id,
        "report_id": report.id,
        "appeal_id": make_appeal(session, listing.approved, text=SECRET).id,
        "claim_id": make_claim(session, listing, note=SECRET).id,
        "hidden_id": make_hidden(session, listing).id,
        "flag_id": make_flag(session, edit, detail={"words": [SECRET]}).id,
        "interview_id": make_interview(session, listing).id,
        "burst_id": make_burst(session, me, reason=SECRET).id,
        "licence_id": licence.id,
        "check_id": check.id,
        "note_id": note.id,
        "act_id": act.id,
        "question_id": "Q2",
        "digest": "0" * 32,
        "size": 96,
        "kind": "webp",
    }


@pytest.fixture
def staff(app, session, me, mine):
    browser = Browser(app, session)
    browser.sign_in(me)
    session.commit()
    return browser


def routes_of_staff(app):
    rules = [one for one in app.url_map.iter_rules() if one.arguments and one.endpoint != "static"]
    return [one for one in rules if mark_of(one.endpoint, app.view_functions[one.endpoint]) == "moderator_only"]


def everything(session):
    session.expire_all()
    return {
        table.name: session.execute(select(table).order_by(*table.primary_key.columns)).all()
        for table in Base.metadata.sorted_tables
        if table.name not in {"place", "postal_code"}
    }


def test_each_address_of_moderators_tells_whose_listing_it_is_about(sqlite_app):
    """Whoever adds a page with another name in its address says in `casework.own` which listing that names."""
    for rule in routes_of_staff(sqlite_app):
        assert rule.arguments <= casework.NAMES | OF_NOBODY, rule.rule


def test_every_page_and_form_about_ones_own_listing_is_refused_and_shows_nothing_of_it(app, session, staff, mine):
    before = everything(session)
    token = TOKEN_FIELD.search(staff.client.get("/account/change-password").get_data(as_text=True))[1]
    met = 0
    for rule in routes_of_staff(app):
        if not rule.arguments & casework.NAMES:
            continue
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **{name: mine[name] for name in rule.arguments})
        for method in rule.methods & {"GET", "POST"}:
            fields = {"csrf_token": token} if method == "POST" else None
            answer = staff.client.open(path, method=method, data=fields)
            assert answer.status_code == 403, (method, path)
            text = answer.get_data(as_text=True)
            assert TITLE.replace("listing", "account" if "burst_id" in rule.arguments else "listing") in text, path
            assert SECRET not in text, path
        met += 1
    assert met > 25
    assert everything(session) == before


def test_the_page_says_who_decides_instead_and_leads_back_to_the_list(staff, mine):
    page = staff.open(f"/moderation/reports/{mine['report_id']}")
    assert page.h1 == TITLE
    assert (
        "Another moderator does. Where there is none, an administrator can, unless it is theirs as well." in page.text
    )
    assert staff.follow("Go on with the work list").h1 == "Work list"


@pytest.mark.parametrize("path", LISTS)
def test_no_list_of_what_waits_names_ones_own_listing(staff, another_browser, session, path):
    colleague = make_account(session, "moderator")
    session.commit()
    another_browser.sign_in(colleague)
    others = "".join(one.text() for one in another_browser.open(path).all("main a"))
    assert SECRET in others
    assert SECRET not in "".join(one.text() for one in staff.open(path).all("main a"))


def test_nobody_is_offered_an_interview_with_themselves(staff, mine):
    page = staff.open(f"/moderation/interviews?name={SECRET}")
    assert page.all("a[href*='/interviews/new/']") == []


def test_the_navigation_counts_none_of_ones_own_cases(staff):
    page = staff.open("/moderation/reports")
    assert "No report is open." in page.text
    assert [one.text() for one in page.all("nav a") if one.text().strip().startswith("Reports")] == ["Reports"]
