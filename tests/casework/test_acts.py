"""What is kept of an act, so that it can be undone."""

from __future__ import annotations

from directory_app import audit
from directory_app.casework import note_act

from ..factories import make_account, make_listing


def test_an_act_names_its_own_row_of_the_audit_though_a_colleague_wrote_one_since(session):
    listing = make_listing(session, "published")
    moderator, colleague = make_account(session, "moderator"), make_account(session, "moderator")
    own = audit.record(session, "listing", listing.id, moderator, "claim_refused")
    session.flush()
    audit.record(session, "listing", listing.id, colleague, "note_left")
    act = note_act(session, "claim_refused", ("claim", 1), listing.id, moderator, before={})
    assert act.audit_id == own.id
