"""Daily totals: counted for visitors only, stored later, never by whom."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from directory_app import totals
from directory_app.models import DailyTotal, Listing, TotalKind, now

from ..factories import make_account, make_listing
from ..waiting import a_minute_ago, days_later


@pytest.fixture(autouse=True)
def empty_buffer(app):
    totals.init_app(app)


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near")


def stored(app, session):
    """What the table holds after the job ran."""
    totals.flush(app)
    session.expire_all()
    return Counter({one.kind.value: one.count for one in session.scalars(select(DailyTotal))})


def test_shown_opened_revealed_and_sent_are_counted(browser, session, app, listing):
    browser.open("/search?place=Portland, OR")
    browser.open("/search?place=Eugene, OR&radius=5")
    browser.open(f"/therapists/{listing.slug}")
    browser.open(f"/therapists/{listing.slug}/contact")
    with a_minute_ago():
        browser.open(f"/therapists/{listing.slug}/message")
    browser.fill("Your name", "Vera")
    browser.fill("Your e-mail", "vera@example.org")
    browser.fill("Your message", "Do you have time?")
    browser.check("No emergency sign is true of me")
    browser.press("Check your message")
    browser.press("Send the message")
    assert stored(app, session) == {"shown": 2, "opened": 1, "contact_revealed": 1, "message_sent": 1}


def test_looking_writes_nothing_until_the_job_runs_and_figures_add_up(browser, session, app, listing, statements):
    for _ in range(3):
        browser.open(f"/therapists/{listing.slug}")
    assert not [one for one in statements if one.startswith(("INSERT", "UPDATE"))]
    assert stored(app, session) == {"opened": 3}
    browser.open(f"/therapists/{listing.slug}")
    assert stored(app, session) == {"opened": 4}
    with days_later(1):
        browser.open(f"/therapists/{listing.slug}")
        totals.flush(app)
    session.expire_all()
    assert sorted(one.count for one in session.scalars(select(DailyTotal))) == [1, 4]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"},
        {"User-Agent": "SomeCrawler"},
        {"User-Agent": "WebSpider/1"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_pages_fetched_ahead_are_not_counted(browser, session, app, listing, headers):
    for path in (f"/therapists/{listing.slug}", f"/therapists/{listing.slug}/contact", "/search?place=Portland, OR"):
        assert browser.client.get(path, headers=headers).status_code == 200
    browser.client.head(f"/therapists/{listing.slug}")
    assert stored(app, session) == {}


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_staff_are_not_counted(browser, session, app, listing, role):
    browser.sign_in(make_account(session, role))
    browser.open(f"/therapists/{listing.slug}")
    assert stored(app, session) == {}


def test_a_therapist_is_counted_at_colleagues_but_not_at_home(browser, session, app, listing):
    colleague = make_listing(session, "published")
    browser.sign_in(listing.account)
    browser.open(f"/therapists/{listing.slug}")
    assert stored(app, session) == {}
    browser.open(f"/therapists/{colleague.slug}")
    browser.open("/search?place=Portland, OR")
    rows = {(one.listing_id, one.kind.value) for one in session.scalars(select(DailyTotal))}
    assert rows == set()
    assert stored(app, session) == {"opened": 1, "shown": 1}
    assert {one.listing_id for one in session.scalars(select(DailyTotal))} == {colleague.id}


def test_a_listing_deleted_meanwhile_stops_no_other(browser, session, app, listing):
    other = make_listing(session, "published")
    browser.open(f"/therapists/{listing.slug}")
    browser.open(f"/therapists/{other.slug}")
    session.delete(session.get(Listing, other.id))
    session.commit()
    assert stored(app, session) == {"opened": 1}


def test_figures_wait_when_the_database_cannot_be_written(browser, session, app, listing):
    browser.open(f"/therapists/{listing.slug}")
    working = app.extensions["sessions"]

    def broken():
        raise OSError("no database")

    app.extensions["sessions"] = broken
    with pytest.raises(OSError, match="no database"):
        totals.flush(app)
    app.extensions["sessions"] = working
    assert stored(app, session) == {"opened": 1}


def test_a_buffer_that_nobody_empties_stays_small(monkeypatch):
    monkeypatch.setattr(totals, "LARGEST_BUFFER", 3)
    buffer = totals.Buffer()
    today = now().date()
    buffer.add(Counter({(number, today, TotalKind.SHOWN): 1 for number in range(5)}))
    buffer.add(Counter({(0, today, TotalKind.SHOWN): 1}))
    taken = buffer.take()
    assert len(taken) == 3
    assert taken[(0, today, TotalKind.SHOWN)] == 2


def test_the_therapist_sees_the_last_thirty_days(browser, session, app, listing):
    today = now().date()
    from datetime import timedelta

    for days_ago, count in ((0, 3), (29, 4), (30, 100)):
        day = today - timedelta(days=days_ago)
        session.add(DailyTotal(listing_id=listing.id, day=day, kind=TotalKind.OPENED, count=count))
    browser.sign_in(listing.account)
    figures = [one.text for one in browser.open("/my-listing").soup.select(".tile-figures dd")]
    assert figures == ["0", "7", "0", "0"]
    page = browser.open("/my-listing/totals")
    plot = page.soup.find("title", id="plot-opened").find_parent("figure")
    assert plot.select_one(".totals-sum").text == "7"
    assert len(plot.select(".totals-bar")) == 2
    assert len(plot.select(".totals-none")) == 28, "days without any are seen as such"
    oldest = today - timedelta(days=29)
    assert f"most on {oldest.day} {oldest:%B %Y} with 4, none on 28 days" in plot.title.text
