"""Lists that administrators keep: added to, changed, retired, taken back; what it does to forms and public pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app.cli.prepare import load_reference_data
from directory_app.models import Jurisdiction, Reason, ReportReason, RubricRun, RuleChange, RunKind, Technique
from directory_app.releases import tasks

from ..browser import Browser
from ..factories import make_account, make_listing

WHY = "Somebody asked for it."


def save(browser, button="Save"):
    browser.fill("Why", WHY)
    return browser.press(button)


def finish_runs(app, session):
    """Let the job do everything that is left."""
    session.commit()
    while tasks.sweep(app):
        pass
    session.expire_all()


@pytest.fixture
def cupping(session):
    """A technique that one public listing names."""
    session.add(Technique(slug="river-stones", name="River stones", plain="Cups on the skin."))
    session.flush()
    return make_listing(session, "published", techniques=["river-stones"])


def test_a_technique_is_added_and_offered_to_therapists(app, session, administrator):
    administrator.open("/administration/lists/techniques/new")
    administrator.fill("Short name", "Bad Name")
    administrator.fill("Name", "Scar work")
    assert {error[:40] for error in save(administrator, "Add it").errors} == {
        "That is not of the right form. In addres", "In plain words: this is needed.",
    }  # fmt: skip
    assert administrator.page.value("Name") == "Scar work", "what was typed stays"
    administrator.fill("Short name", "scar-work")
    administrator.fill("In plain words", "Work on old scars.")
    assert save(administrator, "Add it").status == 200
    change = session.scalars(select(RuleChange)).one()
    assert (change.kind, change.key, change.before, change.after["name"], change.why) == (
        "technique", "scar-work", None, "Scar work", WHY,
    )  # fmt: skip
    listing = make_listing(session, "draft")
    therapist = Browser(app, session)
    therapist.sign_in(listing.account)
    assert "Scar work" in therapist.open("/my-listing/practical").text


def test_a_changed_technique_shows_on_a_public_page_that_was_kept(app, session, administrator, cupping):
    visitor = Browser(app, session)
    address = f"/therapists/{cupping.slug}"
    assert "River stones" in visitor.open(address).text
    administrator.open("/administration/lists/techniques/river-stones")
    administrator.fill("Name", "River therapy")
    assert "Saved." in save(administrator).text
    assert "River therapy" in visitor.open(address).text
    assert session.scalars(select(RubricRun)).one().kind is RunKind.REPUBLISH
    finish_runs(app, session)
    assert "River therapy" in administrator.open("/search?words=therapy").text
    assert session.scalars(select(RubricRun)).one().done == 1


def test_what_is_in_use_retires_and_what_is_not_can_go(app, session, administrator, cupping):
    page = administrator.open("/administration/lists/techniques/river-stones")
    assert "Delete it" not in page.text
    assert "It is in use" in administrator.open("/administration/lists/techniques/river-stones/delete").text
    refused = administrator.post("/administration/lists/techniques/river-stones/delete", [("why", WHY)])
    assert (refused.status, "Retire it instead" in refused.text) == (409, True)
    administrator.open("/administration/lists/techniques/river-stones")
    administrator.check("Retired")
    save(administrator)
    finish_runs(app, session)
    own, other = Browser(app, session), Browser(app, session)
    own.sign_in(cupping.account)
    other.sign_in(make_listing(session, "draft").account)
    own.open("/my-listing")
    own.press("Edit my listing")
    assert "River stones" in own.open("/my-listing/practical").text, "who names it keeps it"
    assert "River stones" not in other.open("/my-listing/practical").text
    administrator.open("/administration/lists/techniques/cupping/delete")
    save(administrator, "Delete it")
    with app.app_context():
        load_reference_data(lambda _: None)
    assert session.get(Technique, "cupping") is None, "it does not come back with the next start"


def test_a_reason_goes_back_to_what_it_was(session, administrator):
    before = session.get(Reason, "unclear-answers").label
    for label in ("Hard to follow", "Harder to follow"):
        administrator.open("/administration/lists/reasons/unclear-answers")
        administrator.fill("Label", label)
        save(administrator)
    page = administrator.open("/administration/lists/reasons/unclear-answers")
    assert f"Before: {before} After: Hard to follow" in page.text
    administrator.press("Back to this state")
    session.expire_all()
    assert session.get(Reason, "unclear-answers").label == "Hard to follow"
    why = session.scalars(select(RuleChange.why).order_by(RuleChange.id.desc())).first()
    assert why.startswith("Back to the state")
    administrator.press("Back to what was before it")
    session.expire_all()
    assert session.get(Reason, "unclear-answers").label == before


def test_the_last_reason_for_taking_a_listing_down_stays(app, session, administrator):
    listing = make_listing(session, "published")
    ours = [one.slug for one in session.scalars(select(Reason)) if one.applies_to == ["suspend"]]
    for slug in ours[1:]:
        administrator.open(f"/administration/lists/reasons/{slug}")
        administrator.check("Retired")
        assert "Saved." in save(administrator).text
    for label, on in (("Retired", True), ("Suspend", False)):
        administrator.open(f"/administration/lists/reasons/{ours[0]}")
        administrator.check("Rejecting")
        administrator.check(label, on=on)
        refused = save(administrator)
        assert (refused.status, "the last reason for taking a listing down" in refused.text) == (409, True)
    administrator.open(f"/administration/lists/reasons/{ours[0]}/delete")
    assert "the last reason for taking a listing down" in save(administrator, "Delete it").text
    session.expire_all()
    assert (session.get(Reason, ours[0]).retired, session.get(Reason, ours[0]).applies_to) == (False, ["suspend"])
    moderator = Browser(app, session)
    moderator.sign_in(make_account(session, "moderator"))
    moderator.open(f"/moderation/cases/{listing.approved.id}")
    page = moderator.follow("Take the listing down")
    assert session.get(Reason, ours[0]).label in page.text
    administrator.open("/administration/lists/reasons/new")
    administrator.fill("Short name", "suspended-anew")
    administrator.fill("Label", "New")
    administrator.fill("What the therapist reads", "We took it down.")
    administrator.check("Suspend")
    assert save(administrator, "Add it").status == 200
    administrator.open(f"/administration/lists/reasons/{ours[0]}")
    administrator.check("Retired")
    assert "Saved." in save(administrator).text, "another one is there now"


def test_visitors_and_therapists_can_always_choose_why_they_report(app, session, administrator):
    listing = make_listing(session, "published")
    for of_message, words in ((False, "reporting a listing"), (True, "reporting a message")):
        ours = [one.slug for one in session.scalars(select(ReportReason)) if one.of_message is of_message]
        for slug in ours:
            administrator.open(f"/administration/lists/report-reasons/{slug}")
            administrator.check("Retired")
            page = save(administrator)
            assert page.status == (409 if slug == ours[-1] else 200)
        assert f"This is the last reason for {words}. Add another one first" in page.text
    visitor = Browser(app, session)
    session.expire_all()
    [left] = [one.label for one in session.scalars(select(ReportReason)) if not (one.retired or one.of_message)]
    assert left in visitor.open(f"/therapists/{listing.slug}/report").text


def test_sources_of_rules_are_written_under_the_names_that_the_form_shows(session, administrator):
    place = session.get(Jurisdiction, "US-OR")
    place.sources = {"testimonials": {"citation": "OAR 334", "as_of": None, "note": "Read | once."}}
    page = administrator.open("/administration/lists/jurisdictions/US-OR")
    assert "_" not in page.value("Where each rule stands") + page.text
    assert page.value("Where each rule stands") == "Testimonials | OAR 334 |  | Read | once."
    assert "Nothing was changed" in save(administrator).text
    assert session.scalars(select(RubricRun)).all() == [], "nobody is scored again for nothing"
    for typed, fault in (
        ("Tips | OAR 334", "Nothing above is called “Tips”."),
        ("Testimonials | | 2026-11", "Write each line as: what it is called above | citation | month | note."),
        ("Testimonials | OAR 334 | 0000-11", "Write “0000-11” as a month such as 2026-11, or leave it out."),
    ):
        administrator.fill("Where each rule stands", typed)
        assert save(administrator).errors == [fault]
    administrator.fill("Where each rule stands", "THE LICENCE NUMBER HAS TO BE IN EVERY LISTING | ORS 687 | 2026-11")
    page = save(administrator)
    assert "Where each rule stands Before: Testimonials: " in page.text
    assert "After: The licence number has to be in every listing: " in page.text
    session.expire_all()
    assert place.sources == {"licence_number_in_listing": {"citation": "ORS 687", "as_of": "2026-11"}}


def test_faults_are_told_in_the_order_of_the_form(administrator):
    page = administrator.open("/administration/lists/jurisdictions/new")
    assert administrator.press("Add it").errors == [
        "Give it a code.", "Name: this is needed.", "Write in a few words why.",
    ]  # fmt: skip
    fields = [one.get("for") for one in page.soup.select("main label")]
    assert fields[-1] == "why"


def test_no_month_that_a_jurisdiction_takes_breaks_the_page_of_rules(session, administrator):
    administrator.open("/administration/lists/jurisdictions/US-OR")
    administrator.fill("Read in", "0000-11")
    assert save(administrator).errors == ["Read in: write it as 2026-11 or 2026-11-30."]


def test_a_jurisdiction_shows_every_column_and_its_listings_are_scored_again(app, session, administrator):
    listing = make_listing(session, "published")
    page = administrator.open("/administration/lists/jurisdictions/US-OR")
    shown = {one.get("name", "").removeprefix("part_") for one in page.soup.find_all(["input", "select", "textarea"])}
    columns = {column.name for column in Jurisdiction.__table__.columns} - {"code"}
    assert columns <= shown
    sources = dict(session.get(Jurisdiction, "US-OR").sources)
    administrator.fill("Testimonials", "restricted")
    administrator.fill("Words that may not be used", "cure\nheal")
    administrator.fill("Read in", "last week")
    assert save(administrator).errors == ["Read in: write it as 2026-11 or 2026-11-30."]
    administrator.fill("Read in", "2026-11")
    assert "Saved." in save(administrator).text
    session.expire_all()
    assert session.get(Jurisdiction, "US-OR").refused_words == ["cure", "heal"]
    assert session.get(Jurisdiction, "US-OR").sources == sources, "what was not touched stays"
    administrator.open("/administration/lists/jurisdictions/US-WA")
    administrator.fill("Board", "Another board")
    busy = save(administrator)
    assert (busy.status, "gone through just now" in busy.text) == (409, True)
    finish_runs(app, session)
    assert len(session.get(type(listing), listing.id).approved.scores) == 2
