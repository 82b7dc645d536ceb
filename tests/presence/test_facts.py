"""Facts that hold, and letters that ask whether they do."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from directory_app import ageing
from directory_app.models import AuditEntry, now
from directory_app.presence import actions, daily_round

from ..factories import make_listing
from ..letters import all_letters
from ..waiting import days_later

COLUMNS = [kind.column for kind in ageing.KINDS]


@pytest.fixture
def listing(session):
    made = make_listing(session, "published", name="Ada Near")
    for column in COLUMNS:
        setattr(made, column, now() - timedelta(days=10))
    session.commit()
    return made


def letters(session):
    session.expire_all()
    return [one for one in all_letters(session) if one.subject == "Does this still hold?"]


def test_one_press_confirms_one_fact_and_visitors_see_it_at_once(browser, another_browser, session, listing):
    browser.sign_in(listing.account)
    browser.open("/my-listing")
    page = browser.follow("Does this still hold?")
    assert page.text.count("10 days ago") == 4
    page = browser.press("Still true – prices")
    assert page.text.count("10 days ago") == 3
    prices = another_browser.open(f"/therapists/{listing.slug}").soup.find("dt", string="Prices").parent
    assert "Confirmed today" in " ".join(prices.get_text(" ").split())
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "facts_confirmed")).one()
    assert entry.after == {"facts": ["prices"]}


def test_one_press_confirms_all(browser, session, listing):
    browser.sign_in(listing.account)
    assert "<wbr>@" in browser.open("/my-listing/still-true").html, "a long address breaks before it"
    assert "10 days ago" not in browser.press("All of this holds").text
    session.expire_all()
    assert all(getattr(listing, column) > now() - timedelta(minutes=5) for column in COLUMNS)


def test_saving_contact_and_hours_confirms_both(browser, session, listing):
    browser.sign_in(listing.account)
    browser.open("/my-listing/contact")
    browser.press("Save and continue")
    session.expire_all()
    assert listing.hours_confirmed_at == listing.contact_confirmed_at > now() - timedelta(minutes=5)
    assert listing.prices_confirmed_at < now() - timedelta(days=9)


def test_what_a_listing_does_not_state_is_not_asked(browser, session, listing):
    listing.hours, listing.accepting_clients = {}, None
    session.flush()
    assert [fact.id for fact in ageing.facts(listing)] == ["contact", "prices"]
    assert ageing.confirm(session, listing, listing.account, ["hours", "accepting", "nonsense"]) == []


def test_days_by_appointment_are_asked_with_the_hours_and_written_as_visitors_read_them(browser, session, listing):
    listing.hours, listing.by_appointment = {"mon": [["09:00", "17:00"]]}, ["sat"]
    session.commit()
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/still-true")
    assert "Monday 9:00 am to 5:00 pm; Saturday by appointment" in " ".join(page.text.split())
    listing.hours = {}
    session.commit()
    assert "Hours" in [fact.label for fact in ageing.facts(listing)], "by appointment alone is a statement too"
    page = browser.open("/my-listing/still-true")
    assert "Saturday by appointment" in page.text
    browser.press("Still true – hours")
    session.expire_all()
    assert listing.hours_confirmed_at > now() - timedelta(minutes=5)


def test_a_reminder_comes_after_ninety_days_and_again_after_thirty(session, listing, app):
    with days_later(79):
        assert daily_round.remind(app) == 0
    with days_later(81):
        assert daily_round.remind(app) == 1
        assert daily_round.remind(app) == 0, "also after a restart"
    with days_later(110):
        assert daily_round.remind(app) == 0
    with days_later(112):
        assert daily_round.remind(app) == 1
    first = letters(session)[0]
    assert first.recipient == listing.account.email
    assert "- Prices: 91 days ago" in first.text
    assert "/my-listing/still-true" in first.text


def test_everybody_has_a_turn_where_more_are_due_than_are_reminded_at_once(session, app, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 1)
    for name in ("Ada", "Bea", "Cleo"):
        make_listing(session, "published", name=name)
    session.commit()
    for day in (100, 131, 162, 193):
        with days_later(day):
            assert daily_round.remind(app) == 1
    told = [one.text.split(",")[0].split()[-1] for one in letters(session)]
    assert sorted(told[:3]) == ["Ada", "Bea", "Cleo"]
    assert told[3] == told[0]


def test_who_confirmed_is_not_reminded(session, listing, app):
    with days_later(60):
        ageing.confirm(session, session.merge(listing), listing.account, [kind.id for kind in ageing.KINDS])
        session.commit()
    with days_later(100):
        assert daily_round.remind(app) == 0


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_only_public_listings_are_reminded(session, app, state):
    make_listing(session, state)
    session.commit()
    with days_later(200):
        assert daily_round.remind(app) == 0


def test_a_paused_listing_is_not_reminded(browser, session, listing, app):
    browser.sign_in(listing.account)
    browser.open("/my-listing/pause")
    browser.press("Hide my listing")
    with days_later(200):
        assert daily_round.remind(app) == 0


def test_reminders_stop_by_the_link_in_the_letter_and_only_when_the_button_is_pressed(
    another_browser, session, listing, app
):
    with days_later(81):
        daily_round.remind(app)
    line = next(line for line in letters(session)[0].text.splitlines() if "/reminders/" in line)
    page = another_browser.open(urlsplit(line).path)
    session.expire_all()
    assert listing.reminders, "a program that opens links ends nothing"
    assert "Ada" not in page.text
    assert another_browser.press("Stop reminders").h1 == "No more reminders"
    session.expire_all()
    assert not listing.reminders
    with days_later(200):
        assert daily_round.remind(app) == 0
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "reminders_off")).one().actor_id is None


def test_reminders_can_be_stopped_and_started_on_the_page(browser, session, listing):
    browser.sign_in(listing.account)
    browser.open("/my-listing/still-true")
    assert "You get no reminders." in browser.press("Stop reminders").text
    assert "We write to you when a fact is older" in browser.press("Remind me again").text


@pytest.mark.parametrize("token", ["damaged", "MQ.AAAA", "x" * 400])
def test_a_link_that_is_not_ours_stops_nothing(browser, token):
    assert browser.open(f"/reminders/{token}").status == 404


def test_old_facts_are_the_next_thing_on_the_overview(browser, session, listing):
    listing.prices_confirmed_at = now() - timedelta(days=120)
    session.flush()
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert "Prices: last confirmed 120 days ago." in page.text
    assert browser.follow("Does it still hold?").h1 == "Does this still hold?"


@pytest.mark.parametrize("fact", ["phone and e-mail", "hours", "new clients"])
def test_who_changes_a_fact_comes_back_to_the_facts(browser, session, listing, fact):
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/still-true")
    named = next(one.text.strip() for one in page.soup.select(".fact-row a") if fact in one.text.lower())
    browser.follow(named)
    browser.fill("Wednesday", "9-12")
    assert browser.press("Save and continue").url == "/my-listing/still-true"


def test_who_changes_contact_while_nothing_is_written_comes_back_to_the_overview(browser, session, listing):
    browser.sign_in(listing.account)
    browser.open("/my-listing")
    browser.follow("contact, hours, accepting clients")
    assert browser.press("Save and continue").url == "/my-listing"
    browser.follow("licence")
    assert browser.press("Save and continue").url == "/my-listing"
