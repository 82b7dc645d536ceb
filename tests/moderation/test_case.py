"""What a case shows beside the decision: differences, effect on points, near-copies, notes, the letter first."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import audit
from directory_app.comparison import Piece, shared_passages, word_difference
from directory_app.models import Act, AuditEntry, CaseNote, OutgoingMail, RevisionState

from ..factories import CLINICAL, PORTLAND, RELAXING, make_account, make_listing, make_revision, submit

COPY = "I use slow, sustained myofascial pressure without any oil and wait until the fascia softens before I go on."


@pytest.fixture
def database_app(sqlite_app):
    """What the pages show is the same on both databases; tests/casework asks both what they find."""
    return sqlite_app


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def texts(pieces, *, marked):
    return [one.text.strip() for one in pieces if one.marked is marked]


def test_words_that_differ_are_marked_on_their_side_and_nothing_is_lost():
    old, new = "I work with slow pressure, and oil.", "I work with gentle slow pressure and no oil."
    gone, come = word_difference(old, new)
    assert texts(gone, marked=True) == [","]
    assert texts(come, marked=True) == ["gentle", "no"]
    assert "".join(one.text for one in gone) == old
    assert "".join(one.text for one in come) == new


def test_texts_with_little_in_common_are_marked_as_a_whole():
    assert word_difference("One two three.", "Entirely other words") == (
        [Piece("One two three.", True)], [Piece("Entirely other words", True)],
    )  # fmt: skip
    assert word_difference("", "New") == ([Piece("", False)], [Piece("New", True)])


def test_passages_that_two_texts_share_are_marked_wherever_they_stand():
    one, other = shared_passages("First I wait for the tissue. Then oil.", "Some oil; I wait for the tissue, always.")
    assert texts(one, marked=True) == ["I wait for the tissue"]
    assert texts(other, marked=True) == ["I wait for the tissue"]
    assert shared_passages("", "x y z")[0] == []


def test_typed_markup_stays_text_in_the_differences(moderator, session):
    listing = make_listing(session, "published", name="Ada", bio="Plain words about me and my room.")
    nasty = "Plain words about <b>me</b><script>alert(1)</script> and my room."
    edit = submit(session, make_revision(session, listing, 2, name="Ada", bio=nasty))
    page = moderator.open(f"/moderation/cases/{edit.id}")
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.text, "it is shown as it was typed"


def test_the_effect_on_each_question_is_shown_with_the_words_that_move_it(moderator, session):
    listing = make_listing(session, "published", name="Ada", answers=CLINICAL)
    answers = {**CLINICAL, "Q2": RELAXING["Q2"], "Q5": ("moderate", CLINICAL["Q5"][1])}
    edit = submit(session, make_revision(session, listing, 2, name="Ada", answers=answers))
    rows = {
        row.th.get_text(" ", strip=True).split(" of ")[0]: row.get_text(" ", strip=True)
        for row in moderator.open(f"/moderation/cases/{edit.id}").soup.select(".effects tbody tr")
    }
    assert "−" in rows["Myofascial techniques"]
    assert "sustained" in rows["Myofascial techniques"]
    assert "before: None, or only at the end" in rows["Oil"]
    assert rows["Hips and referral pain"].endswith("nothing")


def test_near_copies_stand_beside_each_other_but_not_what_somebody_is_writing(moderator, session):
    first = make_listing(session, "published", name="Fia First")
    copy = make_listing(session, "submitted", name="Cora Copy", answers={**CLINICAL, "Q2": ("yes", COPY)})
    page = moderator.open(f"/moderation/cases/{copy.revisions[0].id}")
    two = page.soup.select(".two-texts > div")
    theirs = next(one for one in two if "Fia First" in one.h3.text and "sustained" in one.text)
    assert "sustained myofascial pressure without" in theirs.select_one("mark").text
    first.approved.state = RevisionState.CHANGES_REQUESTED
    session.flush()
    page = moderator.open(f"/moderation/cases/{copy.revisions[0].id}")
    assert page.soup.select(".two-texts") == []
    assert "The other text cannot be shown" in page.text


def test_moderators_leave_notes_that_therapists_never_see(moderator, another_browser, session):
    listing = make_listing(session, "submitted", name="Ada")
    path = f"/moderation/cases/{listing.revisions[0].id}"
    moderator.open(path)
    assert moderator.press("Leave the note").errors == ["Write the note first."]
    moderator.fill("Note to other moderators", "I phoned the board: the number is right.")
    assert "I phoned the board" in moderator.press("Leave the note").text
    colleague = make_account(session, "moderator")
    another_browser.sign_in(colleague)
    page = another_browser.open(path)
    assert f"{moderator.account.email}, today" in page.text
    assert "Delete my note" not in page.text
    note = session.scalars(select(CaseNote.id)).one()
    assert another_browser.post(f"{path}/notes/{note}/delete", []).status == 404
    moderator.open(path)
    assert "Your note is deleted." in moderator.press("Delete my note").text
    assert session.scalars(select(CaseNote)).all() == []
    actions = session.scalars(select(AuditEntry.action)).all()
    assert {"note_left", "note_deleted"} <= set(actions)


def test_the_letter_of_a_decision_can_be_read_first_and_nothing_is_kept(moderator, session):
    revision = make_listing(session, "submitted", name="Ada").revisions[0]
    moderator.open(f"/moderation/cases/{revision.id}")
    moderator.choose("Ask for changes")
    moderator.fill("Reason", "The answers are hard to follow")
    moderator.fill("Note to the therapist", "Say how you begin.")
    page = moderator.press("See the letter first")
    assert "Say how you begin." in page.soup.select_one(".letter-text").text
    assert ", the letter first" in page.soup.title.text
    assert page.soup.select_one("h2[data-take-focus][tabindex='-1']").text == "The letter, not sent yet"
    assert page.soup.select_one(page.link("Back to what you chose")).text == "Decide"
    assert page.value("Note to the therapist") == "Say how you begin."
    assert session.scalars(select(OutgoingMail)).all() == []
    assert revision.state is RevisionState.SUBMITTED
    assert moderator.press("Save the decision").status == 200


def test_the_account_is_told_in_a_line_and_an_old_case_says_that_nothing_waits(moderator, session):
    listing = make_listing(session, "published", name="Ada")
    page = moderator.open(f"/moderation/cases/{listing.approved.id}")
    assert "1 version, 0 reports, 0 appeals and objections." in page.text
    assert "Nothing waits here: approved." in page.text
    licence = page.soup.find("section", {"aria-labelledby": "licence"})
    assert "Oregon: Oregon Board of Massage Therapists" in licence.text
    assert licence.find("a", string="Record what the register says")["href"].startswith("/moderation/licences/")
    assert page.link("Record an interview") == f"/moderation/interviews/new/{listing.id}"


@pytest.mark.parametrize(
    ("state", "named"),
    [
        (RevisionState.CHANGES_REQUESTED, "version 1, sent back"),
        (RevisionState.REJECTED, "version 1, not accepted"),
    ],
)
def test_a_new_listing_that_was_refused_is_not_headed_as_if_it_waited(moderator, session, state, named):
    revision = make_listing(session, "submitted", name="Ada").revisions[0]
    revision.move(state)
    session.flush()
    page = moderator.open(f"/moderation/cases/{revision.id}")
    assert page.h1 == f"Ada: {named}"
    assert "What it said" in page.text
    assert "Not public, as no version of the listing is." in page.text
    assert not any(one in page.text for one in ("becomes public too", "would become public", "new listing"))


def test_a_version_that_was_replaced_or_is_public_says_what_it_said_and_changed(moderator, session):
    listing = make_listing(session, "published", name="Ada", answers=CLINICAL)
    edit = submit(session, make_revision(session, listing, 2, name="Ada", bio="Quite other words."))
    page = moderator.open(f"/moderation/cases/{edit.id}")
    assert (page.h1, "What would change" in page.text, "Proposed" in page.text) == ("Ada: edit", True, True)
    moderator.choose("Approve: it becomes public")
    moderator.press("Save the decision")
    page = moderator.open(f"/moderation/cases/{listing.revisions[0].id}")
    assert page.h1 == "Ada: version 1, replaced"
    assert [one in page.text for one in ("What it said", "Public with the listing", "Public now")] == [True] * 3
    assert not any(one in page.text for one in ("new listing", "becomes public too", "What would"))
    page = moderator.open(f"/moderation/cases/{edit.id}")
    assert page.h1 == "Ada: public version"
    assert "What it changed" in page.text
    assert {one.text() for one in page.all(".comparison h4")} == {"Version 1", "Version 2"}
    assert not any(one in page.text for one in ("Public now", "Proposed", "would go", "With this edit"))


def test_an_edit_that_was_refused_says_what_it_would_have_changed(moderator, session):
    listing = make_listing(session, "published", name="Ada")
    edit = submit(session, make_revision(session, listing, 2, name="Ada", bio="Quite other words."))
    edit.move(RevisionState.REJECTED)
    session.flush()
    page = moderator.open(f"/moderation/cases/{edit.id}")
    assert page.h1 == "Ada: version 2, not accepted"
    assert "What it would have changed" in page.text
    assert "Public with the listing" in page.text


def test_a_new_listing_shows_all_that_becomes_public(moderator, session):
    listing = make_listing(session, name="Ada", place={**PORTLAND, "privacy": "mobile", "mobile_radius_km": 24})
    listing.phone, listing.public_email = "+1 503 555 0188", "ada@practice.example.org"
    listing.hours, listing.by_appointment = {"mon": [["09:00", "17:00"]]}, ["sat"]
    listing.accepting_clients = False
    revision = submit(session, listing.revisions[0])
    said = {
        row.dt.get_text(strip=True): row.dd.get_text(strip=True)
        for row in moderator.open(f"/moderation/cases/{revision.id}").soup.select(".summary-row")
    }
    assert said["Techniques"] == "Myofascial release, Trigger point work"
    assert said["Phone"] == "+1 503 555 0188"
    assert said["E-mail"] == "ada@practice.example.org"
    assert said["Accepting new clients"] == "No"
    assert said["Hours"].startswith("Monday ")
    assert "Saturday by appointment" in said["Hours"]
    assert "travels up to 24 km" in said["Places"]
    assert "97205, United States (visitors see: " in said["Places"]


def test_the_history_of_an_account_says_in_plain_words_what_was_done(moderator, session):
    listing = make_listing(session, "submitted")
    audit.record(session, "listing", listing.id, moderator.account, "licence_not_current")
    audit.record(session, "listing", listing.id, None, "returned")
    audit.record(session, "listing", listing.id, None, "done_by_a_newer_release")
    page = moderator.open(f"/moderation/cases/{listing.revisions[0].id}")
    assert [one.get_text(strip=True).rpartition(",")[0] for one in page.soup.select(".history li")] == [
        "Done by a newer releaseby the directory",
        "Pause ended on the planned dayby the directory",
        f"Licence found, but no longer in forceby {moderator.account.email}",
    ]


def asked_for_changes(moderator, session, listing, note="Say how you plan the hour."):
    moderator.open(f"/moderation/cases/{listing.revisions[-1].id}")
    moderator.choose("Ask for changes")
    options = [o.attributes["value"] for o in moderator.page.control("Reason").css("option") if o.attributes["value"]]
    moderator.fill("Reason", options[0])
    moderator.fill("Note to the therapist", note)
    assert moderator.press("Save the decision").status == 200


def since(page):
    section = page.soup.find("section", attrs={"aria-labelledby": "since"})
    return section and {
        row.h3.get_text(strip=True): [p.get_text(" ", strip=True) for p in row.find_all("p")]
        for row in section.select(".comparison-row")
    }


def test_a_listing_sent_again_shows_what_changed_since_changes_were_asked_for(moderator, session, another_browser):
    listing = make_listing(session, name="Ada", bio="I cure every back.", website="https://ada.example.org")
    submit(session, listing.revisions[0])
    asked_for_changes(moderator, session, listing)
    another_browser.sign_in(listing.account)
    another_browser.open("/my-listing/about")
    another_browser.fill("About you", "I work with backs.")
    another_browser.fill("Website", "")
    another_browser.press("Save")
    another_browser.open("/my-listing/check")
    assert another_browser.press("Send").status == 200
    page = moderator.open(f"/moderation/cases/{listing.revisions[-1].id}")
    assert since(page) == {
        "About": ["I [removed: cure every back ] .", "I [added: work with backs ] ."],
        "Website": ["[removed: https://ada.example.org ]", "—"],
    }
    asked_for_changes(moderator, session, listing, "And once more.")
    kept = [act.before for act in session.scalars(select(Act).order_by(Act.id))]
    assert ["sent_in" in before for before in kept] == [False, True], "only the latest is kept"


def test_techniques_are_called_by_their_names_wherever_two_versions_stand_side_by_side(
    moderator, session, another_browser
):
    listing = make_listing(session, name="Ada")
    submit(session, listing.revisions[0])
    asked_for_changes(moderator, session, listing)
    listing.working.techniques = ["trigger-point", "deep-tissue"]
    submit(session, listing.working)
    page = moderator.open(f"/moderation/cases/{listing.revisions[-1].id}")
    assert since(page) == {"Techniques": ["[removed: Myofascial release, ] Trigger point work",
                                          "Trigger point work [added: , Deep tissue massage ]"]}  # fmt: skip
    public = make_listing(session, "published", name="Bea")
    another_browser.sign_in(public.account)
    another_browser.open("/my-listing")
    another_browser.press("Edit my listing")
    public.working.techniques = ["deep-tissue"]
    session.commit()
    for path in ("/my-listing/check", "/my-listing/discard"):
        assert "Deep tissue massage" in another_browser.open(path).text
        assert "deep-tissue" not in another_browser.page.text, path


def test_a_listing_that_never_went_back_has_nothing_to_compare_with(moderator, session):
    revision = submit(session, make_listing(session, name="Ada").revisions[0])
    assert since(moderator.open(f"/moderation/cases/{revision.id}")) is None
