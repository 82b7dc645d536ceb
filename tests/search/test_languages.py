"""A language that goes by two names is one for whoever searches; one that is not read is said to be left out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app.models import PublicListing
from directory_app.publishing.traits import OTHER_NAMES, SAME_LANGUAGE, language_trait

from ..factories import CLINICAL, make_listing
from .test_views import names

IN_PORTLAND = "/search?place=Portland, OR"


@pytest.fixture
def two(session):
    """One therapist says Farsi, one Persian, one neither."""
    make_listing(session, "published", name="Ada Farsi", languages=["English", "Farsi"])
    make_listing(session, "published", name="Bea Persian", languages=["Persian"])
    make_listing(session, "published", name="Cem Neither", languages=["English", "Parsi"])


def offered(page):
    """The languages beside the list with their numbers."""
    boxes = page.soup.select("input[name=language]")
    return {" ".join(page.soup.find("label", attrs={"for": one["id"]}).get_text(" ").split()) for one in boxes}


def test_both_names_are_one_entry_of_the_filter(browser, two):
    page = browser.open(IN_PORTLAND)
    assert [one for one in offered(page) if "Persian" in one or "Farsi" in one] == ["Persian (Farsi) , 2 therapists"]


@pytest.mark.parametrize("value", ["persian", "farsi"])
def test_either_name_finds_both_also_in_a_link_of_before(browser, two, value):
    page = browser.open(f"{IN_PORTLAND}&language={value}")
    assert sorted(names(page)) == ["Ada Farsi", "Bea Persian"]
    assert page.is_chosen("Persian (Farsi)")


def test_a_listing_written_by_an_earlier_release_is_found_too(browser, session, two):
    listing = session.scalars(select(PublicListing).where(PublicListing.name == "Ada Farsi")).one()
    listing.traits = listing.traits.replace("language:persian", "language:farsi")
    session.flush()
    assert "language:farsi" in listing.traits
    assert sorted(names(browser.open(f"{IN_PORTLAND}&language=persian"))) == ["Ada Farsi", "Bea Persian"]


def test_both_names_in_the_words_of_a_search_find_both(browser, two):
    assert sorted(names(browser.open(f"{IN_PORTLAND}&words=farsi"))) == ["Ada Farsi", "Bea Persian"]


def test_no_name_leads_to_another_that_leads_further():
    assert not set(OTHER_NAMES) & set(SAME_LANGUAGE)
    for written, value in {"Español": "spanish", "Farsi (Persian)": "persian", "Welsh": "welsh", "": ""}.items():
        assert language_trait(written) == value


def test_a_search_for_who_explains_says_in_which_languages_that_is_known(browser, session):
    finnish = "Lonkan lihakset voivat säteillä kipua alaselkään, joten käyn ne läpi ensin ja kerron miksi."
    answers = {**CLINICAL, "Q4": ("routinely", finnish)}
    make_listing(session, "published", name="Aino Virtanen", answers=answers)
    said = "only from answers in English, Spanish, French and German"
    everybody = browser.open("/search?place=Portland, OR")
    assert "Aino Virtanen" in everybody.text
    assert said not in everybody.text
    explaining = browser.open("/search?place=Portland, OR&how=referral")
    assert "Aino Virtanen" not in explaining.text
    assert said in explaining.text
    assert said not in browser.open("/search?place=Portland, OR&how=oil").text
