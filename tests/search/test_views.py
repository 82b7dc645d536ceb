"""Search and profile as a visitor sees them."""

from __future__ import annotations

import pytest

from directory_app.search.criteria import criteria_from

from ..factories import CLINICAL, EUGENE, PORTLAND, RELAXING, SALEM, make_listing, make_revision, submit


def names(page):
    return [row.get_text(" ").split(" LMT")[0].strip() for row in page.soup.select(".listing-name")]


def test_a_search_finds_those_inside_the_radius_and_says_why(browser, session):
    make_listing(session, "published", name="Ada Near")
    make_listing(session, "published", name="Bea Far", place=EUGENE)
    page = browser.open("/search?place=Portland, OR&radius=25")
    assert names(page) == ["Ada Near"]
    assert "1 therapist within 25 miles" in page.text
    assert "“" in page.soup.select_one(".listing-why blockquote").text
    assert "Why they stand here" in page.text


def test_nearest_first_and_most_clinical_first_differ(browser, session):
    make_listing(session, "published", name="Near Relaxing", answers=RELAXING)
    make_listing(session, "published", name="Far Clinical", place=SALEM)
    query = "/search?place=Portland, OR&radius=100&order="
    assert names(browser.open(query + "nearest")) == ["Near Relaxing", "Far Clinical"]
    assert names(browser.open(query + "most-clinical")) == ["Far Clinical", "Near Relaxing"]


def test_best_fit_weighs_distance_against_the_score(browser, session):
    make_listing(session, "published", name="Far Clinical", place=EUGENE)
    make_listing(session, "published", name="Near Clinical")
    assert names(browser.open("/search?place=Portland, OR&radius=250")) == ["Near Clinical", "Far Clinical"]


def test_a_city_and_its_central_postal_code_give_the_same_list(browser, session, app):
    for place, name in ((PORTLAND, "Ada"), (SALEM, "Bea"), (EUGENE, "Cem")):
        make_listing(session, "published", name=name, place=place)
    from sqlalchemy import select

    from directory_app.models import PostalCode
    from directory_app.places import find_place

    city = find_place(session, "Portland, OR")
    code = session.scalars(
        select(PostalCode).where(PostalCode.lat == city.lat, PostalCode.lon == city.lon, PostalCode.country == "US")
    ).first()
    assert code is not None
    by_city = browser.open("/search?place=Portland, OR&radius=200&order=nearest")
    by_code = browser.open(f"/search?place={code.code}&radius=200&order=nearest")
    assert names(by_city) == names(by_code) == ["Ada", "Bea", "Cem"]
    assert [d.text for d in by_city.soup.select(".distance")] == [d.text for d in by_code.soup.select(".distance")]


def test_nothing_inside_the_radius_gives_the_nearest_beyond_with_the_real_distance(browser, session):
    make_listing(session, "published", name="Bea Far", place=EUGENE)
    page = browser.open("/search?place=Portland, OR&radius=10")
    assert "Nobody is listed within 10 miles" in page.text
    assert "The nearest beyond that" in page.text
    assert names(page) == ["Bea Far"]
    assert "104 mi away" in page.text


def test_drafts_waiting_and_paused_listings_are_not_found(browser, session):
    from directory_app import publishing

    make_listing(session, "draft", name="Dora Draft")
    make_listing(session, "submitted", name="Wilma Waiting")
    paused = make_listing(session, "published", name="Paula Paused")
    slug = paused.slug
    publishing.withdraw(session, paused)
    page = browser.open("/search?place=Portland, OR&radius=25")
    assert names(page) == []
    assert browser.open(f"/therapists/{slug}").status == 404


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("radius=0", "above zero"),
        ("radius=-3", "above zero"),
        ("radius=nan", "above zero"),
        ("radius=inf", "above zero"),
        ("radius=99999", "half the way round the earth"),
        ("radius=1e300", "must be a number"),
        ("radius=1e-9", "must be a number"),
        ("radius=1_0", "must be a number"),
        ("radius=２５", "must be a number"),
        ("radius=123456", "must be a number"),
        ("radius=bogus&radius=25", "must be a number"),
        ("unit=furlong&unit=mi", "not a known unit"),
        ("order=best&order=nearest", "not a known order"),
        ("page=0&page=1", "whole number"),
        ("price=61&price=100", "not a known price"),
        ("after=zzz&after=", "link to a next page is incomplete"),
        ("after=sideways.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "link to a next page is incomplete"),
        ("words=" + "hip " * 126, "longer than 500 characters"),
        ("radius=ten", "must be a number"),
        ("unit=furlong", "not a known unit"),
        ("order=best", "not a known order"),
        ("page=0", "whole number"),
        ("page=0000001" + "9" * 4400, "whole number"),
        ("page=100001", "whole number"),
        ("page=²", "whole number"),
        ("colour=red", "knows no"),
    ],
)
def test_a_malformed_search_is_answered_with_a_sentence(browser, session, query, sentence):
    make_listing(session, "published")
    page = browser.open(f"/search?place=Portland, OR&{query}")
    assert page.status == 400
    assert sentence in page.text


