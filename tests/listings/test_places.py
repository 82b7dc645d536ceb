"""Places of work: several with a privacy each, maps of what visitors see, one point for good, hiding at once."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from directory_app import publishing
from directory_app.cli.republish import respell_places
from directory_app.listings import actions, hiding
from directory_app.listings.actions import About, PlaceOfWork
from directory_app.listings.facts import place_of
from directory_app.maps import place_sketch
from directory_app.models import AuditEntry, Listing, Privacy, PublicLocation, RevisionState
from directory_app.places.point import middle_of_cell
from directory_app.presence import actions as presence

from ..browser import Browser, words
from ..factories import PORTLAND, make_account, make_listing, submit

STREET = "1847 Canary Terrace"
CODE = "97293"
POINT = (45.58731, -122.71369)
EXACT = {
    **PORTLAND, "postal_code": CODE, "street": STREET, "lat": POINT[0], "lon": POINT[1], "privacy": Privacy.EXACT,
    "private_lat": POINT[0], "private_lon": POINT[1], "public_label": f"{STREET}, Portland, OR {CODE}",
}  # fmt: skip


@pytest.fixture
def therapist(browser, session):
    """A browser of somebody whose public listing shows a full address."""
    browser.listing = make_listing(session, "published", name="Ada Ruiz", place=EXACT)
    browser.sign_in(browser.listing.account)
    return browser


def everything_public(browser, listing):
    """All that a visitor or a machine can get to see of a listing."""
    paths = (
        f"/therapists/{listing.slug}",
        f"/therapists/{listing.slug}/contact",
        f"/therapists/{listing.slug}/call-card",
        "/search?place=Portland, OR&radius=100",
        "/search/map?place=Portland, OR&radius=100",
        "/search/map/points?place=Portland, OR&radius=100",
        "/places/united-states/oregon/portland",
        f"/shortlist?t={listing.slug}",
    )
    return "\n".join(browser.open(path).html for path in paths)


def betrays(text):
    return [word for word in (STREET, "Canary", CODE, "45.5873", "122.7136", "122.714") if word in text]


def test_hiding_a_place_takes_the_exact_one_out_of_everything_at_once(therapist, another_browser, session):
    listing = therapist.listing
    before = everything_public(another_browser, listing)
    assert {STREET, "45.5873"} <= set(betrays(before))
    page = therapist.open("/my-listing/hide")
    assert "Show the full address" in page.text
    page = therapist.press("Hide it now")
    assert "gone from search, map, profile" in page.text
    assert betrays(everything_public(another_browser, listing)) == []
    row = session.scalars(select(PublicLocation)).one()
    assert (row.privacy, row.street, row.label) == ("area", "", "Portland, OR")
    assert (row.lat, row.lon) == middle_of_cell(*POINT)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "place_hidden")).one()
    assert (entry.before, entry.after) == ({"privacy": ["exact"]}, {"privacy": "area"})


def test_less_is_shown_at_once_when_a_draft_shows_less_and_nothing_else_of_it_is_public(
    therapist, another_browser, session
):
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    therapist.open("/my-listing/about")
    therapist.fill("Name of your practice", "Not read yet")
    therapist.press("Save and continue")
    therapist.open("/my-listing/place")
    therapist.follow("Change")
    therapist.fill("Postal code", "97205")
    therapist.choose("Show the middle of the postal code")
    page = therapist.press("Save and continue")
    assert "Visitors see less of this place from now on" in page.text
    text = everything_public(another_browser, therapist.listing)
    assert not {STREET, "Canary", "45.5873", "122.7136"} & set(betrays(text))
    assert "Not read yet" not in text


def test_showing_more_waits_for_a_moderator(browser, another_browser, session):
    middle = {"public_lat": 45.59, "public_lon": -122.70, "public_label": "Portland, OR"}
    listing = make_listing(session, "published", place={**EXACT, "privacy": Privacy.AREA, **middle})
    browser.sign_in(listing.account)
    browser.open("/my-listing")
    browser.press("Edit my listing")
    browser.open("/my-listing/place")
    browser.follow("Change")
    browser.fill("Postal code", "97205")
    browser.choose("Show the full address")
    page = browser.press("Save and continue")
    assert STREET in page.text
    assert betrays(everything_public(another_browser, listing)) == []
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "place_hidden")).all() == []


def test_a_version_that_waits_is_hidden_too_so_that_its_approval_shows_nothing_again(session, therapist):
    listing = therapist.listing
    waiting = actions.begin_edit(session, listing, listing.account)
    submit(session, waiting)
    key = listing.approved.locations[0].place_key
    assert waiting.locations[0].place_key == key
    assert hiding.hide(session, listing, listing.account, key, Privacy.AREA)
    assert waiting.locations[0].privacy is Privacy.AREA
    listing.approved.move(RevisionState.REPLACED)
    session.flush()
    waiting.move(RevisionState.APPROVED)
    publishing.publish(session, waiting)
    assert session.scalars(select(PublicLocation.street)).one() == ""


def test_a_paused_listing_comes_back_hidden(session, therapist):
    listing = therapist.listing
    presence.pause(session, listing, listing.account)
    hiding.hide(session, listing, listing.account, listing.approved.locations[0].place_key, Privacy.POSTAL_CODE)
    presence.resume(session, listing, listing.account)
    assert session.scalars(select(PublicLocation.privacy)).one() == "postal_code"


@pytest.mark.parametrize("privacy", ["exact", "area", "nonsense", "mobile", ""])
def test_only_less_can_be_chosen_when_hiding(therapist, session, privacy):
    listing = therapist.listing
    key = listing.approved.locations[0].place_key
    listing.approved.locations[0].privacy = Privacy.AREA
    session.flush()
    therapist.post(f"/my-listing/hide/{key}", [("privacy", privacy)])
    assert session.get(Listing, listing.id).approved.locations[0].privacy is Privacy.AREA


@pytest.mark.parametrize("privacy", ["exact", "area", "postal_code", "mobile"])
def test_the_public_point_stays_whatever_else_is_saved(session, privacy):
    draft = actions.start(session, make_account(session)).revisions[0]
    who = draft.listing.account
    place = PlaceOfWork(
        "12 Oak Street", "Portland", "OR", "97205", "US", privacy, 20.0 if privacy == "mobile" else None
    )
    actions.save_place(session, draft, who, place)
    location = draft.locations[0]
    # What a later edition of the place data would answer must not matter any more.
    location.public_lat = kept = (location.public_lat or 0) + 0.001
    session.flush()
    for number in range(10):
        again = PlaceOfWork(f"{number} Other Street", "Portland", "OR", "97205", "US", privacy, place.mobile_radius_km)
        actions.save_place(session, draft, who, again)
        actions.save_about(session, draft, who, About(name=f"Ada {number}"))
    assert draft.locations == [location]
    assert (location.public_lat, place_of(draft).street) == (kept, "9 Other Street")


def test_a_new_version_keeps_every_point(session):
    listing = make_listing(session, "published")
    listing.approved.locations[0].public_lat = 45.111
    session.flush()
    draft = actions.begin_edit(session, listing, listing.account)
    assert draft.locations[0].public_lat == 45.111
    actions.save_place(session, draft, listing.account, place_of(draft))
    assert draft.locations[0].public_lat == 45.111


def test_several_places_are_added_put_in_order_and_removed_each_with_its_own_privacy(browser, session):
    listing = make_listing(session, name="Ada Ruiz")
    browser.sign_in(listing.account)
    browser.open("/my-listing/place")
    browser.follow("Add another place")
    browser.fill("Town or city", "Salem")
    browser.fill("State, province", "OR")
    browser.fill("Street and number", "5 Oak Street")
    browser.choose("Show the full address")
    page = browser.press("Save and continue")
    titles = [one.get_text(strip=True) for one in page.soup.select(".place-card h2")]
    assert titles == ["Portland, OR", "5 Oak Street, Salem, OR"]
    assert len(page.soup.select(".place-map svg")) == 2
    page = browser.press("Move up 5 Oak Street")
    assert "5 Oak Street, Salem, OR is one place further up now." in page.text
    assert [one.get_text(strip=True) for one in page.soup.select(".place-card h2")] == titles[::-1]
    page = browser.open("/my-listing/preview")
    assert [one.get_text(strip=True) for one in page.soup.select(".place-name")] == titles[::-1]
    page = browser.open("/my-listing/place")
    remove = [words(one) for one in page.soup.select(".place-remove summary")]
    assert remove == ["Remove 5 Oak Street, Salem, OR", "Remove Portland, OR"]
    page = browser.press("Yes, remove")
    assert "5 Oak Street, Salem, OR is removed from this version." in page.text
    assert [one.get_text(strip=True) for one in page.soup.select(".place-card h2")] == ["Portland, OR"]
    assert "12 Example Street" in browser.open("/my-listing/check").text


def test_a_postal_code_of_another_state_is_refused_with_where_it_lies(browser, session):
    listing = make_listing(session)
    browser.sign_in(listing.account)
    browser.open("/my-listing/place")
    browser.follow("Change")
    browser.fill("Postal code", "10001")
    page = browser.press("Save and continue")
    assert page.status == 422
    assert page.errors == ["10001 is in New York, NY. Check the postal code, the town and the state."]
    assert page.value("Postal code") == "10001"
    session.expire_all()
    assert listing.revisions[0].locations[0].postal_code != "10001"


@pytest.mark.parametrize("typed", ["florida", "Fla.", "F.L.", "Flordia"])
def test_the_rules_of_a_state_hold_however_it_is_spelt(browser, session, typed):
    listing = make_listing(session)
    browser.sign_in(listing.account)
    browser.open("/my-listing/place")
    browser.follow("Change")
    browser.fill("Town or city", "Miami")
    browser.fill("State, province", typed)
    browser.fill("Postal code", "33130")
    page = browser.press("Save and continue")
    assert [words(one) for one in page.soup.select(".place-card h2")] == ["Miami, FL"]
    assert "Florida asks that the number stands in every advertisement" in browser.open("/my-listing/licence").text


def test_the_map_shows_a_circle_for_an_area_and_a_pin_only_for_an_address(therapist, another_browser, session):
    page = another_browser.open(f"/therapists/{therapist.listing.slug}")
    assert page.soup.select_one(".place-map .place-pin")
    therapist.open("/my-listing/hide")
    page = therapist.press("Hide it now")
    assert page.soup.select_one(".place-map circle.map-area")
    page = another_browser.open(f"/therapists/{therapist.listing.slug}")
    assert not page.soup.select(".place-map .place-pin")
    circle = page.soup.select_one(".place-map circle.map-area")
    assert (float(circle["cx"]), float(circle["cy"])) == (200, 200), "the middle is the public point"
    assert "Somewhere inside this circle" in page.text
    assert len(page.soup.select(".place-map .sketch-town")) > 1


@pytest.mark.parametrize(
    ("point", "named", "radius"),
    [
        ((45.5139, -122.6425), {"Lents", "Raleigh Hills"}, 78.0),
        # Its own name would lie under the pin, and the next town is further than ten kilometres.
        ((35.0696, -106.6165), {"South Valley", "North Valley"}, 39.0),
        ((61.2225, -149.8677), {"Eagle River"}, 19.5),
    ],
)
def test_a_map_shows_so_much_around_a_place_that_towns_can_be_named(session, point, named, radius):
    drawn = place_sketch(session, Privacy.AREA, *point, None)
    assert named <= {name.text for name in drawn.sketch.names}
    assert [area.radius for area in drawn.sketch.areas] == [radius]


def test_a_city_beside_the_pin_is_named_before_its_dot_where_there_is_no_room_behind(session):
    drawn = place_sketch(session, Privacy.EXACT, 45.5139, -122.6425, None)
    before = {name.text: name.before for name in drawn.sketch.names}
    assert before["Portland"]
    assert not before["Lents"]


def test_a_map_of_the_open_sea_ends_somewhere(session):
    drawn = place_sketch(session, Privacy.EXACT, 0.0, -30.0, None)
    assert (drawn.sketch.names, drawn.sketch.land) == ([], "")


def test_a_place_removed_on_another_device_comes_back_only_if_asked_for_twice(browser, app, session):
    listing = make_listing(session)
    second = Browser(app, session)
    for tab in (browser, second):
        tab.sign_in(listing.account)
        tab.open("/my-listing/place")
    second.follow("Change")
    second.fill("Street and number", "99 Kept Street")
    browser.press("Yes, remove")
    page = second.press("Save and continue")
    assert page.status == 409
    assert page.value("Street and number") == "99 Kept Street"
    second.press("Save and continue")
    assert "99 Kept Street" in second.open("/my-listing/check").text


def test_two_devices_on_one_place_show_the_difference(browser, app, session):
    listing = make_listing(session)
    second = Browser(app, session)
    for tab in (browser, second):
        tab.sign_in(listing.account)
        tab.open("/my-listing/place")
        tab.follow("Change")
    browser.fill("Street and number", "1 First Street")
    browser.press("Save and continue")
    second.fill("Street and number", "2 Second Street")
    page = second.press("Save and continue")
    assert page.status == 409
    assert [one.text for one in page.soup.select(".notice dt")] == ["Street and number (optional)"]
    assert "1 First Street" in page.text
    second.press("Save and continue")
    assert "2 Second Street" in second.open("/my-listing/check").text


def test_the_place_of_another_listing_cannot_be_reached(browser, another_browser, session):
    victim = make_listing(session, "published")
    key = victim.approved.locations[0].place_key
    other = make_listing(session, "published")
    another_browser.sign_in(other.account)
    another_browser.open("/my-listing")
    another_browser.press("Edit my listing")
    assert another_browser.open(f"/my-listing/place/{key}").status == 404
    for path in (f"place/{key}/remove", f"place/{key}/up", f"hide/{key}"):
        another_browser.post(f"/my-listing/{path}", [("privacy", "postal_code")])
    assert session.get(Listing, victim.id).approved.locations[0].privacy is Privacy.AREA
    assert not re.search(key, another_browser.open("/my-listing/place").html)


def test_the_choice_of_a_neighbourhood_names_the_width_of_the_circle_that_is_drawn(browser, session):
    browser.sign_in(make_listing(session).account)
    browser.open("/my-listing/place")
    browser.follow("Add another place")
    browser.fill("Street and number", "12 Oak Street")
    browser.fill("Postal code", "97205")
    browser.choose("Show the neighbourhood only")
    offered = words(next(one for one in browser.page.soup.find_all("label") if "neighbourhood only" in words(one)))
    page = browser.press("Save and continue")
    wide = re.search(r"about ([\d.]+) mi wide", words(page.soup.select(".place-map figcaption")[-1]))[1]
    assert f"({wide} miles) wide" in offered


@pytest.mark.parametrize(
    ("country", "town", "region", "typed", "shown"),
    [
        ("GB", "Leeds", "", "ls63aa", "Leeds, United Kingdom LS6"),
        ("GB", "London", "", "SW1A 1AA", "London, United Kingdom SW1A"),
        ("GB", "London", "", "e1", "London, United Kingdom E1"),
        ("IE", "Dublin", "", "D02AF30", "Dublin, Ireland D02"),
        ("CA", "Toronto", "ON", "m5v2t6", "Toronto, ON M5V"),
        ("US", "Portland", "OR", "972141234", "Portland, OR 97214"),
        ("US", "Portland", "OR", "97214 1234", "Portland, OR 97214"),
        ("NL", "Amsterdam", "", "1012AB", "Amsterdam, The Netherlands 1012"),
        ("DE", "Berlin", "", "10115", "Berlin, Germany 10115"),
    ],
)
def test_of_a_postal_code_only_the_part_that_names_an_area_is_shown(
    browser, session, country, town, region, typed, shown
):
    listing = make_listing(session)
    browser.sign_in(listing.account)
    browser.open("/my-listing/place")
    browser.follow("Change")
    browser.fill("Country", country)
    browser.fill("Town or city", town)
    browser.fill("State, province", region)
    browser.fill("Postal code", typed)
    browser.choose("Show the middle of the postal code only")
    page = browser.press("Save and continue")
    assert [words(one) for one in page.soup.select(".place-card h2")] == [shown]


@pytest.mark.parametrize(
    ("country", "typed", "shown"),
    [
        ("GB", "LS6 3AA", "Leeds, United Kingdom"),
        ("GB", "ls6", "Leeds, United Kingdom"),
        ("IE", "T12 X70A", "Cork, Ireland"),
    ],
)
def test_a_british_or_irish_postal_code_alone_is_a_place_of_work(browser, session, country, typed, shown):
    listing = make_listing(session)
    browser.sign_in(listing.account)
    browser.open("/my-listing/place/new")
    browser.fill("Country", country)
    browser.fill("Postal code", typed)
    page = browser.press("Save and continue")
    assert words(page.soup.select(".place-card h2")[-1]) == shown
    assert listing.revisions[0].locations[-1].public_lat is not None


def test_a_code_of_neither_island_is_not_known_there(browser, session):
    browser.sign_in(make_listing(session).account)
    browser.open("/my-listing/place/new")
    browser.fill("Country", "GB")
    browser.fill("Postal code", "T12 X70A")
    assert browser.press("Save and continue").errors == [
        "We do not know this postal code in the country chosen above. Check the spelling, or give a larger town nearby."
    ]


def test_places_of_an_earlier_release_are_written_as_they_would_be_today(app, session, another_browser):
    misspelt = {**PORTLAND, "city": "Miami", "region": "Flordia", "postal_code": "33130", "lat": 25.77, "lon": -80.2}
    in_full = {**PORTLAND, "city": "Toronto", "region": "ON", "postal_code": "M5V2T6", "country": "CA",
               "privacy": Privacy.POSTAL_CODE, "public_label": "Toronto, ON M5V2T6"}  # fmt: skip
    unknown = {**PORTLAND, "city": "Nowhere at all", "region": "Elsewhere", "postal_code": ""}
    one, two, three = (make_listing(session, "published", place=place) for place in (misspelt, in_full, unknown))
    points = sorted((place.lat, place.lon) for place in session.scalars(select(PublicLocation)))
    session.commit()
    with app.app_context():
        assert respell_places() == 2
    session.expire_all()
    assert [place.region for place in (one.approved.locations[0], three.approved.locations[0])] == ["FL", "Elsewhere"]
    assert two.approved.locations[0].postal_code == "M5V2T6", "what a therapist wrote stays"
    assert sorted((place.lat, place.lon) for place in session.scalars(select(PublicLocation))) == points
    text = another_browser.open(f"/therapists/{two.slug}").html
    assert "Toronto, ON M5V" in text
    assert "M5V2T6" not in text
    assert "Rules that apply here" in another_browser.open(f"/therapists/{one.slug}").text
