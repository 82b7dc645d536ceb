"""Bad input to the pages of a listing: each gets a clear answer, the pages stay valid, nothing typed is lost."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from directory_app import publishing
from directory_app.models import Listing, ListingState, Revision, RevisionState

from ..browser import Browser, switch, words
from ..factories import CLINICAL, make_account, make_listing, submit
from ..page_checks import above

WORDS = "In your own words"
THOUGHT = "A long thought that took me an hour to write."
NASTY = "Zoë 🙂🏽 עברית <script>alert(1)</script> & \"quotes\" 'n' {{ 7*7 }}"


@pytest.fixture
def therapist(browser: Browser, session) -> Browser:
    """The browser of somebody with a complete draft."""
    browser.listing = make_listing(session, name="Ada Ruiz")
    browser.sign_in(browser.listing.account)
    return browser


def decide(session, revision: Revision) -> None:
    """Approve a version behind the back of whoever has it open."""
    if revision.editable:
        submit(session, revision)
    revision.move(RevisionState.APPROVED)
    revision.listing.move(ListingState.PUBLISHED)
    publishing.publish(session, revision)


@pytest.mark.parametrize(
    ("path", "label"), [("about", "About you and your work"), ("practical", "Languages"), ("questions/Q2", WORDS)]
)
def test_what_is_saved_into_a_version_approved_meanwhile_is_shown_again(therapist, session, path, label):
    therapist.open(f"/my-listing/{path}")
    therapist.fill(label, THOUGHT)
    decide(session, therapist.listing.revisions[0])
    page = therapist.press("Save and continue")
    assert page.status == 409
    assert "approved" in page.text
    assert THOUGHT in page.html


def test_an_error_page_calls_what_was_typed_by_the_words_beside_its_fields(therapist):
    """Names of fields such as licences-0-board say nothing to anybody, and what nobody saw is nobody's text."""
    sent = [
        ("licences-0-board", "Oregon Board of Massage Therapists"),
        ("npi", "I have no such number"),
        ("opened", "seen by nobody " * 4),
        ("csrf_token", "of another day"),
    ]
    answer = therapist.client.post("/my-listing/licence", data=MultiDict(sent))
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser").find("section", class_="saved-text")
    assert answer.status_code == 400
    labels = [words(label) for label in page.find_all("label")]
    assert labels == ["Board or register", "NPI, only in the United States (optional)"]


def test_an_error_page_keeps_a_postal_code_and_no_code_that_opens_something(therapist, session):
    therapist.open("/my-listing/place")
    therapist.follow("Change")
    therapist.fill("Postal code", "97214")
    form = therapist.page.one('main input[name="postal_code"]')
    sent = [
        *therapist.data_of(above(form, "form")),
        ("code", "K7MP-4XQ2-D9RT of a card"),
        ("password", "a meadow of mine"),
    ]
    decide(session, therapist.listing.revisions[0])
    page = therapist.post(therapist.page.url, sent)
    assert page.status == 409
    assert page.value("Postal code") == "97214"
    assert "K7MP" not in page.html
    assert "meadow" not in page.html


def test_whatever_is_sent_an_error_page_comes(therapist):
    """Also where no form can be made of it, as for a question that there is none of."""
    for path in ("/my-listing/questions/Q9", "/my-listing/practical"):
        sent = {"text": "A sentence of some length.", "price_9999999999999999999": "A price of some length"}
        answer = therapist.client.post(path, data={**sent, "csrf_token": "no"})
        assert answer.status_code in (400, 404)
        assert "A sentence of some length." in answer.get_data(as_text=True)


def test_taking_back_what_a_moderator_just_approved_leaves_it_approved(browser, session):
    listing = make_listing(session, "submitted")
    browser.sign_in(listing.account)
    browser.open("/my-listing")
    decide(session, listing.revisions[0])
    page = browser.press("Take it back")
    assert page.h1 == "My listing"
    assert "Take it back" not in page.text
    assert session.get(Revision, listing.revisions[0].id).state is RevisionState.APPROVED


@pytest.mark.parametrize("path", ["about", "contact", "questions/Q1", "submit"])
def test_more_than_a_megabyte_is_answered_with_a_page(therapist, path):
    page = therapist.post(f"/my-listing/{path}", [("bio", "x" * 1_100_000)])
    assert page.status == 413
    assert page.h1 == "That is too much text"
    assert therapist.listing.revisions[0].state is RevisionState.DRAFT


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        ("about", "gender", "robot"),
        ("place", "privacy", "everything"),
        ("place", "country", "XX"),
        ("place", "travel_unit", "parsecs"),
        ("practical", "techniques", "magic"),
        ("practical", "currency", "XXX"),
        ("practical", "step_free", "perhaps"),
        ("contact", "phone_country", "XX"),
        ("contact", "accepting_clients", "perhaps"),
    ],
)
def test_a_choice_that_was_not_offered_is_refused(therapist, session, step, field, value):
    page = therapist.open(f"/my-listing/{step}")
    if step == "place":
        page = therapist.follow("Change")
    control = page.one(f'main [name="{field}"]')
    if control.tag == "select":
        control = control.css_first("option[selected]") or control.css_first("option")
        switch(control, "selected")
    else:
        for other in page.all(f'main [name="{field}"]'):
            switch(other, "checked", on=False)
        switch(control, "checked")
    control.attrs["value"] = value
    before = therapist.listing.revisions[0].version, therapist.listing.version
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert page.errors
    assert page.soup.select_one("[data-error-summary] a")["href"].lstrip("#").startswith(field)
    assert (therapist.listing.revisions[0].version, therapist.listing.version) == before