@pytest.mark.parametrize("trace", ["fbclid", "gclid", "mc_eid", "msclkid", "ref", "utm_source", "UTM_ID"])
def test_a_link_that_was_passed_on_leads_to_the_search_and_leaves_its_traces_behind(browser, session, trace):
    make_listing(session, "published", name="Nora Near")
    page = browser.open(f"/search?place=Portland, OR&{trace}=x9trace")
    assert page.status == 200
    assert names(page) == ["Nora Near"]
    assert "x9trace" not in page.html


def test_behind_the_last_page_is_the_last_page(browser, session):
    for number in range(21):
        make_listing(session, "published", name=f"Person {number:02}")
    last = browser.open("/search?place=Portland, OR&page=2")
    page = browser.open("/search?place=Portland, OR&page=99")
    assert page.status == 200
    assert names(page) == names(last)
    assert "page 2" in page.soup.title.text
    assert page.soup.select_one(".pagination-here").text.strip() == "Page 2"
    assert "page=99" not in page.html
    shown = browser.open("/search/map?place=Portland, OR&page=99")
    assert names(shown) == names(last)
    assert "page=99" not in shown.html


def test_there_is_no_second_page_of_nothing(browser, session):
    page = browser.open("/search?place=Portland, OR&page=3")
    assert page.status == 200
    assert "page 3" not in page.soup.title.text


def test_a_mistyped_place_gets_suggestions(browser, session):
    page = browser.open("/search?place=Prtland, OR")
    assert page.status == 200
    assert page.h1 == "We do not know that place"
    assert "Portland, OR" in page.text
    assert page.value("City or postal code") == "Prtland, OR"


@pytest.mark.parametrize(
    "place", ["🙂🙂", "مرحبا", "<script>alert(1)</script>", "q\x00b", "x" * 7_000, "%", "'; drop table place"]
)
def test_a_strange_place_is_unknown_and_breaks_nothing(browser, session, place):
    page = browser.client.get("/search", query_string={"place": place})
    assert page.status_code == 200
    assert b"We do not know that place" in page.data


def test_the_radius_may_be_in_kilometres(browser, session):
    make_listing(session, "published", name="Salem", place=SALEM)
    assert names(browser.open("/search?place=Portland, OR&radius=60&unit=mi")) == ["Salem"]
    page = browser.open("/search?place=Portland, OR&radius=60&unit=km")
    assert "Nobody is listed within 60 km" in page.text
    assert "70 km away" in page.text


def test_results_come_in_pages_without_gaps_or_repeats(browser, session):
    for number in range(23):
        make_listing(session, "published", name=f"Person {number:02}")
    first = browser.open("/search?place=Portland, OR&radius=25")
    second = browser.follow("Next")
    assert len(names(first)) == 20
    assert len({*names(first), *names(second)}) == 23


def test_a_search_page_asks_the_database_a_fixed_number_of_times(browser, session, statements):
    for _ in range(12):
        make_listing(session, "published")
    browser.open("/search?place=Portland, OR&radius=25")
    few = len(statements)
    for _ in range(8):
        make_listing(session, "published")
    session.commit()
    statements.clear()
    browser.open("/search?place=Portland, OR&radius=25")
    assert len(statements) <= few


def test_a_profile_shows_answers_with_marks_score_range_and_level(browser, session):
    listing = make_listing(session, "published", name="Ada Near")
    page = browser.open(f"/therapists/{listing.slug}")
    assert page.h1 == "Ada Near"
    assert page.soup.select("mark.mark-earns")
    for number in page.soup.select("mark sup"):
        number.decompose()
    shown = "".join(page.soup.get_text().split())
    for _, text in CLINICAL.values():
        assert "".join(text.split()) in shown
    assert "of 100" in page.text
    assert "range" in page.text
    assert "not a measure of skill, licence, safety or results" in page.text


