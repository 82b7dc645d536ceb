"""Public listings that an earlier release wrote are written again once, and others never."""

from __future__ import annotations

from sqlalchemy import select

from directory_app.cli.republish import republish_unfinished
from directory_app.models import PublicListing
from directory_app.publishing import words

from ..factories import make_listing


def test_a_listing_without_any_trait_is_not_written_again_with_every_start(app, session):
    listing = make_listing(session, "published")
    public = session.scalars(select(PublicListing)).one()
    public.traits = ""
    session.commit()
    with app.app_context():
        assert republish_unfinished() == 0
    words.forget(session, listing.id)
    session.commit()
    with app.app_context():
        assert (republish_unfinished(), republish_unfinished()) == (1, 0)
    session.expire_all()
    assert session.scalars(select(PublicListing)).one().traits != ""
