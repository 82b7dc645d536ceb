"""Two to four therapists side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from directory_app import publishing
from directory_app.models import now
from directory_app.places import find_place
from directory_app.publishing import published_profiles
from directory_app.publishing.bands import shown_score
from directory_app.scorekeeping import QUESTIONS
from directory_app.shortlist.comparing import compare

from ..factories import CLINICAL, make_listing
from .conftest import SECRET_STREET, address


def rows(page):
    """The cells of the table by row heading."""
    return {
        row.th.select_one(".compare-label").get_text(" ", strip=True): [
            one.select_one(".compare-value").get_text(" ", strip=True) for one in row.find_all("td")
        ]
        for row in page.soup.select(".compare tbody tr")
    }


def test_each_question_is_a_row_with_choice_quote_findings_and_points(browser, three):
    page = browser.open(address("/compare", three[:2]))
    assert page.h1 == "Compare Ada Lind and Bea Moss"
    ada, bea = rows(page)["Can we spend the whole hour on my low back, hips and thighs?"]
    assert ada.startswith("Yes, the whole hour “")
    assert "Names the low back, hips or" in ada
    assert "of 20 points" in ada
    assert bea.startswith("Full body only")


def test_every_column_is_headed_by_its_therapist_and_every_row_by_what_it_compares(browser, three):
    page = browser.open(address("/compare", three))
    heads = [one.get_text(strip=True) for one in page.soup.select(".compare thead th[scope=col]")]
    assert heads == ["Ada Lind", "Bea Moss", "Cem Yıldız"]
    assert page.soup.select_one(".compare caption")
    for row in page.soup.select(".compare tbody tr"):
        assert row.th["scope"] == "row"
        assert len(row.find_all("td")) == 3


def test_what_is_the_same_for_all_stands_apart_and_once(browser, three):
    page = browser.open(address("/compare", [three[0], three[2]]))
    table, same = rows(page), page.soup.select_one(".compare-same").get_text(" ", strip=True)
    assert table["Languages"] == ["English", "Turkish"]
    assert "Price of 60 minutes" not in table
    assert "Price of 60 minutes $95" in same
    assert "Techniques" in same
    assert "Languages" not in same


def test_of_access_visits_and_receipts_only_what_differs_is_a_row(browser, session, three):
    three[2].approved.step_free = not three[0].approved.step_free
    session.flush()
    page = browser.open(address("/compare", [three[0], three[2]]))
    said = "Yes" if three[0].approved.step_free else "No"
    assert rows(page)["Step-free access"] == [said, "No" if said == "Yes" else "Yes"]
    assert "Home visits" not in rows(page)
    assert "Home visits" in page.soup.select_one(".compare-same").get_text(" ", strip=True)


def test_first_names_stand_for_whole_ones_where_nobody_shares_them(browser, session):
    names = ("Ada Lind", "Ada Moss", "Cem Yıldız", "J. Doe")
    listings = [make_listing(session, "published", name=name, answers=CLINICAL) for name in names]
    listings[0].approved.step_free = not listings[1].approved.step_free
    session.flush()
    page = browser.open(address("/compare", listings))
    assert page.h1 == "Compare Ada Lind, Ada Moss, Cem and J. Doe"
    heads = [one.get_text(strip=True) for one in page.soup.select(".compare thead th")][:4]
    assert heads == list(names), "whoever hears the table hears whole names"


def test_a_price_that_differs_moves_up(browser, session, three):
    three[2].approved.prices[0].amount = Decimal("140.50")
    session.flush()
    page = browser.open(address("/compare", [three[0], three[2]]))
    assert rows(page)["Price of 60 minutes"] == ["$95", "$140.50"]


def test_distances_are_shown_from_a_place_in_the_unit_asked_for(browser, three):
    page = browser.open(address("/compare", three[:2], place="Salem, OR", unit="km"))
    ada, bea = rows(page)["Distance from Salem, OR"]
    assert ada.startswith("about 7")
    assert ada.endswith("km")
    assert bea.endswith("km")


def test_a_unit_that_nobody_chose_is_that_of_the_place_or_of_the_therapists(browser, session):
    cork = {"city": "Cork", "region": "", "postal_code": "", "country": "IE", "lat": 51.8979, "lon": -8.4706}
    pair = [make_listing(session, "published", place=cork) for _ in range(2)]

    def chosen(page):
        return next(one for one in page.control("Unit").css("option") if "selected" in one.attributes)

    page = browser.open(address("/compare", pair))
    assert (chosen(page).text(), chosen(page).attributes["value"]) == ("km", "")
    browser.fill("Distance from", "Limerick, Ireland")
    page = browser.press("Show distances")
    assert re.search(r"about \d+ km", page.soup.main.get_text())
    page = browser.open(address("/compare", pair, place="Portland, OR"))
    assert chosen(page).text() == "miles"
    page = browser.open(address("/compare", pair, place="Portland, OR", unit="km"))
    assert (chosen(page).text(), chosen(page).attributes["value"]) == ("km", "km")


def test_a_therapist_next_door_is_under_a_tenth_and_not_about_under_it(browser, session, three):
    here = find_place(session, "Portland, OR")
    spot = three[0].approved.locations[0]
    spot.public_lat, spot.public_lon = here.lat, here.lon
    session.flush()
    page = browser.open(address("/compare", three[:2], place="Portland, OR", unit="mi"))
    assert rows(page)["Distance from Portland, OR"][0] == "under 1 mi"


def test_an_unknown_place_is_said_and_the_comparison_stays(browser, three):
    page = browser.open(address("/compare", three[:2], place="Prtland"))
    assert page.status == 200
    assert "No city or postal code like “Prtland”" in page.text
    assert page.value("Distance from") == "Prtland"
    assert rows(page)


def test_a_place_too_long_to_be_one_is_said_and_not_cut_to_another(browser, three):
    typed = f"Portland{',' * 200} Maine"
    page = browser.open(address("/compare", three[:2], place=typed))
    assert f"No city or postal code like “{typed}”" in page.text
    assert page.value("Distance from") == typed
    assert not [name for name in rows(page) if name.startswith("Distance")]


def test_ranges_that_overlap_are_said_to_overlap(session, three):
    pair = published_profiles(session, [three[0].slug, three[2].slug])
    assert compare(pair).ranges_meet
    ranges = ((60, 80), (30, 59))
    apart = [
        replace(p, score=shown_score(low + 9, low, high, "L1", "number"))
        for p, (low, high) in zip(pair, ranges, strict=True)
    ]
    assert not compare(apart).ranges_meet


def test_distance_is_that_of_the_public_point(session, three):
    place = find_place(session, "Portland, OR")
    profiles = published_profiles(session, [three[0].slug, three[1].slug])
    row = next(row for row in compare(profiles, place).different if row.kind == "distance")
    point = profiles[0].places[0]
    assert (point.lat, point.lon) == (45.5152, -122.6784)
    assert row.cells[0] < 5
    elsewhere = replace(point, lat=44.9429, lon=-123.0351)
    both = [replace(profiles[0], places=[elsewhere, point]), profiles[1]]
    assert next(one for one in compare(both, place).different if one.kind == "distance").cells[0] == row.cells[0]


@pytest.mark.parametrize(("number", "status"), [(0, 200), (1, 400), (5, 400)])
def test_another_number_gets_a_page_with_a_way_on(browser, session, number, status):
    listings = [make_listing(session, "published") for _ in range(number)]
    page = browser.open(address("/compare", listings))
    assert page.status == status
    assert page.h1 == "Compare two to four therapists"
    assert page.link("Open the shortlist") == address("/shortlist", listings).rstrip("?")


def test_every_page_names_the_same_end_of_a_licence_the_one_that_holds(browser, session, three):
    ada, licence = three[0], three[0].licences[0]
    licence.checked_at, licence.checked_until = now(), now().date() + timedelta(days=100)
    session.flush()
    publishing.refresh(session, ada)
    ends, never_holds = (f"{day.day} {day:%B %Y}" for day in (licence.checked_until, licence.expires_on))
    pages = {
        "row": browser.open("/search?place=Portland,+OR").soup.find(
            "article", {"aria-labelledby": f"listing-{ada.slug}"}
        ),
        "comparison": browser.open(address("/compare", three[:2])).soup.main,
        "profile": browser.open(f"/therapists/{ada.slug}").soup.main,
        "call card": browser.open(f"/therapists/{ada.slug}/call-card").soup.main,
    }
    texts = {where: page.get_text(" ", strip=True) for where, page in pages.items()}
    assert [where for where, text in texts.items() if f"Checked by a moderator, until {ends}" not in text] == []
    assert [where for where, text in texts.items() if where != "comparison" and never_holds in text] == []
    assert f"As stated, not checked by us; valid until {never_holds}" in texts["comparison"], "Bea’s was not looked up"


def test_hours_side_by_side_are_written_as_on_the_profiles(browser, session, three):
    three[0].hours = {day: [["10:00", "18:30"]] for day in ("mon", "tue", "wed", "fri", "sat")}
    session.flush()
    hours, other = rows(browser.open(address("/compare", three[:2])))["Hours"]
    assert hours == "Monday to Wednesday 10:00 am to 6:30 pm Friday and Saturday 10:00 am to 6:30 pm"
    assert other == "Monday 9:00 am to 5:00 pm"
    assert hours in " ".join(browser.open(f"/therapists/{three[0].slug}").text.split())


@pytest.mark.parametrize("path", ["/compare", "/shortlist"])
def test_from_each_it_is_one_step_to_the_profile_the_telephone_and_the_card(browser, three, path):
    page = browser.open(address(path, three[:2]))
    for one in three[:2]:
        for words, way in ((one.approved.name, ""), ("Contact", "/contact"), ("Call card", "/call-card")):
            (link,) = page.soup.select(f'main li a[href="/therapists/{one.slug}{way}"]')
            assert link.find(string=True).strip() == words


def test_of_five_some_are_ticked_and_compared(browser, session):
    listings = [make_listing(session, "published", name=f"Person {letter}") for letter in "ABCDE"]
    browser.open(address("/compare", listings))
    browser.check("Compare Person B")
    browser.check("Compare Person D")
    page = browser.press("Compare the ticked")
    assert page.h1 == "Compare Person B and Person D"


def test_who_left_is_named_and_the_others_are_compared(browser, three):
    page = browser.open(address("/compare", [*three[:2], "gone-person"]))
    assert page.h1 == "Compare Ada Lind and Bea Moss"
    assert "No longer listed: gone person" in page.text


@pytest.mark.parametrize("query", ["t=A!", "t=ada&unit=leagues"])
def test_nonsense_is_refused_with_a_sentence(browser, query):
    page = browser.open("/compare?" + query)
    assert page.status == 400


def test_names_and_answers_never_become_markup(browser, session):
    nasty = "<script>alert(1)</script>\"'&amp;"
    answers = {"Q2": ("yes", "<b>Slow</b>, sustained myofascial pressure without oil until the fascia softens.")}
    listings = [
        make_listing(session, "published", name=nasty, practice=nasty, answers=answers),
        make_listing(session, "published"),
    ]
    for path in (
        address("/shortlist", listings),
        address("/compare", listings),
        f"/therapists/{listings[0].slug}/call-card",
    ):
        html = browser.open(path).html
        assert "<script>alert" not in html
        assert "<b>Slow" not in html
        assert nasty in BeautifulSoup(html, "html.parser").get_text()


def test_no_street_of_a_private_place_is_on_any_of_these_pages(browser, three):
    for path in (address("/shortlist", three), address("/compare", three, place="Salem, OR")):
        page = browser.open(path)
        assert "Portland, OR" in page.html
        assert SECRET_STREET not in page.html
        assert "45.519" not in page.html


def table_of(page, title):
    """The headings of the rows of one table; none where it is not there."""
    heading = page.soup.find("h2", string=title)
    return [one.get_text(strip=True) for one in heading.find_next("table").select(".compare-label")] if heading else []


def test_only_a_choice_makes_an_answer_differ(browser, session):
    other = {**CLINICAL, "Q2": ("sometimes", CLINICAL["Q2"][1]), "Q5": (None, "Hardly any.")}
    other["Q1"] = ("yes_whole_hour", "Of course, the hour is yours.")
    pair = [make_listing(session, "published"), make_listing(session, "published", answers=other)]
    page = browser.open(address("/compare", pair))
    differing = table_of(page, "Where they differ")
    assert "Do you use myofascial techniques?" in differing
    assert "Do you use a lot of oil?" in differing
    first = "Can we spend the whole hour on my low back, hips and thighs?"
    assert first not in differing
    assert first in table_of(page, "The same choice, in their own words")
    assert "Of course, the hour is yours." in rows(page)[first][1], "what each says is still there to be read"


def test_the_day_of_an_answer_makes_no_difference_and_the_oldest_is_named(browser, session):
    pair = [make_listing(session, "published") for _ in range(2)]
    pair[0].accepting_confirmed_at = now() - timedelta(days=40)
    session.flush()
    page = browser.open(address("/compare", pair))
    assert "Accepting new clients" not in rows(page)
    same = page.soup.select_one(".compare-same").get_text(" ", strip=True)
    assert "Accepting new clients Yes. The oldest answer is from 40 days ago" in same
    pair[0].accepting_clients = False
    session.flush()
    page = browser.open(address("/compare", pair))
    assert rows(page)["Accepting new clients"] == ["No, as of 40 days ago", "Yes, confirmed today"]


def test_price_and_licence_stand_before_the_questions(browser, session, three):
    three[0].approved.prices[0].amount = Decimal("140")
    three[0].licences.clear()
    session.flush()
    heads = table_of(browser.open(address("/compare", three)), "Where they differ")
    assert heads[:2] == ["Price of 60 minutes", "Licence"]
    assert heads[2] == "Can we spend the whole hour on my low back, hips and thighs?"


def test_licences_that_end_on_other_days_are_the_same_and_the_first_day_is_named(browser, session):
    pair = [make_listing(session, "published") for _ in range(2)]
    today = now().date()
    for listing, days in zip(pair, (100, 30), strict=True):
        licence = listing.licences[0]
        licence.checked_at, licence.checked_until = now(), today + timedelta(days=days)
    session.flush()
    page = browser.open(address("/compare", pair))
    assert "Licence" not in rows(page)
    first = today + timedelta(days=30)
    same = page.soup.select_one(".compare-same").get_text(" ", strip=True)
    assert f"Checked by a moderator. The first of them ends on {first.day} {first:%B %Y}" in same
    pair[1].licences[0].checked_at = None
    session.flush()
    assert "Licence" in rows(browser.open(address("/compare", pair))), "looked up or not makes a difference"


def test_a_licence_that_has_run_out_differs_from_one_that_holds(browser, session):
    pair = [make_listing(session, "published") for _ in range(2)]
    pair[0].licences[0].expires_on = now().date() - timedelta(days=1)
    session.flush()
    assert "Licence" in rows(browser.open(address("/compare", pair)))


def test_numbers_that_have_to_be_shown_stand_also_where_licences_are_the_same(session, browser):
    phoenix = {"city": "Phoenix", "region": "AZ", "postal_code": "85004", "lat": 33.45, "lon": -112.07}
    pair = [make_listing(session, "published", name=name, place=phoenix) for name in ("Ada Lind", "Bea Moss")]
    for number, listing in enumerate(pair):
        listing.licences[0].number, listing.licences[0].region = f"MT-{number}", "AZ"
    session.flush()
    page = browser.open(address("/compare", pair))
    assert "Licence" not in rows(page)
    same = page.soup.select_one(".compare-same").get_text(" ", strip=True)
    assert "Ada Lind: Arizona licence number MT-0 Bea Moss: Arizona licence number MT-1" in same


def found_for(page, question):
    """What the words of each therapist say to a question, as the page lists it."""
    row = next(
        one for one in page.soup.select(".compare tbody tr") if one.select_one(".compare-label").text == question
    )
    return [[one.get_text(" ", strip=True) for one in cell.select(".compare-found li")] for cell in row.find_all("td")]


def test_what_was_found_is_told_in_words_of_somebody_who_looks_for_a_therapist(browser, three):
    page = browser.open(address("/compare", three[:2]))
    labels = {one.label for question in QUESTIONS for one in question.criteria}
    told = [words for question in QUESTIONS for cell in found_for(page, question.asked_as) for words in cell]
    assert "Works slowly and holds the pressure" in told
    assert [words for words in told if words in labels] == []
    assert all(words[0].isupper() for words in told if not words.startswith("and "))


def test_an_answer_of_little_is_quoted_and_no_finding_is_made_its_meaning(browser, session):
    answers = {
        **CLINICAL,
        "Q2": ("sometimes", "I go through the fascia with elbows. It is supposed to hurt some. It flushes the toxins."),
        "Q3": ("rarely", None),
        "Q5": ("a_lot", "Warm oil with lavender."),
    }
    pair = [make_listing(session, "published", answers=one) for one in (answers, CLINICAL)]
    page = browser.open(address("/compare", pair))
    second, third, fifth = (rows(page)[QUESTIONS[n].asked_as][0] for n in (1, 2, 4))
    assert "“I go through the fascia with elbows.”" in second
    assert "Little in these words points to the clinical end" in second
    assert found_for(page, QUESTIONS[1].asked_as)[0] == []
    assert "No answer in their own words" in third
    assert "Nothing in these words points to the clinical end" in fifth


def test_words_in_which_nothing_was_found_are_quoted_all_the_same(browser, session):
    answers = {**CLINICAL, "Q2": ("no", "Not my thing. I work with long flowing strokes.")}
    pair = [make_listing(session, "published", answers=one) for one in (answers, CLINICAL)]
    second = rows(browser.open(address("/compare", pair)))[QUESTIONS[1].asked_as][0]
    assert "“Not my thing. I work with long flowing strokes.”" in second


def test_words_in_a_language_that_is_not_read_are_not_called_empty(browser, session):
    words = "Pracuję powoli i bez oleju, trzymam nacisk tak długo, aż powięź zmięknie, i pytam, czy nie boli."
    pair = [
        make_listing(session, "published", answers={**CLINICAL, "Q2": ("yes", words)}),
        make_listing(session, "published"),
    ]
    second = " ".join(browser.open(address("/compare", pair)).text.split())
    assert "In a language that is not read here, so only the choice counts" in second


def test_a_quote_in_another_language_is_read_out_in_it_side_by_side_and_on_the_card(browser, session, three):
    spanish = "Muy poco aceite, solo al final, para que las manos no resbalen en la piel."
    dora = make_listing(session, "published", name="Dora Sol", answers={**CLINICAL, "Q5": (None, spanish)})
    page = browser.open(address("/compare", [three[0], dora]))
    quotes = {quote.get_text(strip=True): quote.get("lang") for quote in page.soup.select(".compare-quote")}
    assert [lang for words, lang in quotes.items() if "aceite" in words] == ["es"]
    assert set(quotes.values()) == {"es", None}
    card = browser.open(f"/therapists/{dora.slug}/call-card").soup
    assert [(one.get("lang"), "aceite" in one.get_text()) for one in card.select("q")].count(("es", True)) == 1
