"""Licences: what is due, a look recorded with its history, lapsing by itself, taken back, and letters once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app import checking
from directory_app.checking import CheckFound
from directory_app.errors import IllegalMove, StaleVersion
from directory_app.listings import actions as listings
from directory_app.models import AuditEntry, CheckOutcome, LicenceCheck, PublicListing, now

from ..browser import Browser, words
from ..factories import make_account, make_listing
from ..letters import letters_to
from ..waiting import days_later


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near")


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def due(session):
    return {row.subject_id: row for row in session.execute(checking.licences_due())}


def look(session, listing, days=200, outcome="found", latest=0):
    licence = listing.licences[0]
    ends_on = now().date() + timedelta(days=days)
    found = CheckFound(CheckOutcome(outcome), licence.number, licence.board, "the board’s register", ends_on)
    return checking.record_check(session, licence, make_account(session, "moderator"), found, latest=latest)


def letters(session, listing):
    return [one.subject for one in letters_to(session, listing.letters_to)]


def test_a_licence_that_ends_in_ten_years_is_looked_up_again_in_three(session, listing, moderator):
    licence = listing.licences[0]
    licence.expires_on = now().date() + timedelta(days=3652)
    session.flush()
    moderator.open(f"/moderation/licences/{licence.id}")
    moderator.choose("Found, and in force")
    moderator.fill("Number as found", licence.number)
    page = moderator.press("Record it")
    assert (page.status, page.errors) == (200, [])
    assert licence.checked_until == now().date() + timedelta(days=3 * 366)


def test_a_moderator_looks_a_number_up_and_visitors_read_it(session, listing, moderator, another_browser):
    licence = listing.licences[0]
    moderator.open("/moderation/licences")
    page = moderator.follow("Ada Near")
    assert licence.number in page.text
    assert "Oregon Board of Massage Therapists" in page.text
    moderator.choose("Found, and in force")
    moderator.fill("Number as found", licence.number.lower().replace("-", " "))
    moderator.fill("Counts until", "2029-05-01")
    page = moderator.press("Record it")
    assert "is recorded" in page.text
    assert licence.id not in due(session)
    public = another_browser.open(f"/therapists/{listing.slug}").text
    assert "Looked up today in the board’s public register" in public
    assert session.get(PublicListing, listing.id).licence_checked_until.year == 2029
    kept = session.scalars(select(AuditEntry).where(AuditEntry.action == "licence_found")).one()
    assert kept.after["number"] == licence.number.lower().replace("-", " ")


def test_another_number_is_no_check_and_nothing_typed_is_lost(session, listing, moderator):
    moderator.open(f"/moderation/licences/{listing.licences[0].id}")
    moderator.choose("Found, and in force")
    moderator.fill("Number as found", "OR-999999")
    moderator.fill("Note", "Her sister?")
    moderator.fill("Counts until", "2020-01-01")
    page = moderator.press("Record it")
    assert page.status == 422
    assert "The listing states" in page.text
    assert "This day has passed" in page.text
    assert page.value("Note") == "Her sister?"
    assert page.value("Number as found") == "OR-999999"
    assert session.scalars(select(LicenceCheck)).all() == []


def test_what_was_not_found_is_written_to_the_therapist_and_rests_two_weeks(session, listing, moderator):
    moderator.open(f"/moderation/licences/{listing.licences[0].id}")
    moderator.choose("Not found")
    moderator.fill("Note", "There is another first name.")
    moderator.press("Record it")
    assert letters(session, listing) == ["We could not confirm your licence"]
    assert due(session) == {}
    with days_later(15):
        assert list(due(session)) == [listing.licences[0].id]


def test_a_changed_number_loses_its_check_and_the_history_stays(session, listing, moderator):
    look(session, listing)
    old = listing.licences[0].number
    facts = listings.LicenceFacts("OR-777", "Oregon Board of Massage Therapists", "OR")
    listings.save_licences(session, listing, listing.account, [facts])
    session.expire_all()
    assert session.get(PublicListing, listing.id).licence_checked_until is None
    assert list(due(session)) == [listing.licences[0].id]
    page = moderator.open(f"/moderation/licences/{listing.licences[0].id}")
    assert "Licences that were stated before (1)" in page.text
    assert old in page.text


def test_a_check_lapses_by_itself_with_three_letters_once_each(session, listing, another_browser):
    look(session, listing, days=200)
    assert due(session) == {}
    said = []
    for day in (100, 141, 142, 170, 187, 188, 200, 201, 202):
        with days_later(day):
            checking.lapse(session, "https://example.org")
            said.append(len(letters(session, listing)))
    assert said == [0, 1, 1, 1, 2, 2, 2, 3, 3]
    assert letters(session, listing)[0].startswith("The check of your licence ends on")
    assert letters(session, listing)[2] == "The check of your licence has ended"
    assert session.get(PublicListing, listing.id).licence_checked_until is None
    with days_later(141):
        assert due(session) == {}, "people who wait come first"
    with days_later(187):
        (row,) = due(session).values()
        assert row.due_on == (now() + timedelta(days=13)).date()
    with days_later(202):
        assert "not checked by us" in another_browser.open(f"/therapists/{listing.slug}").text


def test_the_end_of_the_licence_ends_the_check(session, listing):
    listing.licences[0].expires_on = now().date() + timedelta(days=10)
    check = look(session, listing, days=300)
    assert check.ends_on == listing.licences[0].expires_on
    checking.lapse(session, "")
    assert letters(session, listing) == [], "whoever looked has just seen the date"
    with days_later(11):
        checking.lapse(session, "")
        assert letters(session, listing) == ["The check of your licence has ended"]


def test_the_second_of_two_moderators_is_told(session, listing, moderator):
    moderator.open(f"/moderation/licences/{listing.licences[0].id}")
    look(session, listing)
    moderator.choose("Not found")
    moderator.fill("Note", "My long note about it")
    page = moderator.press("Record it")
    assert page.status == 409
    assert "My long note about it" in page.text
    with pytest.raises(StaleVersion):
        look(session, listing)


def test_a_check_is_taken_back_with_a_reason(session, listing, moderator):
    check = look(session, listing)
    moderator.open(f"/moderation/licences/{listing.licences[0].id}")
    assert "Write why" in " ".join(moderator.press("Take it back").errors)
    moderator.fill("Why", "The number belongs to a namesake.")
    page = moderator.press("Take it back")
    assert "counts as unchecked" in page.text
    assert "The number belongs to a namesake." in page.text
    assert letters(session, listing) == ["The check of your licence was taken back"]
    assert session.get(PublicListing, listing.id).licence_checked_until is None
    session.expire_all()
    with pytest.raises(IllegalMove):
        checking.withdraw_check(session, session.get_one(LicenceCheck, check.id), moderator.account, "Again.")


def test_the_lists_show_each_licence_where_it_stands(session, moderator):
    names = {"unchecked": None, "lapsing": 30, "checked": 300}
    for name, days in names.items():
        made = make_listing(session, "published", name=f"Therapist {name}")
        if days:
            look(session, made, days=days)
    make_listing(session, name="Nobody has sent this in")
    for name in names:
        page = moderator.open(f"/moderation/licences?show={name}")
        assert f"Therapist {name}" in page.text
        assert ("Therapist unchecked" in page.text) == (name == "unchecked")
        assert "Nobody has sent this in" not in page.text
    assert moderator.open("/moderation/licences?show=all").status == 400
    with days_later(31):
        again = Browser(moderator.client.application, session)
        again.sign_in(moderator.account)
        assert "Therapist lapsing" in again.open("/moderation/licences?show=lapsed").text


def test_the_list_of_what_is_due_is_the_one_that_the_navigation_counts(session, moderator):
    for name, days in {"never looked up": None, "ending next week": 7, "ending in a month": 30}.items():
        made = make_listing(session, "published", name=f"Therapist {name}")
        if days:
            look(session, made, days=days)
    make_listing(session, "submitted", name="Therapist who waits")
    page = moderator.open("/moderation/licences")
    shown = [words(one) for one in page.soup.select(".queue th a")]
    assert sorted(shown) == ["Therapist ending next week", "Therapist never looked up"]
    counted = next(one for one in page.soup.select(".staff-nav a") if "Licences" in one.text)
    assert words(counted) == "Licences , waiting: 2"
    tab = next(one for one in page.soup.select("a") if words(one).startswith("Due"))
    assert "2" in words(tab)
