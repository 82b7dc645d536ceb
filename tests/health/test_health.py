"""The health of the directory: figures, the lists behind them, and searches that found nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app import demand
from directory_app.health import counts, queries
from directory_app.jurisdictions import number_for
from directory_app.models import Decision, DecisionKind, Licence, Listing, ListingState, UnmetDemand, now

from ..browser import Browser
from ..factories import PORTLAND, RELAXING, SALEM, make_account, make_listing, submit

PHOENIX = {"city": "Phoenix", "region": "AZ", "postal_code": "85004", "lat": 33.45, "lon": -112.07}
STALE = 90


@pytest.fixture(autouse=True)
def nothing_gathered(app):
    """The memory of the process without what other tests looked for."""
    app.extensions["demand"].take()


@pytest.fixture
def directory(session):
    """A directory with a little of everything."""
    made = [
        make_listing(session, "published", name="Ada Near", place=PORTLAND),
        make_listing(session, "published", name="Bea Calm", place=SALEM, answers=RELAXING),
        make_listing(session, "published", name="Cem Desert", place=PHOENIX),
        make_listing(session, "submitted", name="Dan Waits"),
        make_listing(session, name="Eve Writes"),
    ]
    old = now() - timedelta(days=STALE + 1)
    made[0].contact_confirmed_at = made[0].prices_confirmed_at = old
    made[1].accepting_confirmed_at = old
    today = now().date()
    ends = [
        today - timedelta(days=1),
        today + timedelta(days=20),
        today + timedelta(days=60),
        today + timedelta(days=300),
    ]
    made[0].licences = [
        Licence(number=f"X-{place}", board="A board", region="OR", checked_at=old, checked_until=end)
        for place, end in enumerate(ends)
    ]
    made[1].licences.append(Licence(none_exists=True, region="OR"))
    submit(session, make_listing(session, name="Fay Late").working, days_ago=9)
    moderator = make_account(session, "moderator")
    for listing, kind in zip(made, (DecisionKind.APPROVE, DecisionKind.APPROVE, DecisionKind.REJECT), strict=False):
        session.add(Decision(revision=listing.revisions[0], moderator=moderator, kind=kind))
    session.commit()
    return made


def all_plots(session):
    return [*counts.plots(session, STALE), *counts.questions(session)]


def test_each_figure_of_listings_is_the_length_of_the_list_behind_it(session, directory):
    differ = {}
    for plot in all_plots(session):
        if plot.page != "health.listings":
            continue
        for bar in plot.bars:
            page = queries.listings(session, queries.wanted(session, bar.list, STALE))
            if page.total != bar.count:
                differ[plot.id, bar.label] = (bar.count, page.total)
    assert differ == {}


def test_the_figures_are_those_of_the_directory(session, directory):
    found = {plot.id: {bar.label: bar.count for bar in plot.bars} for plot in all_plots(session)}
    assert found["states"]["Public"] == 3
    assert found["states"]["Draft"] == 3
    assert found["queue"]["Up to a day"] == 1
    assert found["queue"]["8 to 14 days"] == 1
    assert list(found["decisions"].values())[-1] == 3
    assert found["licences"]["Check or licence has run out"] == 1
    assert found["licences"]["Runs out within 30 days"] == 1
    assert found["licences"]["Runs out within 31 to 90 days"] == 1
    assert found["licences"]["Checked, and holds longer"] == 1
    assert found["licences"]["Stated, not checked"] == 2
    assert found["licences"]["Number is missing where it must be shown"] == 1
    assert found["stale"] == {"Phone and e-mail": 1, "Hours": 0, "Prices": 1, "New clients": 1}
    assert sum(found["question-Q1"].values()) == 3


def test_old_hours_are_counted_where_every_day_is_by_appointment(session, directory):
    made = directory[0]
    made.hours, made.by_appointment, made.hours_confirmed_at = {}, ["mon"], now() - timedelta(days=STALE + 1)
    session.commit()
    found = {plot.id: {bar.label: bar.count for bar in plot.bars} for plot in all_plots(session)}
    assert found["stale"]["Hours"] == 1


def test_a_figure_leads_to_its_list_and_the_list_to_the_case(browser, session, directory):
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open("/moderation/health")
    for plot in ("Listings by state", "Decisions by week", "Searches that found fewer than three therapists"):
        assert plot in page.text
    assert len(page.soup.select("svg[role=img]")) >= 8
    page = browser.follow("Number is missing where it must be shown")
    assert "1 listing" in page.text
    assert browser.follow("Cem Desert").h1.startswith("Cem Desert")
    browser.open("/moderation/health")
    page = browser.follow(f"Week from {monday().day} {monday():%b}")
    assert "3 decisions, the latest first." in page.text


def test_the_decisions_of_a_week_are_told_in_words_whatever_their_kind(browser, session, directory):
    moderator = make_account(session, "moderator")
    for kind in DecisionKind:
        session.add(Decision(revision=directory[0].revisions[0], moderator=moderator, kind=kind))
    session.commit()
    browser.sign_in(moderator)
    page = browser.open(f"/moderation/decisions?week={monday().isoformat()}")
    told = {cell.get_text(strip=True) for cell in page.soup.select('td[data-label="Decision"]')}
    assert told == {"Approved", "Approved in parts", "Changes asked for", "Rejected", "Taken down", "Brought back"}


def monday():
    today = now().date()
    return today - timedelta(days=today.weekday())


@pytest.mark.parametrize(
    "address",
    [
        "?state=lost",
        "?colour=red",
        "?question=Q9&part=1",
        "?question=Q1&part=9",
        "?licence=old",
        "?stale=x",
        "?level=L9",
    ],
)
def test_a_list_that_does_not_exist_is_refused_with_a_sentence(browser, session, address):
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open(f"/moderation/listings{address}")
    assert page.status == 400
    assert "list" in page.text


def test_a_listing_that_is_taken_down_is_in_no_figure_of_what_is_public(session, directory):
    from directory_app import publishing

    taken = session.get_one(Listing, directory[2].id)
    taken.state = ListingState.SUSPENDED
    session.flush()
    publishing.withdraw(session, taken)
    found = {plot.id: {bar.label: bar.count for bar in plot.bars} for plot in all_plots(session)}
    assert found["licences"]["Number is missing where it must be shown"] == 0
    assert sum(found["question-Q1"].values()) == sum(found["levels"].values()) == 2


def test_a_search_that_finds_nobody_is_counted_by_region_and_nothing_else_of_it_is_kept(app, browser, session):
    for address in ("place=Boise, ID&radius=10&words=secretword", "place=43.62, -116.21&radius=10"):
        browser.open(f"/search?{address}")
    browser.open("/search/map?place=Boise, ID&radius=10")
    assert demand.flush(app) == 1
    row = session.scalars(select(UnmetDemand)).one()
    assert (row.country, row.region, row.count, row.day) == ("US", "ID", 2, now().date())
    browser.open("/search?place=Boise, ID&radius=10")
    demand.flush(app)
    session.expire_all()
    assert session.scalars(select(UnmetDemand.count)).one() == 3


def test_the_same_search_of_five_visitors_is_counted_five_times(app, session):
    for _ in range(5):
        Browser(app, session).open("/search?place=Boise, ID&radius=10")
    demand.flush(app)
    assert session.scalars(select(UnmetDemand.count)).one() == 5


def test_a_search_that_finds_three_and_one_by_staff_or_a_robot_are_not_counted(app, browser, session):
    for _ in range(3):
        make_listing(session, "published", place=PORTLAND)
    session.commit()
    browser.open("/search?place=Portland, OR&radius=25")
    browser.client.get("/search?place=Boise, ID", headers={"User-Agent": "a crawler"})
    browser.sign_in(make_account(session, "moderator"))
    browser.open("/search?place=Boise, ID")
    assert demand.flush(app) == 0


def test_regions_with_fewer_than_five_searches_are_not_named(session):
    today = now().date()
    for region, number in (("ID", 7), ("MT", 4), ("NV", 3)):
        session.add(UnmetDemand(country="US", region=region, day=today, count=number))
    session.add(UnmetDemand(country="US", region="UT", day=today - timedelta(days=100), count=50))
    session.flush()
    plot = counts.demand(session)
    assert [(bar.label, bar.count) for bar in plot.bars] == [
        ("Idaho, United States", 7),
        ("Elsewhere, in regions with too few to be named", 7),
    ]
    session.add(UnmetDemand(country="US", region="WY", day=today, count=2))
    assert "Wyoming" not in str(counts.demand(session))


def test_the_number_that_is_missing_is_that_of_the_place(session, directory):
    from directory_app.jurisdictions import rules_of

    (arizona,) = rules_of(session, directory[2].approved).places
    assert number_for(arizona, directory[2].licences) == ""
