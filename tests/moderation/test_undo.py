"""Every decision has a way back that restores exactly what was, and nothing else; letters follow."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import mail
from directory_app.models import (
    Act,
    Appeal,
    AuditEntry,
    Confirmation,
    Decision,
    Flag,
    OutgoingMail,
    PublicListing,
    PublicLocation,
    PublicName,
    Report,
    Revision,
    now,
)

from ..confirmations.conftest import send
from ..factories import CLINICAL, make_account, make_listing, make_report, make_revision, submit
from .asking import answer, appeal, letters, object_to, reject
from .test_confirmations import NETWORK

PROMISING = {**CLINICAL, "Q2": ("yes", "My method will stop your back pain for ever.")}
# What moves with every writing of a row and says nothing to anybody.
TECHNICAL = {"id", "updated_at", "version"}


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def public_state(session):
    """Everything that the public sees, and how every version, listing and flag stands."""
    session.expire_all()
    rows = []
    for model in (PublicListing, PublicLocation, PublicName, Revision, Flag):
        for one in session.scalars(select(model)):
            facts = {c.key: getattr(one, c.key) for c in model.__mapper__.column_attrs if c.key not in TECHNICAL}
            rows.append((model.__tablename__, str(sorted(facts.items(), key=lambda pair: pair[0]))))
    for revision in session.scalars(select(Revision)):
        rows.append(("listing", f"{revision.listing.state} {revision.listing.slug}"))
        rows.append(("score", f"{revision.id} {revision.score.rank_score if revision.score else None}"))
    return sorted(rows)


def edit_of(session, **facts):
    listing = make_listing(session, "published", name="Ada", bio="The old text.")
    return submit(session, make_revision(session, listing, 2, **{"name": "Ada", "bio": "The new text.", **facts}))


def decide(moderator, revision, kind, *ticks):
    page = moderator.open(f"/moderation/cases/{revision.id}")
    moderator.choose(kind)
    for tick in ticks:
        moderator.check(tick)
    if not kind.startswith("Approve:"):
        moderator.fill("Note to the therapist", "Please change it.")
        moderator.fill(
            "Reason", next(o.attributes["value"] for o in page.control("Reason").css("option") if o.attributes["value"])
        )
    page = moderator.press("Save the decision")
    assert page.status == 200, page.errors
    return page


CASES = {
    "a first approval": lambda s: (make_listing(s, "submitted").revisions[0], "Approve:", ()),
    "an approval of flagged words": lambda s: (
        make_listing(s, "submitted", answers=PROMISING).revisions[0], "Approve:", ("Promises a result in question 2",),
    ),
    "an approved edit": lambda s: (edit_of(s), "Approve:", ()),
    "an edit approved in parts": lambda s: (
        edit_of(s, practice="Another name", answers=PROMISING), "Approve some parts", ("About",),
    ),
    "changes asked for": lambda s: (edit_of(s), "Ask for changes", ()),
    "a rejection": lambda s: (make_listing(s, "submitted").revisions[0], "Reject", ()),
}  # fmt: skip


@pytest.mark.every_database
@pytest.mark.parametrize("case", CASES)
def test_an_undone_decision_leaves_everything_as_it_was(moderator, session, case):
    revision, kind, ticks = CASES[case](session)
    session.commit()
    before = public_state(session)
    decide(moderator, revision, kind, *ticks)
    assert public_state(session) != before
    page = moderator.press("Undo")
    assert "Everything is as it was before." in page.text
    assert page.url.startswith(f"/moderation/cases/{revision.id}")
    assert public_state(session) == before
    assert "Taken back today" in page.text
    # Not sent yet, the letter is gone as if it had never been.
    assert letters(session, revision.listing.account) == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "undone")).one()
    assert entry.actor_id == moderator.account.id
    assert decide(moderator, revision, "Approve:").status == 200, "it can be decided anew"


def test_a_letter_that_has_left_is_followed_by_one_that_corrects_it(moderator, session):
    revision = make_listing(session, "submitted").revisions[0]
    decide(moderator, revision, "Reject")
    letter = letters(session, revision.listing.account)[-1]
    mail.deliver_waiting(session, lambda _: None)
    session.refresh(letter)
    assert letter.sent_at is None, "letters wait two minutes"
    letter.next_try_at = now()
    session.commit()
    mail.deliver_waiting(session, lambda _: None)
    moderator.open(f"/moderation/cases/{revision.id}")
    moderator.press("Undo this decision")
    sent, correcting = letters(session, revision.listing.account)
    assert correcting.subject.startswith("Please disregard our letter of")
    assert sent.subject in correcting.text
    assert "waits for a moderator again" in correcting.text


def test_the_second_who_undoes_is_told_and_what_rests_on_a_decision_stays(moderator, another_browser, session):
    revision = make_listing(session, "submitted", name="Ada").revisions[0]
    decide(moderator, revision, "Reject")
    colleague = make_account(session, "moderator")
    another_browser.sign_in(colleague)
    another_browser.open(f"/moderation/cases/{revision.id}")
    another_browser.press("Undo this decision")
    moderator.page = moderator.open(f"/moderation/cases/{revision.id}")
    act = session.scalars(select(Act)).one()
    page = moderator.post(f"/moderation/acts/{act.id}/undo", [])
    assert page.status == 409
    assert colleague.email in page.text
    assert moderator.follow("Open it as it stands now").url == f"/moderation/cases/{revision.id}"
    assert moderator.post("/moderation/acts/99999/undo", []).status == 404


def test_what_the_therapist_did_since_is_not_undone(moderator, another_browser, session):
    listing = make_listing(session, "submitted")
    decide(moderator, listing.revisions[0], "Ask for changes")
    another_browser.sign_in(listing.account)
    another_browser.open("/my-listing/about")
    another_browser.fill("About you", "What I wrote since.")
    another_browser.press("Save and continue")
    page = moderator.open(f"/moderation/cases/{listing.revisions[0].id}")
    assert "Undo this decision" not in page.text
    page = moderator.post(f"/moderation/acts/{session.scalars(select(Act.id)).one()}/undo", [])
    assert page.status == 409
    assert "The therapist has changed or sent something since" in page.text
    assert moderator.follow("Open it as it stands now").url == f"/moderation/cases/{listing.revisions[0].id}"
    assert listing.working.bio == "What I wrote since."


@pytest.mark.parametrize(
    "came_from", ["http://[::1", "http://elsewhere.example/moderation/", "http://localhost/nothing"]
)
def test_only_a_page_of_this_site_is_led_back_to(moderator, session, came_from):
    listing = make_listing(session, "published")
    take_down(moderator, listing)
    moderator.client.environ_base["HTTP_REFERER"] = came_from
    page = moderator.post(f"/moderation/listings/{listing.id}/suspend", [("reason", "suspended-unsafe")])
    assert page.status == 409
    assert "Open it as it stands now" not in page.text


def test_a_place_hidden_since_an_approval_is_not_shown_again_by_undoing_it(moderator, another_browser, session):
    revision = edit_of(session)
    decide(moderator, revision, "Approve:")
    another_browser.sign_in(revision.listing.account)
    another_browser.open("/my-listing/hide")
    another_browser.choose("Show the middle of the postal code only")
    another_browser.press("Hide")
    page = moderator.post(f"/moderation/acts/{session.scalars(select(Act.id)).one()}/undo", [])
    assert page.status == 409
    assert session.get(PublicListing, revision.listing_id).bio == "The new text."


def test_an_appealed_decision_and_one_before_the_last_are_not_undone(moderator, another_browser, session):
    listing = make_listing(session, "submitted")
    decide(moderator, listing.revisions[0], "Reject")
    first = session.scalars(select(Act.id)).one()
    another_browser.sign_in(listing.account)
    appeal(another_browser)
    page = moderator.post(f"/moderation/acts/{first}/undo", [])
    assert "Answer the appeal" in page.text
    published = make_listing(session, "published")
    edit = submit(session, make_revision(session, published, 2))
    decide(moderator, edit, "Approve:")
    second = session.scalars(select(Act.id).order_by(Act.id.desc())).first()
    take_down(moderator, published)
    page = moderator.post(f"/moderation/acts/{second}/undo", [])
    assert "Undo that one first" in page.text
    moderator.follow("Open it as it stands now")
    assert moderator.press("Undo this decision").status == 200


def take_down(moderator, listing, reason="Reports that make it unsafe to show"):
    moderator.open(f"/moderation/listings/{listing.id}")
    moderator.fill("Reason", reason)
    page = moderator.press("Take it down")
    assert page.status == 200, page.errors
    return page


def test_a_closed_report_is_opened_again_with_its_address(moderator, session):
    report = make_report(session, make_listing(session, "published"), email="vera@example.org")
    moderator.open(f"/moderation/reports/{report.id}")
    moderator.choose("Nothing here breaks the rules")
    moderator.press("Close the report")
    assert session.scalars(select(Report.email)).one() == ""
    page = moderator.press("Undo")
    assert page.url == f"/moderation/reports/{report.id}"
    assert "yes, at vera@example.org" in page.text
    assert session.scalars(select(OutgoingMail)).all() == []
    moderator.choose("The visitor is right")
    assert "gets a letter" in moderator.press("Close the report").text


@pytest.mark.every_database
@pytest.mark.parametrize("outcome", ["The therapist is right", "The decision stands"])
def test_an_answered_appeal_is_open_again(browser, moderators, session, outcome):
    listing = make_listing(session, "submitted")
    browser.sign_in(listing.account)
    reject(moderators[0], listing.working)
    appeal(browser)
    session.commit()
    before = public_state(session)
    answer(moderators[1], session, outcome)
    moderators[1].press("Undo")
    assert public_state(session) == before
    assert session.scalars(select(Appeal.closed_at)).one() is None
    assert "Save the answer" in moderators[1].page.text


def test_an_upheld_objection_to_a_flag_is_open_again_and_the_flag_stands(browser, moderators, session):
    listing = make_listing(session, "submitted", answers=PROMISING)
    browser.sign_in(listing.account)
    moderators[0].open(f"/moderation/cases/{listing.revisions[0].id}")
    moderators[0].choose("Approve")
    moderators[0].press("Save the decision")
    object_to(browser, "We told a moderator of this: Promises a result")
    session.commit()
    before = public_state(session)
    answer(moderators[1], session, "The therapist is right")
    assert public_state(session) != before
    moderators[1].press("Undo")
    assert public_state(session) == before


def test_released_confirmations_are_held_again(moderator, session):
    listing = make_listing(session, "published")
    for _ in range(2):
        send(session, listing, network="198.51.100.9", thresholds=NETWORK)
    session.commit()
    held = [(one.id, one.state, one.ready_on) for one in session.scalars(select(Confirmation))]
    moderator.open(f"/moderation/confirmations/{listing.id}")
    moderator.choose("Refuse")
    moderator.fill("Why", "One hand.")
    moderator.press("Save the decision")
    moderator.press("Undo")
    assert [(one.id, one.state, one.ready_on) for one in session.scalars(select(Confirmation))] == held


@pytest.mark.every_database
@pytest.mark.parametrize("paused", [False, True])
def test_taking_down_and_bringing_back_are_undone(moderator, another_browser, session, paused):
    listing = make_listing(session, "published", name="Sue Spended")
    if paused:
        another_browser.sign_in(listing.account)
        another_browser.open("/my-listing/pause")
        another_browser.press("Hide my listing")
    session.commit()
    before = public_state(session)
    take_down(moderator, listing)
    down = public_state(session)
    moderator.press("Undo")
    assert public_state(session) == before
    take_down(moderator, listing)
    moderator.press("Bring it back")
    assert len(public_state(session)) == len(before)
    moderator.press("Undo")
    assert public_state(session) == down
    assert session.scalars(select(Decision.kind).where(Decision.undone_at.is_(None))).all() == ["suspend"]
