"""A limit of prices is in the money of the country that is searched; what is left out for its money is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from directory_app import publishing
from directory_app.customs import CURRENCIES
from directory_app.models import SessionPrice
from directory_app.publishing.prices import PRICES, TIMES, limit_of, price_words

from ..factories import PORTLAND, make_listing

TOKYO = {"city": "Tokyo", "region": "Tokyo", "postal_code": "", "country": "JP", "lat": 35.6895, "lon": 139.6917}
NIAGARA = [("NY", "US", 43.0945, -79.0567), ("ON", "CA", 43.1001, -79.0663)]


def priced(session, name, amount, currency, place=PORTLAND):
    listing = make_listing(session, "published", name=name, place=place)
    listing.approved.prices = []
    session.flush()
    listing.approved.prices = [SessionPrice(minutes=60, amount=Decimal(amount), currency=currency)]
    session.flush()
    publishing.refresh(session, listing)


@pytest.fixture
def both_sides(session):
    for region, country, lat, lon in NIAGARA:
        place = {"city": "Niagara Falls", "region": region, "postal_code": "", "country": country}
        currency = "USD" if country == "US" else "CAD"
        for amount in (70, 110, 190):
            name = f"{country} at {amount}"
            priced(session, name, amount, currency, {**place, "lat": lat, "lon": lon})


def prices_offered(page):
    return [
        " ".join(page.soup.select_one(f'label[for="{one["id"]}"]').text.split())
        for one in page.soup.select('.filters input[name="price"]')
    ][1:]


def names(page):
    return {one.text.strip().removesuffix(" LMT") for one in page.soup.select(".listing-row h2, .listing-row h3")}


def test_every_currency_has_steps_of_its_own():
    assert set(CURRENCIES) == set(TIMES)
    assert [price_words(str(step), "JPY") for step in PRICES[:3]] == ["¥6,000", "¥8,000", "¥10,000"]
    assert [limit_of(step, "GBP") for step in PRICES] == list(PRICES)


def test_in_japan_the_limit_is_in_yen(browser, session):
    priced(session, "Aki Mori", 9500, "JPY", TOKYO)
    priced(session, "Ren Abe", 16000, "JPY", TOKYO)
    page = browser.open("/search?place=Tokyo")
    assert prices_offered(page)[:3] == [
        "at most ¥6,000, 0 therapists",
        "at most ¥8,000, 0 therapists",
        "at most ¥10,000, 1 therapist",
    ]
    page = browser.open("/search?place=Tokyo&price=100")
    assert "Aki Mori" in page.text
    assert "Ren Abe" not in page.text
    assert "Remove: 60 minutes at most ¥10,000" in " ".join(page.text.split())
    assert "Currency: Japanese yen. Prices in other money are left out." in page.text


@pytest.mark.parametrize(
    ("place", "own", "other", "sign"),
    [
        ("Niagara Falls, NY", "US", "Canadian dollar", "$"),
        ("Niagara Falls, ON", "CA", "US dollar", "CA$"),
        ("43.0945, -79.04", "US", "Canadian dollar", "$"),
    ],
)
def test_at_a_border_prices_in_the_other_money_are_left_out_and_said_so(
    browser, session, both_sides, place, own, other, sign
):
    page = browser.open(f"/search?place={place}&price=120")
    assert "2 therapists within 25" in page.text
    assert names(page) == {f"{own} at 70", f"{own} at 110"}
    assert f"Left out, as their price is in another: 3 ({other})." in " ".join(page.text.split())
    assert f"at most {sign}80, 1 therapist" in prices_offered(page)
    assert f"at most {sign}200, 3 therapists" in prices_offered(page)
    assert "6 therapists within 25" in browser.follow("Search without a limit").text


def test_without_a_place_the_limit_is_in_the_money_that_most_state(browser, session, both_sides):
    priced(session, "One More", 95, "CAD", TOKYO)
    assert prices_offered(browser.open("/search?with=accepting"))[0].startswith("at most CA$60")


def test_each_number_beside_a_price_is_what_the_click_gives(browser, session, both_sides):
    for asked in ("", "&price=80", "&how=oil&price=150"):
        page = browser.open(f"/search?place=Niagara Falls, NY{asked}")
        for one in page.soup.select('.filters input[name="price"]:not([checked])')[1:]:
            said = page.soup.select_one(f'label[for="{one["id"]}"] .filter-count').text
            rest = asked.replace("&price=80", "").replace("&price=150", "")
            found = browser.open(f"/search?place=Niagara Falls, NY{rest}&price={one['value']}")
            assert said == str(len(found.soup.select(".listing-row"))), (asked, one["value"])


def test_the_map_shows_whom_the_list_has(browser, session, both_sides):
    page = browser.open("/search/map?place=Niagara Falls, ON&price=80")
    found = browser.open(page.soup.select_one("[data-points]")["data-points"])
    assert "CA at 70" in found.text
    assert "US at 70" not in found.text