def test_texts_of_every_kind_leave_every_page_valid(therapist, another_browser, session):
    therapist.open("/my-listing/about")
    for label in ("Your name", "Name of your practice", "Letters after", "About you", "Pronouns"):
        therapist.fill(label, NASTY[:40] if label == "Pronouns" else NASTY[:60] if label == "Letters after" else NASTY)
    therapist.press("Save and continue")
    therapist.open("/my-listing/place")
    therapist.follow("Change")
    therapist.fill("Street and number", NASTY)
    therapist.choose("Show the full address")
    therapist.press("Save and continue")
    therapist.follow("Continue")
    therapist.fill("Techniques that are missing", NASTY[:40])
    therapist.fill("Languages", NASTY)
    therapist.press("Save and continue")
    therapist.open("/my-listing/licence")
    therapist.fill("Board or register", NASTY)
    therapist.press("Save and continue")
    therapist.fill(WORDS, NASTY)
    therapist.press("Save and continue")
    for path in ("", "/about", "/check", "/preview", "/questions/Q1"):
        page = therapist.open("/my-listing" + path)
        assert page.status == 200
        assert "<script>alert" not in page.html
    assert NASTY in therapist.open("/my-listing/preview").text
    therapist.open("/my-listing/check")
    assert therapist.press("Send it in").h1 == "Sent in"
    moderator = another_browser
    moderator.sign_in(make_account(session, "moderator"))
    page = moderator.open(f"/moderation/cases/{therapist.listing.revisions[0].id}")
    assert page.status == 200
    assert NASTY in page.text
    moderator.choose("Approve")
    moderator.press("Save the decision")
    slug = session.get(Listing, therapist.listing.id).slug
    for path in (f"/therapists/{slug}", "/search?place=Portland, OR"):
        page = moderator.open(path)
        assert NASTY in page.text
        assert "<script>alert" not in page.html


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 60, "0"])
def test_a_hidden_version_somebody_changed_overwrites_nothing_unseen(therapist, version):
    therapist.open("/my-listing/questions/Q1")
    therapist.page.one('input[name="version"]').attrs["value"] = version
    therapist.fill(WORDS, THOUGHT)
    page = therapist.press("Save and continue")
    assert page.status in {200, 409, 422}
    if page.status != 200:
        assert page.value(WORDS) == THOUGHT
        assert therapist.listing.revisions[0].answer("Q1").text == CLINICAL["Q1"][1]


@pytest.mark.parametrize("path", ["about", "questions/Q1"])
def test_a_stale_token_is_refused_and_what_was_typed_is_shown(therapist, path):
    therapist.open(f"/my-listing/{path}")
    therapist.page.one('main input[name="csrf_token"]').attrs["value"] = "stale"
    therapist.fill("About you" if path == "about" else WORDS, THOUGHT)
    page = therapist.press("Save and continue")
    assert page.status == 400
    assert THOUGHT in page.html


def test_ids_put_into_a_form_or_an_address_reach_nobody_else(therapist, another_browser, session):
    victim = therapist.listing
    other = make_listing(session, name="Bea Other")
    another_browser.sign_in(other.account)
    ids = [("listing_id", str(victim.id)), ("revision_id", str(victim.revisions[0].id)), ("id", str(victim.id))]
    asked = "&".join(f"{name}={value}" for name, value in ids)
    for path in ("", "/about", "/check", "/preview", "/questions/Q1"):
        assert "Ada Ruiz" not in another_browser.open(f"/my-listing{path}?{asked}").html
    another_browser.post("/my-listing/about", [("name", "Taken over"), *ids])
    another_browser.post("/my-listing/questions/Q1", [("text", "Taken over"), *ids])
    another_browser.post("/my-listing/submit", ids)
    session.expire_all()
    assert victim.revisions[0].name == "Ada Ruiz"
    assert victim.revisions[0].answer("Q1").text == CLINICAL["Q1"][1]
    assert victim.revisions[0].state is RevisionState.DRAFT
    assert session.scalars(select(Revision.name).where(Revision.listing_id == other.id)).one() != "Ada Ruiz"


@pytest.mark.parametrize("path", ["about", "contact", "questions/Q1", "submit", "withdraw", "edit", "pause", "resume"])
def test_without_a_listing_every_form_leads_to_the_start(browser, session, path):
    browser.sign_in(make_account(session))
    page = browser.post(f"/my-listing/{path}", [("name", "Nobody")])
    assert page.h1 == "Start your listing"
    assert session.scalars(select(Listing)).all() == []


def test_every_line_of_the_error_summary_leads_to_its_field(therapist):
    therapist.open("/my-listing/contact")
    therapist.fill("Phone number", "12")
    therapist.fill("E-mail address", "nobody")
    therapist.fill("Friday", "late")
    page = therapist.press("Save and continue")
    links = page.soup.select("[data-error-summary] a")
    fields = [page.soup.find(id=link["href"][1:]) for link in links]
    assert [one["name"] for one in fields] == ["phone", "public_email", "fri"]
    assert all(one["aria-invalid"] == "true" for one in fields)
    assert all(f"{one['id']}-error" in one["aria-describedby"] for one in fields)
