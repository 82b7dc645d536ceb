"""Nobody on the staff decides about their own listing: no act, no undoing, no note, no look."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import casework
from directory_app.claims import actions as claims
from directory_app.errors import OwnListing
from directory_app.models import Act, BurstMember, Claim, ClaimProof, Listing, RegistrationBurst
from directory_app.moderation import actions as moderation

from ..claims.conftest import SITE
from ..factories import (
    make_account,
    make_claim,
    make_listing,
    make_unclaimed,
)
from .walks import WALKS


@pytest.fixture
def database_app(sqlite_app):
    """Whose a listing is does not depend on the database; tests/casework asks both what they find."""
    return sqlite_app


@pytest.fixture
def me(session):
    return make_account(session, "moderator")


def make_mine(session, me):
    """Whatever a walk has made becomes this account's: the listing, or its place among new accounts."""
    burst = session.scalars(select(RegistrationBurst)).one_or_none()
    if burst is not None:
        session.add(BurstMember(burst_id=burst.id, account_id=me.id))
    else:
        session.scalars(select(Listing)).one().account_id = me.id
    session.flush()


@pytest.mark.parametrize("walk", WALKS)
def test_no_act_is_done_about_ones_own_listing(session, me, walk):
    act_now = WALKS[walk][0](session, me)
    make_mine(session, me)
    with pytest.raises(OwnListing):
        act_now()


@pytest.mark.parametrize("walk", WALKS)
def test_what_a_colleague_did_about_ones_own_listing_is_not_ones_own_to_undo(session, me, walk):
    WALKS[walk][0](session, make_account(session, "moderator"))()
    act = session.scalars(select(Act).order_by(Act.id.desc())).first()
    if "account_id" in act.before:
        # The listing has changed hands: it was mine before, and would be again.
        act.before = {**act.before, "account_id": me.id}
    else:
        make_mine(session, me)
    with pytest.raises(OwnListing):
        casework.undo(session, act, me)
    assert act.undone_at is None


def test_who_claims_a_listing_decides_about_no_claim_to_it_and_makes_no_code(session, me):
    listing = make_unclaimed(session)
    mine, rival = (
        make_claim(session, listing, proof=ClaimProof.PHONE),
        make_claim(session, listing, proof=ClaimProof.PHONE),
    )
    mine.account = me
    session.flush()
    for claim in (mine, rival):
        for deed in (
            lambda claim=claim: claims.accept(session, claim, me, "", SITE),
            lambda claim=claim: claims.refuse(session, claim, me, "", SITE),
            lambda claim=claim: claims.phone_code(session, claim, me, SITE),
        ):
            with session.begin_nested() as saved:
                with pytest.raises(OwnListing):
                    deed()
                saved.rollback()
    assert {one.is_pending for one in session.scalars(select(Claim))} == {True}


def test_notes_and_looks_about_ones_own_listing_are_refused(session, me):
    listing = make_listing(session, "published", account=me)
    note = moderation.leave_note(session, listing, make_account(session, "moderator"), "Ask twice.")
    note.author = me
    session.flush()
    with pytest.raises(OwnListing):
        moderation.leave_note(session, listing, me, "All is well.")
    with pytest.raises(OwnListing):
        moderation.delete_note(session, note.id, me)
    for source in casework.SOURCES:
        if source.subject in ("revision", "listing", "hidden"):
            number = listing.approved.id if source.subject == "revision" else listing.id
            with pytest.raises(OwnListing):
                casework.take(session, source.subject, number, me)
