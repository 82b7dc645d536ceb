"""Moves of listings and revisions: everything the tables allow, and nothing else."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from directory_app.errors import IllegalMove
from directory_app.models import (
    LISTING_MOVES,
    REVISION_MOVES,
    Listing,
    ListingState,
    Revision,
    RevisionState,
)

from ..factories import make_listing, make_revision


@pytest.mark.parametrize(("start", "wanted"), list(itertools.product(RevisionState, RevisionState)))
def test_a_revision_makes_only_the_moves_of_its_table(start, wanted):
    revision = Revision(state=start)
    if wanted in REVISION_MOVES[start]:
        revision.move(wanted)
        assert revision.state is wanted
    else:
        with pytest.raises(IllegalMove) as refused:
            revision.move(wanted)
        assert (refused.value.state, refused.value.wanted) == (start, wanted)
        assert revision.state is start


@pytest.mark.parametrize(("start", "wanted"), list(itertools.product(ListingState, ListingState)))
def test_a_listing_makes_only_the_moves_of_its_table(start, wanted):
    listing = Listing(state=start)
    if wanted in LISTING_MOVES[start]:
        listing.move(wanted)
        assert listing.state is wanted
    else:
        with pytest.raises(IllegalMove):
            listing.move(wanted)


def test_a_closed_listing_stays_closed_and_every_other_can_be_closed():
    assert LISTING_MOVES[ListingState.CLOSED] == frozenset()
    others = set(ListingState) - {ListingState.CLOSED}
    assert all(ListingState.CLOSED in LISTING_MOVES[state] for state in others)


def test_the_database_keeps_one_approved_revision_per_listing(session):
    listing = make_listing(session, "published")
    second = make_revision(session, listing, 2)
    second.state = RevisionState.APPROVED
    with pytest.raises(IntegrityError), session.begin_nested():
        session.flush()


def test_a_lost_update_is_noticed(session):
    revision = make_listing(session).revisions[0]
    session.execute(
        update(Revision).where(Revision.id == revision.id).values(version=Revision.version + 1),
        execution_options={"synchronize_session": False},
    )
    revision.bio = "written over what somebody else saved"
    with pytest.raises(StaleDataError), session.begin_nested():
        session.flush()


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(session):
    east = timezone(timedelta(hours=9))
    listing = make_listing(session)
    listing.accepting_confirmed_at = datetime(2026, 3, 1, 8, 30, tzinfo=east)
    session.flush()
    session.expire(listing)
    assert listing.accepting_confirmed_at == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert listing.accepting_confirmed_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(session):
    listing = make_listing(session)
    listing.accepting_confirmed_at = datetime(2026, 3, 1, 8, 30)  # noqa: DTZ001 - the mistake under test
    with pytest.raises(StatementError, match="zone"), session.begin_nested():
        session.flush()
