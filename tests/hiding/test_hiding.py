"""A moderator hides a part of a public listing at once, everywhere; its therapist is told; it can be shown again."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from directory_app import photos, publishing
from directory_app.errors import IllegalMove
from directory_app.hiding import actions
from directory_app.models import (
    AuditEntry,
    HiddenField,
    OutgoingMail,
    Privacy,
    PublicListing,
    Reason,
    RevisionPhoto,
    RevisionState,
)
from directory_app.publishing.hidden import standing

from ..factories import (
    CLINICAL,
    PORTLAND,
    make_account,
    make_hidden,
    make_listing,
    make_location,
    make_report,
    make_revision,
    submit,
)
from ..photos import pictures
from ..site.public_routes import public_paths

EXACT = {**PORTLAND, "privacy": Privacy.EXACT, "street": "77 Canary Lane", "public_label": "77 Canary Lane, Portland"}
WORDS = "I look at how you stand. A canarypelvis tipped forward with tight hip flexors can load the low back for some."
CANARIES = ("Canary Lane", "canarybio", "canarypelvis", "Canary Practice", "555 0199", "canary@example.org")
ADDRESS = "Full address, down to the area: 77 Canary Lane, Portland"
ONE_PART = re.compile(r"\b(this|a) part\b", re.IGNORECASE)
AROUND = "place=Portland, OR&radius=50"


@pytest.fixture
def listing(session):
    made = make_listing(
        session,
        "published",
        name="Ada Near",
        place=EXACT,
        practice="Canary Practice",
        bio="A canarybio, once.",
        answers={**CLINICAL, "Q3": ("routinely", WORDS)},
    )
    made.phone, made.public_email = "+1 503 555 0199", "canary@example.org"
    session.flush()
    publishing.refresh(session, made)
    session.commit()
    return made


@pytest.fixture
def moderator(another_browser, session):
    another_browser.account = make_account(session, "moderator")
    another_browser.sign_in(another_browser.account)
    return another_browser


def everything_public(app, browser, listing):
    """All that visitors and machines are answered, in one text."""
    paths = [*public_paths(app, listing), f"/search?{AROUND}", f"/search/map/points?{AROUND}",
             f"/search?{AROUND}&words=canarybio", f"/shortlist?t={listing.slug}"]  # fmt: skip
    return "\n".join(f"{path}\n{browser.open(path).html}" for path in paths)


def test_what_is_hidden_from_a_report_is_in_no_answer_of_the_site(app, browser, moderator, session, listing):
    before = everything_public(app, browser, listing)
    assert [one for one in CANARIES if one not in before] == []
    report = make_report(session, listing, "private-address")
    moderator.open(f"/moderation/reports/{report.id}")
    moderator.follow("Hide a part of the listing at once")
    for label in (ADDRESS, "Phone number", "E-mail address", "Text about them",
                  "Name of the practice", "Words of question 3: Postural imbalance"):  # fmt: skip
        moderator.check(label)
    moderator.fill("Reason", "A private address or personal details")
    moderator.fill("Note to the therapist", "Please show the area only.")
    page = moderator.press("Hide at once and tell the therapist")
    assert "6 parts are hidden." in page.text
    after = everything_public(app, browser, listing)
    # The words of a search stand in the page of that search.
    after = after.replace("words=canarybio", "").replace('value="canarybio"', "").replace("“canarybio”", "")
    assert [one for one in CANARIES if one in after] == []
    assert "Ada Near" in after
    assert (
        "Their own words are hidden while a moderator looks at them."
        in browser.open(f"/therapists/{listing.slug}").text
    )
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "fields_hidden")).one()
    assert entry.actor_name == moderator.account.email
    assert entry.reason == "hide-private-details"
    assert entry.after["report_id"] == report.id
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == listing.account.email
    assert letter.subject == "Parts of your listing are hidden"
    assert not ONE_PART.search(letter.text), letter.text
    for words in ("- Phone number", "Please show the area only.", "press “It is put right”"):
        assert words in letter.text


def test_no_reason_speaks_of_one_part_where_several_are_hidden(session):
    letters = [one.letter for one in session.scalars(select(Reason)) if one.applies_to == ["hide"]]
    assert letters
    assert [one for one in letters if ONE_PART.search(one)] == []


@pytest.mark.parametrize(
    ("labels", "subject", "what_to_do"),
    [
        (["Website"], "A part of your listing is hidden", "Change it and send your listing in."),
        (["Website", "Text about them"], "Parts of your listing are hidden", "Change them and send your listing in."),
        (["Phone number"], "A part of your listing is hidden", "change it, then press “It is put right”"),
        (["Phone number", "Website"], "Parts of your listing are hidden", "Any other hidden part: change it and send"),
    ],
)
def test_a_letter_about_what_is_hidden_speaks_of_one_part_or_of_several(
    moderator, session, labels, subject, what_to_do
):
    listing = make_listing(session, "published", website="https://ada.example")
    moderator.open(f"/moderation/listings/{listing.id}/hidden")
    for label in labels:
        moderator.check(label)
    moderator.fill("Reason", "It may mislead visitors")
    moderator.press("Hide at once and tell the therapist")
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.subject == subject
    assert what_to_do in letter.text
    assert ("send your listing in" in letter.text) is (labels != ["Phone number"])


def test_an_exact_address_that_is_hidden_lies_in_the_area_around_it(browser, session, listing):
    shown = json.loads(browser.open(f"/search/map/points?{AROUND}").html)["listings"][0]
    make_hidden(session, listing, f"place:{listing.approved.locations[0].place_key}")
    session.commit()
    hidden = json.loads(browser.open(f"/search/map/points?{AROUND}").html)["listings"][0]
    assert (shown["kind"], hidden["kind"]) == ("exact", "area")
    assert (shown["lat"], shown["lon"]) != (hidden["lat"], hidden["lon"])
    assert hidden["place"] == "Portland, OR"


def test_an_address_stays_hidden_whatever_its_therapist_changes_about_other_places(session, listing):
    first = listing.approved.locations[0]
    second = make_location(
        **{**EXACT, "street": "5 Open Street", "public_label": "5 Open Street, Portland"}, position=1
    )
    listing.approved.locations.append(second)
    session.flush()
    make_hidden(session, listing, f"place:{first.place_key}")
    shown = lambda: [place.label for place in session.get_one(PublicListing, listing.id).locations]  # noqa: E731
    assert shown() == ["Portland, OR", "5 Open Street, Portland"]
    # Hiding a place counts at once, without a moderator; it must not bring back another.
    second.privacy, second.public_label = Privacy.AREA, "Portland, OR"
    first.place_key = "another-key"
    session.flush()
    publishing.refresh(session, listing)
    assert shown() == ["Portland, OR", "Portland, OR"]
    first.privacy, first.public_label = Privacy.AREA, "Portland, OR"
    session.flush()
    assert standing(session, listing) == []


def test_a_part_that_no_listing_has_any_more_hides_nothing_and_breaks_nothing(browser, session, listing):
    make_hidden(session, listing, "Q9", content="0" * 64)
    session.commit()
    assert "canarypelvis" in browser.open(f"/therapists/{listing.slug}").text
    browser.sign_in(listing.account)
    assert "Hidden by a moderator" not in browser.open("/my-listing").text


def test_a_hidden_photo_is_gone_from_its_address(browser, session, listing):
    photo = photos.add(session, listing, pictures.saved(pictures.picture(200, 240)))
    session.flush()
    session.add(RevisionPhoto(revision_id=listing.approved.id, photo_id=photo.id))
    session.flush()
    session.expire(listing.approved, ["photo"])
    publishing.refresh(session, listing)
    session.commit()
    address = f"/photos/{photo.digest}/96.webp"
    page = browser.open(f"/therapists/{listing.slug}")
    address = next(one["src"] for one in page.soup.select("img") if photo.digest in one["src"])
    assert browser.client.get(address).status_code == 200
    make_hidden(session, listing, "photo")
    session.commit()
    assert browser.client.get(address).status_code == 404
    assert photo.digest not in browser.open(f"/therapists/{listing.slug}").html


def test_shown_again_everything_is_as_it_was_and_the_therapist_is_told(app, browser, moderator, session, listing):
    make_hidden(session, listing, "bio")
    session.commit()
    moderator.open("/moderation/hidden")
    moderator.follow("Ada Near")
    page = moderator.press("Show again : Text about them")
    assert "It is shown again." in page.text
    assert "canarybio" in browser.open(f"/therapists/{listing.slug}").text
    assert "canarybio" in browser.open(f"/search?{AROUND}&words=canarybio").text
    assert "shown again" in session.scalars(select(OutgoingMail)).one().subject
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "field_shown_again")).one()


def test_the_second_of_two_moderators_is_told_that_it_is_shown_already(moderator, session, listing):
    hidden = make_hidden(session, listing, "bio")
    actions.show_again(session, hidden, moderator.account)
    with pytest.raises(IllegalMove):
        actions.show_again(session, hidden, moderator.account)


def test_what_is_approved_in_its_place_shows_and_the_old_words_stay_hidden_when_they_come_back(session, listing):
    old = listing.approved
    make_hidden(session, listing, "bio")
    new = make_revision(session, listing, 2, bio="Something else.", place=EXACT, name="Ada Near")
    submit(session, new)
    old.move(RevisionState.REPLACED)
    session.flush()
    new.move(RevisionState.APPROVED)
    session.flush()
    session.expire(listing, ["revisions"])
    publishing.publish(session, new)
    assert session.get_one(PublicListing, listing.id).bio == "Something else."
    new.bio = old.bio
    session.flush()
    publishing.publish(session, new)
    assert session.get_one(PublicListing, listing.id).bio == ""


def test_a_therapist_sees_what_is_hidden_and_why_and_says_that_it_is_put_right(browser, moderator, session, listing):
    hidden = make_hidden(session, listing, "phone", content="", note="It is somebody else’s.")
    session.commit()
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    for words in ("Hidden by a moderator", "Phone number", "It may endanger somebody", "It is somebody else’s."):
        assert words in page.text
    listing.phone = "+1 503 555 0111"
    session.flush()
    publishing.refresh(session, listing)
    page = browser.press("It is put right")
    assert "You told us today that it is put right" in page.text
    assert "555 0111" not in moderator.open(f"/therapists/{listing.slug}/contact").text
    assert "said today" in moderator.open("/moderation/hidden").text
    moderator.follow("Ada Near")
    moderator.press("Show again : Phone number")
    assert "555 0111" in moderator.open(f"/therapists/{listing.slug}/contact").text
    assert session.get_one(HiddenField, hidden.id).lifted_by_id == moderator.account.id


def test_nobody_answers_for_a_part_of_another_listing(browser, session, listing):
    hidden = make_hidden(session, listing, "bio")
    session.commit()
    stranger = make_listing(session, "published").account
    browser.sign_in(stranger)
    page = browser.post(f"/my-listing/hidden/{hidden.id}/put-right", [])
    assert page.status == 404
    assert session.get_one(HiddenField, hidden.id).asked_at is None


def test_hiding_without_a_part_or_a_reason_says_what_to_choose(moderator, session, listing):
    moderator.open(f"/moderation/listings/{listing.id}/hidden")
    moderator.fill("Note to the therapist", "Kept as typed.")
    page = moderator.press("Hide at once and tell the therapist")
    assert page.status == 422
    assert "Choose what to hide." in page.text
    assert "Choose a reason from the list." in page.text
    assert page.value("Note to the therapist") == "Kept as typed."
    assert session.scalars(select(HiddenField)).all() == []


def test_a_letter_that_speaks_of_a_note_does_not_leave_without_one(moderator, session, listing):
    moderator.open(f"/moderation/listings/{listing.id}/hidden")
    moderator.check("Text about them")
    moderator.fill("Reason", "Another reason for hiding a part")
    page = moderator.press("Hide at once and tell the therapist")
    assert page.errors == ["The letter of this reason speaks of a note. Write the note."]
    assert session.scalars(select(HiddenField)).all() == []
    moderator.fill("Note to the therapist", "The second sentence names a client.")
    assert "It is hidden." in moderator.press("Hide at once and tell the therapist").text


def test_a_contact_that_is_hidden_proves_no_claim(browser, session, listing):
    make_hidden(session, listing, "public_email", content="")
    session.commit()
    browser.sign_in(make_account(session))
    page = browser.open(f"/therapists/{listing.slug}/claim")
    assert "e-mail address, " not in page.text
    assert "ending in 99" in page.text