def test_an_edit_that_waits_does_not_change_what_visitors_see(browser, session):
    listing = make_listing(session, "published", name="Ada Old")
    submit(session, make_revision(session, listing, 2, name="Ada New"))
    assert browser.open(f"/therapists/{listing.slug}").h1 == "Ada Old"
    assert names(browser.open("/search?place=Portland, OR")) == ["Ada Old"]


def test_a_private_address_appears_nowhere(browser, session):
    place = {**PORTLAND, "street": "771 Hidden Lane", "private_lat": 45.51234, "private_lon": -122.67891}
    listing = make_listing(session, "published", place=place)
    for path in (f"/therapists/{listing.slug}", "/search?place=Portland, OR"):
        html = browser.open(path).html
        assert "Hidden Lane" not in html
        assert "45.51234" not in html
        assert "122.67891" not in html


def test_what_a_therapist_typed_is_text_and_never_markup(browser, session):
    evil = "<script>alert('x')</script> \"quoted\" & <b>bold</b>"
    answers = {**CLINICAL, "Q2": ("yes", evil)}
    listing = make_listing(session, "published", name="Eve <i>Italic</i>", bio=evil, answers=answers)
    page = browser.open(f"/therapists/{listing.slug}")
    assert [one.get("type") for one in page.soup.find_all("script") if not one.get("src")] == ["application/ld+json"]
    assert page.h1 == "Eve <i>Italic</i>"
    assert "alert('x')" in page.text


def count_of(page, label):
    """The number beside a filter."""
    option = next(
        one for one in page.soup.select(".filter-option label") if one.get_text(" ").strip().startswith(label)
    )
    return int(option.select_one(".filter-count").get_text().replace(",", ""))


def test_filters_narrow_the_list_tell_their_numbers_and_go_one_by_one(browser, session):
    make_listing(session, "published", name="Clinical Cem")
    make_listing(session, "published", name="Relaxing Rosa", answers=RELAXING)
    page = browser.open("/search?place=Portland, OR")
    assert count_of(page, "Little or no oil") == 1
    page = browser.open("/search?place=Portland, OR&how=oil&how=focus")
    assert names(page) == ["Clinical Cem"]
    chosen = page.soup.select(".chosen-one")
    assert [" ".join(one.get_text(" ").split()) for one in chosen] == [
        "Remove: Whole hour on low back, hips and thighs ×",
        "Remove: Little or no oil ×",
    ]
    fewer = browser.open(chosen[0]["href"])
    assert [" ".join(one.get_text(" ").split()) for one in fewer.soup.select(".chosen-one")] == [
        "Remove: Little or no oil ×"
    ]
    assert set(names(browser.follow("Clear all"))) == {"Clinical Cem", "Relaxing Rosa"}


def test_without_a_place_filters_are_cleared_to_a_list_or_it_is_said_that_all_begins_again(browser, session):
    make_listing(session, "published", name="Clinical Cem")
    make_listing(session, "published", name="Calm Cem", answers=RELAXING)
    assert names(browser.open("/search?words=Cem&how=oil")) == ["Clinical Cem"]
    assert set(names(browser.follow("Clear filters"))) == {"Clinical Cem", "Calm Cem"}
    assert browser.follow("Start again").h1 == "Find a therapist"
    browser.open("/search?how=oil")
    assert browser.follow("Start again").h1 == "Find a therapist"


def test_ticked_filters_stay_ticked_and_travel_with_every_link(browser, session):
    for number in range(23):
        make_listing(session, "published", name=f"Person {number:02}")
    page = browser.open("/search?place=Portland, OR&how=oil&price=200&order=nearest")
    ticked = {one["id"] for one in page.soup.select(".filters input[checked]")}
    assert {"how-oil", "price-200", "level-any"} <= ticked
    assert "how=oil" in page.link("Next")
    assert "price=200" in page.link("Next")


def test_a_filter_that_meets_nobody_names_what_to_leave_out_and_shows_the_nearest_beyond(browser, session):
    make_listing(session, "published", name="Near Relaxing", answers=RELAXING)
    make_listing(session, "published", name="Far Clinical", place=EUGENE)
    page = browser.open("/search?place=Portland, OR&radius=25&how=oil")
    assert "meets all that you chose" in page.text
    assert "Without “Little or no oil”: 1 therapist" in page.text
    assert names(page) == ["Far Clinical"]


