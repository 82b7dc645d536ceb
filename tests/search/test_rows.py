"""Rows and filters are made once for many pages, and each page still shows its own distances, counts and days."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import url_for
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directory_app.fragments import address, framed
from directory_app.models import PublicListing, now

from ..factories import PORTLAND, SALEM, make_listing


def _rows(page):
    return {
        row.select_one(".listing-name a").text: " ".join(row.get_text(" ").split())
        for row in page.soup.select(".listing-row")
    }


def _distances(page):
    return [distance.text for distance in page.soup.select(".listing-row .distance")]


def test_the_same_therapist_is_as_far_as_each_search_is_away(browser, session):
    make_listing(session, "published", name="Ada Near", place=PORTLAND)
    from_portland = _distances(browser.open("/search?place=Portland, OR&radius=100"))
    from_salem = _distances(browser.open("/search?place=Salem, OR&radius=100"))
    in_km = _distances(browser.open("/search?place=Salem, OR&radius=100&unit=km"))
    assert len({*from_portland, *from_salem, *in_km}) == 3
    assert [words.split()[-1] for words in (*from_portland, *from_salem, *in_km)] == ["mi", "mi", "km"]
    assert _distances(browser.open("/search?words=Ada")) == []


def test_the_numbers_beside_a_filter_are_those_of_the_search(browser, session):
    make_listing(session, "published", name="Ada Near", place=PORTLAND)
    make_listing(session, "published", name="Bea Far", place=SALEM)

    def counted(radius):
        page = browser.open(f"/search?place=Portland, OR&radius={radius}")
        return page.soup.select_one('label[for="with-accepting"] .filter-count').text

    assert (counted(20), counted(100)) == ("1", "2")


def test_a_fact_that_ages_is_a_day_older_tomorrow(browser, session):
    make_listing(session, "published", name="Ada Near", place=PORTLAND)
    address = "/search?place=Portland, OR&radius="
    assert "confirmed today" in _rows(browser.open(f"{address}20"))["Ada Near"]
    with time_machine.travel(now() + timedelta(days=1)):
        assert "confirmed yesterday" in _rows(browser.open(f"{address}21"))["Ada Near"]


def test_a_row_changes_with_what_it_shows(browser, session):
    listing = make_listing(session, "published", name="Ada Near", place=PORTLAND)
    assert list(_rows(browser.open("/search?place=Portland, OR&radius=20"))) == ["Ada Near"]
    session.get(PublicListing, listing.id).name = "Ada <b>Nearer</b>"
    session.commit()
    page = browser.open("/search?place=Portland, OR&radius=21")
    assert list(_rows(page)) == ["Ada <b>Nearer</b>"]
    assert not page.soup.select(".listing-name b")


def test_what_is_filled_in_is_escaped_and_stands_once(app):
    shown = app.jinja_env.from_string("{% macro m(inside, word) %}<i>{{ inside }}</i>{{ word }}{% endmacro %}").module
    with app.test_request_context("/"):
        assert str(framed("<b>", shown.m, "&")) == "<i>&lt;b&gt;</i>&amp;"
        assert str(framed("second", shown.m, "&")) == "<i>second</i>&amp;"


@pytest.mark.parametrize("page", ["/", "/how-the-score-works", "/search"])
def test_addresses_of_pages_are_the_same_on_every_page(app, page):
    plain = app.jinja_env.globals["url_for"]
    with app.test_request_context(page):
        for endpoint in ("pages.home", "search.results", "shortlist.shortlist"):
            assert plain(endpoint) == url_for(endpoint)
        assert plain("search.results", place="Salem") == url_for("search.results", place="Salem")
        assert plain("search.results", _external=True) == url_for("search.results", _external=True)
    with app.test_request_context(page, base_url="https://example.org/massage"):
        assert plain("search.results") == "/massage/search"


def test_a_row_says_in_plain_words_what_its_quotation_says(browser, session):
    listing = make_listing(session, "published")
    public = session.get(PublicListing, listing.id)
    public.quote, public.quote_label, public.quote_question_id = "Tight hips, weak bottom.", "Short against weak", "Q3"
    session.flush()
    caption = browser.open("/search?place=Portland, OR").soup.select_one(".listing-why figcaption").text
    assert caption == "Why they stand here: says how tight muscles pull against weak ones"
    public.quote_label = "A topic of another rubric"
    session.flush()
    caption = browser.open("/search?place=Salem, OR&radius=100").soup.select_one(".listing-why figcaption").text
    assert caption == "Why they stand here: A topic of another rubric"


PATHS = ["/search?place=Portland, OR", "/search?place=Eugene, OR&radius=5", "/places/united-states/oregon/portland"]


@pytest.mark.parametrize("path", PATHS)
def test_above_a_list_stands_what_its_scores_mean_and_that_both_styles_help(browser, session, path):
    make_listing(session, "published")
    page = browser.open(path)
    before = page.html.partition('<ol class="listing-rows"')[0]
    assert "0 is a relaxing style, 100 a clinical one" in before
    assert "<strong>Claimed</strong>: the therapist says so." in before
    assert page.html.count("(Cherkin 2011)") == before.count("(Cherkin 2011)") == 1
    assert page.soup.select_one(".listing-row .score-ends").get_text(" ") == "relaxing clinical"


@pytest.mark.parametrize("path", PATHS)
def test_figures_are_not_explained_where_no_row_shows_one(browser, session, path):
    one = session.get_one(PublicListing, make_listing(session, "published").id)
    one.score_shown = "band"
    session.flush()
    page = browser.open(path)
    assert page.soup.select_one(".listing-row .score-band")
    above = page.soup.select_one(".two-styles").text
    assert above.startswith("Each row says in words how near it is to a relaxing style or to a clinical one")
    assert "100" not in above
    assert "<strong>Claimed</strong>: the therapist says so." in page.html
    make_listing(session, "published")
    session.commit()
    assert "0 is a relaxing style, 100 a clinical one" in browser.open(path).text, "some show one"


VALUES = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.integers() | st.booleans()


@given(
    st.dictionaries(st.sampled_from(["place", "words", "with", "slug", "ü &"]), VALUES | st.lists(VALUES, max_size=3))
)
@example({"slug": "ada-near", "unit": "km"})
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_address_with_parameters_is_the_one_that_is_built_in_one_piece(app, values):
    with app.test_request_context("/therapists/ada-near", base_url="http://localhost/under"):
        endpoints = ["search.results", "pages.home", *(["search.profile"] if values.get("slug") else [])]
        for endpoint in endpoints:
            assert address(endpoint, **values) == url_for(endpoint, **values)
        assert address(".profile", slug="bea", _anchor="answers") == url_for(".profile", slug="bea", _anchor="answers")


def test_a_macro_reaches_what_every_template_may_use_and_what_a_page_is_given(app):
    # All templates share one dictionary of globals; a page's own words stay its own.
    with app.test_request_context("/"):
        own = app.jinja_env.from_string("{{ site_name }} {{ word }}", globals={"word": "own"}).render()
        other = app.jinja_env.from_string("{{ site_name }} {{ word }}").render()
    assert own == f"{app.config['SITE_NAME']} own"
    assert other.strip() == app.config["SITE_NAME"]


def test_a_quote_in_another_language_is_read_out_in_it(browser, session):
    texts = {
        "Ada English": "Almost none. A little at the end of the hour, so that slow work does not slide.",
        "Bea Spanish": "Muy poco aceite, solo al final, para que las manos no resbalen en la piel.",
        "Cai French": "Très peu d’huile, seulement à la fin, pour que les mains ne glissent pas sur la peau.",
        "Dora German": "Sehr wenig Öl, nur am Ende, damit die Hände nicht über die Haut rutschen.",
        "Eva Finnish": "Käytän hyvin vähän öljyä, vain lopuksi, jotta kädet eivät liu’u ihon päällä.",
    }
    for name, text in texts.items():
        make_listing(session, "published", name=name, answers={"Q5": ("minimal", text)})
    page = browser.open("/search?place=Portland, OR")
    quoted = {row.select_one(".listing-name a").text: row.blockquote for row in page.soup.select(".listing-row")}
    assert all(quote.get_text(strip=True).strip("“”. …") in texts[name] for name, quote in quoted.items())
    assert {name.split()[1]: quote.get("lang") for name, quote in quoted.items()} == {
        "English": None, "Spanish": "es", "French": "fr", "German": "de", "Finnish": None,
    }  # fmt: skip
