"""An accepted claim is undone: the listing goes back with everything private, whatever was done with it meanwhile."""

from __future__ import annotations

from sqlalchemy import select

from directory_app import casework
from directory_app.claims import actions
from directory_app.claims.tasks import sweep
from directory_app.models import ClaimState, OutgoingMail, SetAside

from ..factories import make_account, make_claim, make_listing, make_message, make_revision
from ..waiting import days_later
from .conftest import SITE


def test_a_moderator_undoes_an_accepted_claim_and_a_hidden_part_from_the_line_after_it(
    browser, another_browser, session
):
    owned = make_listing(session, "published", name="Olga Owner")
    owner, key = owned.account, make_message(session, owned, "A private question.").key
    street = owned.approved.locations[0].street
    claim = make_claim(session, owned, state=ClaimState.DISPUTED)
    browser.sign_in(make_account(session, "moderator"))
    browser.open(f"/moderation/claims/{claim.id}")
    browser.choose("Accept")
    browser.fill("Why", "Her licence.")
    browser.press("Save the decision")
    session.expire_all()
    assert owned.account_id == claim.account_id
    assert owned.approved.locations[0].street == ""
    page = browser.press("Undo")
    assert "Everything is as it was before." in page.text
    assert page.url == f"/moderation/claims/{claim.id}"
    assert "Save the decision" in page.text
    session.expire_all()
    assert (owned.account_id, owned.approved.locations[0].street) == (owner.id, street)
    another_browser.sign_in(owner)
    assert "A private question." in another_browser.open(f"/my-listing/messages/{key}").text
    browser.open(f"/moderation/listings/{owned.id}/hidden")
    browser.check("Text about them")
    browser.fill("Reason", "It may endanger somebody")
    browser.press("Hide at once")
    bio = owned.approved.bio
    assert bio not in another_browser.open(f"/therapists/{owned.slug}").text
    browser.press("Undo")
    assert bio in another_browser.open(f"/therapists/{owned.slug}").text


def test_whoever_took_a_listing_over_cannot_keep_it_by_changing_it(session):
    owned = make_listing(session, "published", name="Olga Owner")
    owner, before = owned.account, (owned.phone, owned.public_email)
    claim = make_claim(session, owned, state=ClaimState.DISPUTED)
    moderator = make_account(session, "moderator")
    act = actions.accept(session, claim, moderator, "The document looked right.", SITE)
    owned.phone, owned.public_email = "+1 503 555 0199", "thief@example.org"
    make_revision(session, owned, 2, name="Olga Thief")
    session.expire(owned, ["revisions"])
    casework.undo(session, act, moderator)
    session.expire_all()
    assert (owned.account, owned.phone, owned.public_email) == (owner, *before)
    assert owned.working is None
    assert session.scalars(select(SetAside.account_id)).all() == [claim.account_id]
    actions.accept(session, claim, moderator, "It was hers after all.", SITE)
    session.expire_all()
    assert owned.working.name == "Olga Thief", "what had been begun is back with the listing"


def test_what_was_set_aside_is_forgotten_in_time_and_messages_with_their_letters(app, session):
    owned = make_listing(session, "published")
    letters = [make_message(session, owned, words).letter_id for words in ("One.", "Two.")]
    claim = make_claim(session, owned, state=ClaimState.DISPUTED)
    act = actions.accept(session, claim, make_account(session, "moderator"), "Yes.", SITE)
    session.delete(session.get_one(OutgoingMail, letters[0]))
    session.commit()
    sweep(app)
    session.expire_all()
    aside = session.scalars(select(SetAside)).one()
    assert [row["body"] for row in aside.content["messages"]] == ["Two."]
    with days_later(31):
        sweep(app)
        session.expire_all()
        assert session.scalars(select(SetAside)).all() == []
        assert casework.too_late(session, act) == ""
