"""Who may open what: every route carries a mark, and every route is walked as each of five people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app.access import EXTENSION_BLUEPRINTS, mark_of
from directory_app.models import Base

from ..browser import Browser
from ..factories import (
    make_account,
    make_appeal,
    make_burst,
    make_change,
    make_claim,
    make_decision,
    make_flag,
    make_hidden,
    make_interview,
    make_listing,
    make_message,
    make_report,
    make_run,
)

PEOPLE = ("visitor", "therapist", "another therapist", "moderator", "administrator")
ALLOWED = {
    "anyone": set(PEOPLE),
    "signed_in": set(PEOPLE) - {"visitor"},
    "therapist_only": {"therapist", "another therapist"},
    "moderator_only": {"moderator", "administrator"},
    "administrator_only": {"administrator"},
}

# Open to everybody, and leads on to a page that is for those who are signed in.
LEADS_ON = {"discovery.change_password"}


@pytest.fixture
def database_app(sqlite_app):
    """Who may open what is decided before any database is asked, so one of them is enough."""
    return sqlite_app


def own_routes(app):
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and rule.endpoint.partition(".")[0] not in EXTENSION_BLUEPRINTS
    ]


def test_every_route_carries_an_access_mark(sqlite_app):
    missing = [
        rule.endpoint
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint != "static" and mark_of(rule.endpoint, sqlite_app.view_functions[rule.endpoint]) not in ALLOWED
    ]
    assert missing == []


def test_every_address_is_lower_case_with_typed_numbers(sqlite_app):
    for rule in own_routes(sqlite_app):
        assert rule.rule.split("<")[0] == rule.rule.split("<")[0].lower()
        assert "_" not in rule.rule.split("<")[0]
        for name in rule.arguments:
            if name.endswith("_id") and name != "question_id":
                assert f"<int:{name}>" in rule.rule, rule.rule


@pytest.fixture
def people(app, session):
    """A browser for each person, signed in."""
    accounts = {
        "therapist": make_account(session),
        "another therapist": make_account(session),
        "moderator": make_account(session, "moderator"),
        "administrator": make_account(session, "administrator"),
    }
    make_listing(session, "submitted", account=accounts["therapist"])
    make_listing(session, "published", account=accounts["another therapist"])
    browsers = {"visitor": Browser(app, session)}
    for name, account in accounts.items():
        browsers[name] = Browser(app, session)
        browsers[name].sign_in(account)
    return browsers


@pytest.fixture
def values(session, people):
    """What stands in addresses. Refused forms and opened pages change none of it."""
    return things(session)


def things(session):
    """One of every thing that an address may name, made now."""
    listing = make_listing(session, "published")
    waiting = make_listing(session, "submitted")
    revision = waiting.revisions[0]
    return {
        "slug": listing.slug,
        "revision_id": revision.id,
        "question_id": "Q2",
        "report_id": make_report(session, listing).id,
        "decision_id": make_decision(session, revision).id,
        "appeal_id": make_appeal(session, listing.approved).id,
        "listing_id": listing.id,
        "hidden_id": make_hidden(session, listing).id,
        "claim_id": make_claim(session, listing).id,
        "act_id": 1,
        "note_id": 1,
        "code": "K7MP-4XQ2-D9RT",
        "token": "damaged",
        "sheet_id": 1,
        "key": make_message(session, listing).key,
        "block_id": 1,
        "digest": "0" * 32,
        "size": 96,
        "kind": "webp",
        "place_key": revision.locations[0].place_key,
        "flag_id": make_flag(session, revision).id,
        "burst_id": make_burst(session, make_account(session)).id,
        "licence_id": listing.licences[0].id,
        "check_id": 1,
        "interview_id": make_interview(session, listing).id,
        "country": "united-states",
        "region": "oregon",
        "city": "portland",
        "number": 1,
        "run_id": make_run(session).id,
        "change_id": make_change(session).id,
        "line": 1,
        "account_id": listing.account_id,
        "step": "block",
        "name": "techniques",
        "entry_key": "myofascial-release",
        "letter": "submitted",
        "group": "site",
        "version": "clinical-massage-2",
    }


def address(app, rule, values):
    """The address of one thing of this kind."""
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


def contents(session):
    """All rows of all tables but those of places, which nothing changes."""
    session.expire_all()
    return {
        table.name: session.execute(select(table).order_by(*table.primary_key.columns)).all()
        for table in Base.metadata.sorted_tables
        if table.name not in {"place", "postal_code"}
    }


def pages(app, values):
    """Every page with whom it is for and an address of it."""
    for rule in own_routes(app):
        if "GET" in rule.methods and rule.endpoint not in LEADS_ON:
            yield rule, ALLOWED[mark_of(rule.endpoint, app.view_functions[rule.endpoint])], address(app, rule, values)


def test_every_page_opens_for_those_it_is_for_and_for_nobody_else_and_changes_nothing(app, session, people, values):
    session.commit()
    before = contents(session)
    wrong = []
    for rule, allowed, path in pages(app, values):
        for person, browser in people.items():
            page = browser.open(path)
            sent_away = page.url.startswith("/account/sign-in") or page.status == 403
            if page.status >= 500 or sent_away == (person in allowed):
                wrong.append(f"{rule.endpoint} as {person}: {page.status} at {page.url}")
    assert wrong == []
    assert contents(session) == before


def test_whoever_asks_for_the_head_of_a_page_is_told_what_the_page_says_and_sends_no_form(app, session, people, values):
    session.commit()
    before = contents(session)
    wrong = []
    for rule, allowed, path in pages(app, values):
        client = people[min(allowed)].client
        page, head = client.get(path).status_code, client.head(path).status_code
        if page != head:
            wrong.append(f"{rule.endpoint}: {page}, its head {head}")
    assert wrong == []
    assert contents(session) == before


def test_every_form_is_closed_to_those_it_is_not_for(app, people, values):
    tokens = {}
    for person, browser in people.items():
        page = browser.open("/account/change-password" if person != "visitor" else "/account/sign-in")
        tokens[person] = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    wrong = []
    for rule in own_routes(app):
        if "POST" not in rule.methods:
            continue
        allowed = ALLOWED[mark_of(rule.endpoint, app.view_functions[rule.endpoint])]
        path = address(app, rule, values)
        for person in set(PEOPLE) - allowed:
            answer = people[person].client.post(path, data={"csrf_token": tokens[person]})
            away = answer.status_code in (302, 403) and (answer.status_code == 403 or "sign-in" in answer.location)
            if not away:
                wrong.append(f"{rule.endpoint} as {person}: {answer.status_code}")
    assert wrong == []


def test_every_form_refuses_a_missing_token(app, people):
    open_to = []
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or rule.endpoint == "static":
            continue
        known = {"question_id": "Q1", "slug": "x", "place_key": "x", "token": "x", "code": "x", "key": "x"}
        values = {name: known.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        for browser in people.values():
            answer = browser.client.post(path, data={"email": "a@example.org"})
            if answer.status_code != 400:
                open_to.append(f"{rule.endpoint}: {answer.status_code}")
    assert open_to == []
