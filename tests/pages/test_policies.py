"""The policy pages: complete without an operator's facts, with them once they are given, and read by somebody."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from directory_app import rules
from directory_app.models import Setting

from ..browser import Browser
from ..factories import make_account

PAGES = {
    "/contact": "Contact",
    "/privacy": "Privacy",
    "/consumer-health-data": "Consumer health data",
    "/terms": "Terms of use",
    "/accessibility": "Accessibility",
}
UNFINISHED = "This page is a template that nobody has finished."
GAPS = re.compile(r"\[[^\]]*\]|\bNone\b|\bTODO\b|lorem|your company|example inc", re.IGNORECASE)


@pytest.fixture
def database_app(sqlite_app):
    """One database: nothing here differs between the two."""
    return sqlite_app


@pytest.fixture
def administrator(app, session):
    """The browser of an administrator."""
    browser = Browser(app, session)
    browser.sign_in(make_account(session, "administrator"))
    return browser


def test_each_page_is_one_link_from_the_home_page(browser):
    for address, title in PAGES.items():
        browser.open("/")
        page = browser.follow(title)
        assert (page.url, page.status, page.h1) == (address, 200, title)


@pytest.mark.parametrize("address", sorted(PAGES))
def test_visitors_see_no_gap_and_no_note(browser, address):
    page = browser.open(address)
    assert UNFINISHED not in page.text
    assert GAPS.search(" ".join(page.soup.main.get_text(" ").split())) is None
    assert "is run by" not in page.text


def test_a_sentence_without_its_fact_is_left_out(browser, administrator):
    heading, sentence = "Changes, and which law applies", "the day on top is then a new one"
    page = browser.open("/terms")
    assert "We may change these terms. If one sentence does not hold, the others do." in page.text
    assert "Changes" in [one.get_text() for one in page.soup.select("h2")]
    assert "Who runs this site" not in browser.open("/about").text
    assert browser.follow("How to reach us").h1 == "Contact"
    administrator.open("/administration/settings/operator")
    administrator.fill("Who runs the site", "Clear Hands Association")
    administrator.fill("Law that applies", "the law of the State of Oregon")
    administrator.fill("Policies in force since", "31 January 2027")
    administrator.fill("Why", "We open on Monday.")
    administrator.press("Save")
    page = browser.open("/terms")
    assert sentence in page.text
    assert "in force since 31 January 2027" in page.text
    assert heading in [one.get_text() for one in page.soup.select("h2")]
    browser.open("/about")
    assert "Clear Hands Association" in browser.follow("Who runs this site").text


def test_administrators_are_told_until_the_facts_are_there_and_somebody_has_read(app, session, administrator):
    assert "nobody has finished" in administrator.open("/administration/").text
    page = administrator.open("/terms")
    assert UNFINISHED in page.text
    assert "“Who runs the site” is empty." in page.text
    assert "These pages have not been reviewed." in page.text
    page = administrator.follow("Finish the policy pages")
    assert page.h1 == "Operator and policy pages"
    administrator.fill("Who runs the site", "Clear Hands Association")
    administrator.fill("Postal address", "12 Larch Street\nPortland, OR 97205")
    administrator.fill("Telephone", "+1 503 555 0111")
    administrator.fill("Law that applies", "the law of the State of Oregon")
    administrator.fill("Companies that work for you", "Host Example and Mail Example")
    administrator.fill("Policies in force since", "31 January 2027")
    administrator.fill("Days that logs are kept", "10")
    administrator.fill("Why", "We open on Monday.")
    administrator.press("Save")
    assert "These pages have not been reviewed." in administrator.open("/contact").text
    administrator.open("/administration/settings/operator")
    assert administrator.page.value("Policies in force since") == "2027-01-31"
    administrator.check("I have read privacy")
    administrator.fill("Why", "Read with our lawyer.")
    administrator.press("Save")
    assert administrator.page.is_chosen("I have read privacy")
    assert "nobody has finished" not in administrator.open("/administration/").text
    assert UNFINISHED not in administrator.open("/terms").text
    visitor = Browser(app, session)
    page = visitor.open("/contact")
    for words in (
        "Clear Hands Association",
        "12 Larch Street Portland, OR 97205",
        "+1 503 555 0111",
        "31 January 2027",
    ):
        assert words in page.text
    assert "the law of the State of Oregon" in visitor.open("/terms").text
    assert "Host Example and Mail Example" in visitor.open("/consumer-health-data").text
    assert "It is kept for 10 days." in visitor.open("/privacy").text


def test_other_words_in_a_later_release_have_to_be_read_again(session, administrator, monkeypatch):
    session.add(Setting(name="POLICIES_READ", value=rules.settings.POLICIES_VERSION))
    session.commit()
    values = {**rules.overrides(session), **dict.fromkeys(("OPERATOR_NAME", "OPERATOR_ADDRESS"), "x")}
    values |= {"OPERATOR_SUPPLIERS": "x", "POLICIES_SINCE": "2027-01-31"}
    assert rules.unfinished_policies(values) == []
    monkeypatch.setattr(rules.settings, "POLICIES_VERSION", 2)
    assert rules.unfinished_policies(values) == ["These pages have not been reviewed."]


def test_a_day_that_is_none_is_said_and_nothing_is_lost(session, administrator):
    administrator.open("/administration/settings/operator")
    administrator.fill("Who runs the site", "Clear Hands Association")
    administrator.fill("Policies in force since", "soon")
    administrator.fill("Why", "x")
    page = administrator.press("Save")
    assert page.errors == ["Write the day such as 2027-01-31 or 31 January 2027."]
    assert page.value("Who runs the site") == "Clear Hands Association"
    assert session.scalars(select(Setting)).all() == []
