"""Who may open what: every route carries a mark, and every route is walked as each of five people."""

from __future__ import annotations

import pytest

from directory_app.access import EXTENSION_BLUEPRINTS, mark_of

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


def values_for(session, rule):
    listing = make_listing(session, "published")
    waiting = make_listing(session, "submitted")
    known = {
        "slug": listing.slug,
        "revision_id": waiting.revisions[0].id,
        "question_id": "Q2",
        "report_id": make_report(session, listing).id,
        "decision_id": make_decision(session, waiting.revisions[0]).id,
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
    }
    known |= {"digest": "0" * 32, "size": 96, "kind": "webp", "place_key": waiting.revisions[0].locations[0].place_key}
    known |= {
        "flag_id": make_flag(session, waiting.revisions[0]).id,
        "burst_id": make_burst(session, make_account(session)).id,
        "licence_id": listing.licences[0].id,
        "check_id": 1,
        "interview_id": make_interview(session, listing).id,
    }
    known |= {"country": "united-states", "region": "oregon", "city": "portland", "number": 1, "run_id": 1, "line": 1}
    known |= {
        "account_id": listing.account_id,
        "step": "block",
        "name": "techniques",
        "entry_key": "myofascial-release",
    }
    known |= {"letter": "submitted", "group": "site", "version": "clinical-massage-2"}
    for name, make in (("run_id", make_run), ("change_id", make_change)):
        if name in rule.arguments:
            known[name] = make(session).id
    return {name: known[name] for name in rule.arguments}


def test_every_page_opens_for_those_it_is_for_and_for_nobody_else(app, session, people):
    wrong = []
    for rule in own_routes(app):
        if "GET" not in rule.methods:
            continue
        allowed = ALLOWED[mark_of(rule.endpoint, app.view_functions[rule.endpoint])]
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values_for(session, rule))
        for person, browser in people.items():
            page = browser.open(path)
            sent_away = page.url.startswith("/account/sign-in") or page.status == 403
            if page.status >= 500 or sent_away == (person in allowed):
                wrong.append(f"{rule.endpoint} as {person}: {page.status} at {page.url}")
    assert wrong == []


def test_every_form_is_closed_to_those_it_is_not_for(app, session, people):
    wrong = []
    for rule in own_routes(app):
        if "POST" not in rule.methods:
            continue
        allowed = ALLOWED[mark_of(rule.endpoint, app.view_functions[rule.endpoint])]
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values_for(session, rule))
        for person in set(PEOPLE) - allowed:
            browser = people[person]
            page = browser.open("/account/change-password" if person != "visitor" else "/account/sign-in")
            token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
            answer = browser.client.post(path, data={"csrf_token": token})
            away = answer.status_code in (302, 403) and (answer.status_code == 403 or "sign-in" in answer.location)
            if not away:
                wrong.append(f"{rule.endpoint} as {person}: {answer.status_code}")
    assert wrong == []


def test_every_form_refuses_a_missing_token(app, session, people):
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


def test_opening_pages_changes_nothing(app, session, people):
    from sqlalchemy import select

    from directory_app.models import Base

    session.commit()

    def contents():
        session.expire_all()
        return {
            table.name: session.execute(select(table).order_by(*table.primary_key.columns)).all()
            for table in Base.metadata.sorted_tables
            if table.name not in {"place", "postal_code"}
        }

    paths = []
    for rule in own_routes(app):
        if "GET" in rule.methods:
            with app.test_request_context():
                paths.append(app.url_for(rule.endpoint, **values_for(session, rule)))
    session.commit()
    before = contents()
    for path in paths:
        for browser in people.values():
            browser.open(path)
    assert contents() == before
