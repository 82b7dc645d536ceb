"""A pause, with or without the day on which it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from directory_app import publishing
from directory_app.errors import IllegalMove
from directory_app.models import AuditEntry, ListingState, OutgoingMail, PublicListing, now
from directory_app.places.local_day import day_at
from directory_app.presence import actions, daily_round

from ..factories import make_listing
from ..waiting import days_later


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near", bio="Approved words.")


def pause_until(browser, listing, day, *, told=False):
    browser.sign_in(listing.account)
    browser.open("/my-listing/pause")
    browser.fill("Show it again on", day.isoformat() if day else "")
    browser.check("Tell visitors that day", on=told)
    return browser.press("Hide my listing")


def audited(session):
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def is_public(session, listing):
    session.expire_all()
    return session.get(PublicListing, listing.id) is not None


def test_a_pause_hides_and_resuming_shows_what_was_approved(session, listing):
    actions.pause(session, listing, listing.account)
    assert not is_public(session, listing)
    actions.resume(session, listing, listing.account)
    assert publishing.published_profile(session, listing.slug).bio == "Approved words."
    assert listing.state is ListingState.PUBLISHED
    assert audited(session) == ["paused", "resumed"]


def test_only_a_public_listing_can_be_paused_and_only_a_paused_one_resumed(session):
    listing = make_listing(session)
    with pytest.raises(IllegalMove):
        actions.pause(session, listing, listing.account)
    with pytest.raises(IllegalMove):
        actions.resume(session, listing, listing.account)


def test_a_listing_comes_back_on_its_day_once_with_a_letter(browser, session, listing, app):
    day = now().date() + timedelta(days=10)
    page = pause_until(browser, listing, day)
    assert f"shows itself again on {day.day} {day:%B %Y}" in page.text
    assert daily_round.bring_back(app) == 0
    with days_later(8.5):
        assert daily_round.bring_back(app) == 0
    with days_later(11.5):
        assert daily_round.bring_back(app) == 1
        assert daily_round.bring_back(app) == 0, "also after a restart"
    assert is_public(session, listing)
    assert (listing.state, listing.returns_on) == (ListingState.PUBLISHED, None)
    sent = session.scalars(select(OutgoingMail).where(OutgoingMail.subject == "Your listing is public again")).all()
    assert [one.recipient for one in sent] == [listing.account.email]
    assert audited(session)[-1] == "returned"


def test_who_comes_back_earlier_is_not_brought_back_again(browser, session, listing, app):
    pause_until(browser, listing, now().date() + timedelta(days=5))
    browser.open("/my-listing")
    browser.press("Show my listing again")
    assert is_public(session, listing)
    with days_later(7):
        assert daily_round.bring_back(app) == 0


def test_a_listing_that_was_taken_down_meanwhile_stays_down(browser, session, listing, app):
    pause_until(browser, listing, now().date() + timedelta(days=5))
    session.expire_all()
    listing.move(ListingState.SUSPENDED)
    session.commit()
    with days_later(7):
        assert daily_round.bring_back(app) == 0
    assert not is_public(session, listing)


def test_the_day_begins_where_the_therapist_works(session, listing, app):
    """Portland lies eight hours of sun west of Greenwich."""
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=False):
        actions.pause(session, listing, listing.account, datetime(2027, 3, 10, tzinfo=UTC).date())
        session.commit()
    with time_machine.travel(datetime(2027, 3, 10, 7, 59, tzinfo=UTC), tick=False):
        assert daily_round.bring_back(app) == 0
    with time_machine.travel(datetime(2027, 3, 10, 8, 1, tzinfo=UTC), tick=False):
        assert daily_round.bring_back(app) == 1


def test_the_day_begins_in_the_east_while_it_is_the_day_before_in_greenwich(session, listing, app):
    listing.approved.locations[0].public_lon = 174.8
    session.commit()
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=False):
        actions.pause(session, listing, listing.account, datetime(2027, 3, 10, tzinfo=UTC).date())
        session.commit()
    with time_machine.travel(datetime(2027, 3, 9, 11, 59, tzinfo=UTC), tick=False):
        assert daily_round.bring_back(app) == 0
    with time_machine.travel(datetime(2027, 3, 9, 12, 1, tzinfo=UTC), tick=False):
        assert daily_round.bring_back(app) == 1


@pytest.mark.parametrize(
    ("lon", "hour", "day"), [(-122.7, 7, 9), (-122.7, 8, 10), (0.0, 0, 10), (174.8, 11, 10), (174.8, 12, 11)]
)
def test_days_by_the_sun(lon, hour, day):
    assert day_at(lon, datetime(2027, 3, 10, hour, 30, tzinfo=UTC)).day == day


@pytest.mark.parametrize("told", [True, False])
def test_visitors_are_told_the_day_only_where_the_therapist_wants_it(browser, another_browser, session, listing, told):
    day = now().date() + timedelta(days=10)
    pause_until(browser, listing, day, told=told)
    page = another_browser.open(f"/therapists/{listing.slug}")
    assert page.status == 404
    assert page.h1 == ("This listing is paused" if told else "There is nothing here")
    assert ("may have been taken down" in page.text) != told
    assert (f"plans to be back on {day.day} {day:%B %Y}" in page.text) == told
    assert "Ada Near" not in page.text
    assert f"/therapists/{listing.slug}" not in another_browser.open("/sitemap.xml").html


def test_the_day_of_a_pause_can_be_changed(browser, session, listing):
    pause_until(browser, listing, now().date() + timedelta(days=5), told=True)
    browser.open("/my-listing")
    browser.follow("Pause")
    assert browser.page.is_chosen("Tell visitors that day")
    browser.fill("Show it again on", "")
    browser.check("Tell visitors that day", on=False)
    page = browser.press("Save")
    assert "Nobody finds it until you show it again." in page.text
    session.expire_all()
    assert (listing.returns_on, listing.return_shown) == (None, False)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2020-01-01", "Choose a day from tomorrow on, within a year."),
        ("2099-01-01", "Choose a day from tomorrow on, within a year."),
        ("next week", "Write a day such as 2027-03-01, or leave this empty."),
        ("99999999-01-01", "Write a day such as 2027-03-01, or leave this empty."),
    ],
)
def test_a_day_that_cannot_be_is_said_and_nothing_is_hidden(browser, session, listing, typed, message):
    browser.sign_in(listing.account)
    browser.open("/my-listing/pause")
    browser.fill("Show it again on", typed)
    page = browser.press("Hide my listing")
    assert (page.status, page.errors) == (422, [message])
    assert page.value("Show it again on") == typed
    assert is_public(session, listing)


def test_who_wants_visitors_told_has_to_say_what(browser, listing):
    page = pause_until(browser, listing, None, told=True)
    assert page.errors == ["Choose the day that visitors are to be told, or take away the tick below."]


def test_a_draft_has_no_pause(browser, session):
    browser.sign_in(make_listing(session).account)
    assert browser.open("/my-listing/pause").h1 == "My listing"
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_many_who_come_back_tomorrow_hold_up_nobody_whose_day_has_come(session, app, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 3)
    for number in range(actions.BATCH + 1):
        listing = make_listing(session, "published")
        until = now().date() + timedelta(days=2 if number < actions.BATCH else 0)
        actions.pause(session, listing, listing.account, until)
    with days_later(1):
        assert daily_round.bring_back(app) == 1
    assert is_public(session, listing)
