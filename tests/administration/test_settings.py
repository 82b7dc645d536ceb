"""Settings of the site: previewed by one, seen by all within a second, and taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import site
from directory_app.administration.forms.why import CHANGED
from directory_app.confirming import Thresholds
from directory_app.models import Confirmation, RuleChange, Setting

from ..browser import Browser
from ..confirmations.conftest import send
from ..conftest import TESTING
from ..factories import make_account, make_listing


def fill(browser, **values):
    browser.open("/administration/settings/site")
    for label, value in values.items():
        browser.fill(label.replace("_", " "), value)
    browser.fill("Why", "A better name.")


def test_the_home_page_is_previewed_with_unsaved_values_by_nobody_else(app, session, administrator):
    fill(administrator, Name_of_the_site="Steady Backs", Tagline="Hands that listen", Notice="Closed on Sunday.")
    page = administrator.press("Preview")
    assert page.h1 == "Find a massage therapist by how they work"
    for words in ("This is a preview.", "Steady Backs", "Hands that listen", "Closed on Sunday."):
        assert words in page.text
    assert "Steady Backs" not in Browser(app, session).open("/").text
    page = administrator.press("Back to the settings")
    assert (page.value("Name of the site"), page.value("Why")) == ("Steady Backs", "A better name.")
    assert session.scalars(select(Setting)).all() == []
    administrator.press("Save")
    visitor = Browser(app, session)
    assert "Steady Backs" in visitor.open("/").soup.title.get_text()
    assert "Closed on Sunday." in visitor.page.text


def test_a_faulty_value_is_said_and_nothing_typed_is_lost(session, administrator):
    fill(administrator, Name_of_the_site="", Contact_address="nobody", Tagline="Kept")
    for button in ("Save", "Preview"):
        page = administrator.press(button)
        assert page.status == 422
        assert page.errors == [
            "Name of the site: this is needed.", "Write an e-mail address such as name@example.org.",
        ]  # fmt: skip
        assert page.value("Tagline") == "Kept"


def test_a_kept_page_of_a_visitor_has_the_new_name_too(app, session, administrator):
    listing = make_listing(session, "published")
    visitor = Browser(app, session)
    visitor.open(f"/therapists/{listing.slug}")
    fill(administrator, Name_of_the_site="Steady Backs")
    administrator.press("Save")
    assert "Steady Backs" in visitor.open(f"/therapists/{listing.slug}").soup.title.get_text()


def test_a_promise_counts_for_what_is_sent_in_from_then_on_and_goes_back(app, session, administrator):
    administrator.open("/administration/settings/promises")
    administrator.fill("Days until a decision", "0")
    administrator.fill("Why", "Holidays.")
    assert administrator.press("Save").errors == ["Days until a decision: from 1 to 60."]
    for days in ("9", "11"):
        administrator.fill("Days until a decision", days)
        administrator.fill("Why", "Holidays.")
        administrator.press("Save")
    assert "within 11 days" in Browser(app, session).open("/for-therapists").text
    page = administrator.open("/administration/settings/promises")
    assert "Before: 3 After: 9" in page.text
    administrator.press("Back to this state")
    assert "within 9 days" in Browser(app, session).open("/for-therapists").text
    assert [change.by_id for change in session.scalars(select(RuleChange))] == [administrator.account.id] * 3


def test_the_second_of_two_who_write_at_once_is_told_and_loses_nothing(app, session, administrator):
    fill(administrator, Tagline="First")
    other = Browser(app, session)
    other.sign_in(make_account(session, "administrator"))
    fill(other, Tagline="Second")
    administrator.press("Save")
    page = other.press("Save")
    assert page.errors == [CHANGED]
    assert page.value("Tagline") == "Second"
    other.press("Save")
    assert session.get(Setting, "TAGLINE").value == "Second"


def test_what_equals_the_environment_is_not_kept_over_it(session, administrator):
    fill(administrator, Name_of_the_site="Steady Backs")
    administrator.press("Save")
    fill(administrator, Name_of_the_site="Clear Hands")
    administrator.press("Save")
    assert session.scalars(select(Setting)).all() == []


@pytest.fixture
def another_process(tmp_path, prepared_app):
    """A second process on a database of its own, and the one that changes it."""
    first = prepared_app(tmp_path)
    overrides = {**TESTING, "DATA": str(tmp_path), "RULES_SECONDS": 0.5}
    from directory_app import create_app

    second = create_app(overrides)
    yield first, second
    for app in (first, second):
        app.extensions["engine"].dispose()


def test_every_process_shows_a_change_within_a_second(another_process):
    first, second = another_process
    with first.extensions["sessions"]() as session:
        account = make_account(session, "administrator")
        session.commit()
    browser, visitor = Browser(first), Browser(second)
    assert "Clear Hands" in visitor.open("/").text
    browser.sign_in(account)
    fill(browser, Name_of_the_site="Steady Backs")
    browser.press("Save")
    # As if the time between two looks had passed; a person waits less than a second for it.
    assert site.SECONDS < 1
    second.config["RULES_SECONDS"] = 0
    assert "Steady Backs" in visitor.open("/").text
    assert second.config["SITE_NAME"] == "Steady Backs"
    site.forget(first)


def test_limits_of_confirmations_show_what_they_would_hold_before_they_are_saved(app, session, administrator):
    listing = make_listing(session, "published", name="Ada Near")
    for number in range(3):
        send(session, listing, network=f"203.0.113.{number}", thresholds=Thresholds(3, 99, 99))
    session.commit()
    page = administrator.open("/administration/settings/confirmations")
    administrator.fill("Within 24 hours", "4")
    administrator.fill("Why", "A busy practice.")
    page = administrator.press("See what it would do")
    assert "3 confirmations are held now" in page.text
    row = page.soup.find("section", {"aria-labelledby": "trial"}).find("tbody").find("tr")
    assert [cell.get_text(" ", strip=True) for cell in row.find_all("td")] == ["3", "0 −3"]
    assert session.get(Setting, "CONFIRMATION_BURST") is None
    administrator.fill("Within 24 hours", "2")
    page = administrator.press("Save")
    assert session.get(Setting, "CONFIRMATION_BURST") is None, "other figures are shown first too"
    administrator.press("Save")
    assert session.get(Setting, "CONFIRMATION_BURST").value == 2
    assert [one.state.value for one in session.scalars(select(Confirmation))] == ["held"] * 3
    made = Browser(app, session)
    made.open("/")
    assert app.config["CONFIRMATION_BURST"] == 2
    administrator.open("/administration/settings/confirmations")
    administrator.fill("Within 24 hours", "1")
    assert "Within 24 hours: from 2 to 100." in administrator.press("See what it would do").errors