def test_words_are_searched_and_a_mistyped_name_is_told(browser, session):
    make_listing(session, "published", name="Mara Lindqvist")
    make_listing(session, "published", name="Ove Berg")
    assert names(browser.open("/search?place=Portland, OR&words=lindqvist")) == ["Mara Lindqvist"]
    page = browser.open("/search?place=Portland, OR&words=Lindkvist")
    assert names(page) == ["Mara Lindqvist"]
    assert "Nobody here has “Lindkvist”" in page.text
    assert names(browser.open("/search?words=berg")) == ["Ove Berg"]


def test_a_point_in_degrees_is_a_place_and_rounded(browser, session):
    make_listing(session, "published", name="Ada Near")
    page = browser.open("/search?place=45.5152, -122.67841")
    assert page.h1 == "Massage therapists near 45.52, -122.68"
    assert names(page) == ["Ada Near"]


def test_as_far_as_needed_finds_the_whole_directory(browser, session):
    make_listing(session, "published", name="Ada Near")
    make_listing(session, "published", name="Bea Far", place=EUGENE)
    assert names(browser.open("/search?place=Portland, OR&radius=any")) == ["Ada Near", "Bea Far"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("how=magic", "not a known how"),
        ("price=77", "not a known price"),
        ("gender=x", "not a known gender"),
        ("technique=a b", "not a known technique"),
        ("&".join(f"technique=t{n}" for n in range(13)), "at most 12 values"),
        ("after=zzz", "link to a next page is incomplete"),
    ],
)
def test_a_malformed_filter_is_answered_with_a_sentence(browser, session, query, sentence):
    page = browser.open(f"/search?place=Portland, OR&{query}")
    assert page.status == 400
    assert sentence in page.text


def test_of_a_repeated_parameter_the_last_counts_where_all_mean_something(browser, session):
    make_listing(session, "published", name="Salem", place=SALEM)
    assert names(browser.open("/search?place=Portland, OR&radius=5&radius=60&unit=km&unit=mi")) == ["Salem"]
    page = browser.open("/search?place=Portland, OR&radius=60&price=200&price=60&price=200")
    assert [one["value"] for one in page.soup.select('.filters input[name="price"][checked]')] == ["200"]


@pytest.mark.parametrize("radius", [0.00001, 0.25, 7.1234567, 25.0, 12000.5])
def test_an_address_holds_the_radius_it_was_made_with(radius):
    written = criteria_from({"radius": [f"{radius:.9f}"]}).address()
    assert criteria_from({"radius": [written["radius"]]}).radius == radius


def test_no_word_of_a_long_search_is_left_out_unsaid(browser, session):
    make_listing(session, "published", name="Ada Near")
    words = " ".join(f"particularword{number}" for number in range(12))
    assert len(words) > 120
    page = browser.open(f"/search?words={words}")
    assert "Left out: particularword8, particularword9, particularword10, particularword11." in page.text
    assert page.value("Name or words") == words


def test_a_place_is_never_cut_to_one_that_is_known(browser, session):
    make_listing(session, "published", name="Ada Near")
    typed = "Portland, OR" + " ," * 94 + " or anywhere that has nothing to do with it"
    page = browser.open(f"/search?place={typed}")
    assert page.h1 == "We do not know that place"
    assert page.value("City or postal code") == typed


def test_where_a_page_of_one_order_ends_says_nothing_of_another(browser, session):
    for number in range(45):
        make_listing(session, "published", name=f"Person {number:02}", place=(PORTLAND, SALEM, EUGENE)[number % 3])
    by_fit = browser.open("/search?place=Portland, OR&radius=250")
    link = by_fit.link("Next")
    assert "order=best-fit" in link
    second = browser.open(link)
    assert second.soup.select_one(".listing-rows")["start"] == "21"
    for order in ("nearest", "most-clinical", "most-relaxing", "recently-confirmed"):
        first = browser.open(f"/search?place=Portland, OR&radius=250&order={order}")
        other = browser.open(link.replace("order=best-fit", f"order={order}"))
        assert other.soup.select_one(".listing-rows")["start"] == "1"
        assert names(other) == names(first)
    # A link of an earlier release does not say of which order it is: its page is counted from the start.
    old = browser.open(link.replace("after=best-fit.", "after="))
    assert names(old) == names(second)


def test_the_links_of_a_search_without_a_place_have_no_empty_part(browser, session):
    make_listing(session, "published")
    page = browser.open("/search?words=Sample")
    links = [link["href"] for link in page.soup.select("main a[href^='/search']")]
    assert links
    assert not [link for link in links if "=&" in link or link.endswith("=")]
    assert browser.follow("Show map").soup.select(".listing-row")
