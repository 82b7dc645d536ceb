"""The one list of everything that waits: its order, filters and pages, who looks at a case, the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app.models import CaseLook, FlagState, now
from directory_app.scorekeeping import rescore

from ..browser import Browser
from ..confirmations.conftest import send
from ..factories import (
    CLINICAL,
    make_account,
    make_appeal,
    make_claim,
    make_decision,
    make_listing,
    make_report,
    make_revision,
    submit,
)
from .test_confirmations import NETWORK

COPIED = {**CLINICAL, "Q2": ("yes", "My method will stop your back pain, guaranteed.")}


@pytest.fixture
def database_app(sqlite_app):
    """What the pages show is the same on both databases; tests/casework asks both what they find."""
    return sqlite_app


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def waiting(session, name, days, **facts):
    listing = make_listing(session, name=name, **facts)
    return submit(session, listing.revisions[0], days_ago=days)


def names(page):
    return [one.text for one in page.soup.select(".work-list th a")]


def test_every_kind_of_case_stands_in_one_list_and_leads_to_its_page(moderator, session):
    waiting(session, "Nora New", 1)
    edited = make_listing(session, "published", name="Edda Edit")
    submit(session, make_revision(session, edited, 2, name="Edda Edit"), days_ago=2)
    make_report(session, make_listing(session, "published", name="Rea Report"), created_at=now() - timedelta(days=3))
    make_claim(session, make_listing(session, "published", name="Clara Claim"), created_at=now() - timedelta(days=4))
    refused = make_listing(session, "changes_requested", name="Abel Appeal")
    decision = make_decision(session, refused.revisions[0])
    make_appeal(session, refused.revisions[0], decision, created_at=now() - timedelta(days=5))
    flagged = make_listing(session, "published", name="Fay Flag", answers=COPIED)
    assert rescore(session, flagged.approved)
    held = make_listing(session, "published", name="Hal Held")
    for _ in range(2):
        send(session, held, network="198.51.100.9", thresholds=NETWORK)
    page = moderator.open("/moderation/")
    kinds = [row.td.get_text(" ", strip=True).split(" ")[0] for row in page.soup.select(".work-list tbody tr")]
    others = [
        pair for pair in zip(names(page), kinds, strict=True) if pair[1] not in ("Flag", "Confirmations", "Licence")
    ]
    assert others == [
        ("Abel Appeal", "Appeal"), ("Clara Claim", "Claim"), ("Rea Report", "Report"), ("Edda Edit", "Edit"),
        ("Nora New", "New"),
    ]  # fmt: skip
    assert {"Fay Flag", "Hal Held"} < set(names(page))
    for name in names(page):
        moderator.open("/moderation/")
        assert name in moderator.follow(name).h1
    counts = [one.get_text(" ", strip=True) for one in moderator.open("/moderation/").soup.select(".case-kinds a")]
    assert {"New listings 1", "Edits 1", "Reports 1", "Claims 1", "Appeals 1", "Confirmations 1"} < set(counts)
    assert names(moderator.follow("Edits")) == ["Edda Edit"]


def test_late_cases_those_of_a_state_and_those_nobody_looks_at_can_be_asked_for(moderator, another_browser, session):
    waiting(session, "Late Oregon", 9)
    place = {"city": "Toronto", "region": "ON", "postal_code": "M5V 2T6", "lat": 43.6, "lon": -79.4, "country": "CA"}
    ontario = waiting(session, "Early Ontario", 1, place=place)
    colleague = make_account(session, "moderator")
    another_browser.sign_in(colleague)
    another_browser.open(f"/moderation/cases/{ontario.id}")
    another_browser.press("Take this case")
    page = moderator.open("/moderation/")
    assert f"{colleague.email} since" in page.text
    moderator.fill("Promise", "late only")
    assert names(moderator.press("Apply")) == ["Late Oregon"]
    assert names(moderator.open("/moderation/?place=CA-ON")) == ["Early Ontario"]
    assert names(moderator.open("/moderation/?looked=free")) == ["Late Oregon"]
    assert names(moderator.open("/moderation/?looked=mine")) == []
    assert "Nothing waits under this filter" in moderator.page.text


@pytest.mark.parametrize("query", ["kind=nonsense", "late=2", "looked=you", "after=1_x", "place=%27--"])
def test_a_filter_that_means_nothing_gets_a_sentence(moderator, query):
    page = moderator.open(f"/moderation/?{query}")
    assert page.status == 400


def test_a_page_goes_on_where_the_one_before_ended_also_when_others_decide_meanwhile(moderator, session):
    listing = make_listing(session, "published")
    for number in range(30):
        make_report(session, listing, created_at=now() - timedelta(hours=100 - number), note=f"{number}")
    urgent = make_report(session, listing, "unsafe")
    page = moderator.open("/moderation/?kind=report")
    first = [a["href"] for a in page.soup.select(".work-list th a")]
    assert first[0].startswith(f"/moderation/reports/{urgent.id}?")
    assert len(first) == 25
    urgent.closed_at = now()
    session.flush()
    second = [a["href"] for a in moderator.follow("Next 25 cases").soup.select(".work-list th a")]
    assert len(second) == 6
    assert not set(first) & set(second)
    assert moderator.follow("To the start").url == "/moderation/?kind=report"


def test_after_a_decision_the_next_case_of_the_same_filter_opens_and_is_mine(moderator, session):
    for name, days in (("Ada One", 5), ("Bea Two", 4), ("Cem Three", 3)):
        waiting(session, name, days)
    make_report(session, make_listing(session, "published", name="Rea Report"), created_at=now() - timedelta(days=9))
    moderator.open("/moderation/?kind=new")
    moderator.follow("Bea Two")
    moderator.choose("Approve")
    page = moderator.press("Save the decision")
    assert page.h1 == "Cem Three: new listing"
    assert "kind=new" in page.url
    assert "Bea Two is approved and public" in page.text
    assert "You have had this case open" in page.text
    page = moderator.press("Next case")
    assert page.h1 == "Ada One: new listing"
    moderator.choose("Approve")
    page = moderator.press("Save the decision")
    assert page.h1 == "Cem Three: new listing"
    moderator.choose("Approve")
    page = moderator.press("Save the decision")
    assert (page.url, names(page)) == ("/moderation/?kind=new", [])


def test_a_case_a_colleague_looks_at_is_marked_skipped_and_can_be_taken_over(moderator, another_browser, session):
    first, second = waiting(session, "Ada One", 5), waiting(session, "Bea Two", 4)
    waiting(session, "Cem Three", 3)
    colleague = make_account(session, "moderator")
    another_browser.sign_in(colleague)
    another_browser.open(f"/moderation/cases/{second.id}")
    assert "You have had this case open since" in another_browser.press("Take this case").text
    moderator.open(f"/moderation/cases/{first.id}")
    moderator.choose("Approve")
    assert moderator.press("Save the decision").h1 == "Cem Three: new listing"
    page = moderator.open(f"/moderation/cases/{second.id}")
    assert f"{colleague.email} has had this open since" in page.text
    assert "You have had this case open since" in moderator.press("Take it over").text
    assert moderator.account.email in another_browser.open(f"/moderation/cases/{second.id}").text


def test_a_look_runs_out_after_twenty_minutes_and_opening_a_page_writes_nothing(moderator, another_browser, session):
    revision = waiting(session, "Ada One", 5)
    another_browser.sign_in(make_account(session, "moderator"))
    another_browser.open(f"/moderation/cases/{revision.id}")
    assert session.scalars(select(CaseLook)).all() == []
    another_browser.press("Take this case")
    look = session.scalars(select(CaseLook)).one()
    look.until = now() - timedelta(seconds=1)
    session.flush()
    assert "Nobody has this case open" in moderator.open(f"/moderation/cases/{revision.id}").text
    moderator.press("Take this case")
    assert session.scalars(select(CaseLook.moderator_id)).one() == moderator.account.id


def test_an_open_page_asks_again_and_is_told_who_has_the_case_by_now(moderator, another_browser, session):
    revision = waiting(session, "Ada One", 5)
    colleague = make_account(session, "moderator")
    another_browser.sign_in(colleague)
    fields = [("subject", "revision"), ("number", str(revision.id)), ("beat", "yes")]
    for browser in (moderator, another_browser):
        browser.open(f"/moderation/cases/{revision.id}")
    assert moderator.post("/moderation/looks", fields).status == 204
    told = another_browser.post("/moderation/looks", fields)
    assert (told.status, told.html[: len(moderator.account.email)]) == (423, moderator.account.email)
    assert "has had this open since" in told.html
    another_browser.open(f"/moderation/cases/{revision.id}")
    another_browser.press("Take it over")
    assert colleague.email in moderator.post("/moderation/looks", fields).html
    assert another_browser.post("/moderation/looks", fields).status == 204


def test_a_case_that_is_closed_or_unknown_cannot_be_taken(moderator, session):
    revision = make_listing(session, "published").approved
    for subject, number in (
        ("revision", revision.id),
        ("nothing", 1),
        ("report", 99999),
        ("revision", "x"),
        ("report", "²"),
    ):
        assert moderator.post("/moderation/looks", [("subject", subject), ("number", str(number))]).status == 404


def test_flags_on_a_public_text_are_reviewed_and_the_review_is_undone(moderator, session):
    listing = make_listing(session, "published", name="Fay Flag", answers=COPIED)
    revision = listing.approved
    before = revision.score.rank_score
    moderator.open(f"/moderation/cases/{revision.id}")
    moderator.check("Promises a result in question 2")
    assert moderator.press("Save the review").errors == ["Write why, for whoever reads this later."]
    moderator.fill("Why", "It is a quotation.")
    page = moderator.press("Save the review")
    assert "The flags of Fay Flag are reviewed." in page.text
    after = listing.approved.score.rank_score
    assert after != before
    assert "Undone" in moderator.press("Undo").text
    assert listing.approved.score.rank_score == before
    assert {one.flag.state for one in flag_files_of(session, revision)} == {FlagState.OPEN}


def flag_files_of(session, revision):
    from directory_app.moderation.queries import case_file

    return case_file(session, revision.id).flags


def test_the_navigation_of_staff_says_where_one_is_and_what_waits(moderator, session):
    make_report(session, make_listing(session, "published"))
    page = moderator.open("/moderation/reports")
    here = page.soup.select_one(".staff-nav [aria-current]")
    assert here.get_text(" ", strip=True).startswith("Reports , waiting: 1")
    for path in ("/moderation/", "/moderation/appeals", "/moderation/claims", "/moderation/confirmations"):
        assert len(moderator.open(path).soup.select(".staff-nav [aria-current]")) == 1


def test_visitors_and_therapists_see_no_navigation_of_staff(app, session, browser):
    assert browser.open("/").soup.select(".staff-nav") == []
    other = Browser(app, session)
    other.sign_in(make_listing(session).account)
    assert other.open("/moderation/").status == 403
