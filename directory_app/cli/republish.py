"""Writes public listings again from their approved versions: after an upgrade that adds to what search reads."""

from __future__ import annotations

from collections.abc import Sequence

import click
from flask.cli import with_appcontext
from sqlalchemy import Select, func, select

from .. import publishing
from ..db import session
from ..listings.actions import spell_licences
from ..models import Jurisdiction, Licence, Listing, Location, PublicListing
from ..places import region_spelt
from ..publishing import words
from ..publishing.ruled import listed_in
from ..workplaces import PlaceOfWork, spell_again, spelt_otherwise

BATCH = 50


@click.command("republish")
@click.option("--place", "codes", multiple=True, metavar="CODE", help="Only those who work there, such as US-AZ.")
@with_appcontext
def republish_command(codes: tuple[str, ...]) -> None:
    """Write all public listings again. Visitors notice nothing; it can be stopped at any time.

    After the rules of a place were changed, with its code: what they ask for then shows everywhere.
    """
    unknown = [code for code in codes if session.get(Jurisdiction, code.upper()) is None]
    if unknown:
        raise click.ClickException(f"there is no jurisdiction {unknown[0]}; see seeds/jurisdictions.json")
    done = republish_places([code.upper() for code in codes]) if codes else republish(select(PublicListing.listing_id))
    click.echo(f"{done} public listings written again.")


def republish_unfinished() -> int:
    """Write those again whose words and traits an earlier release wrote; how many there were."""
    return republish(select(PublicListing.listing_id).where(PublicListing.listing_id.not_in(words.written(session))))


def respell_places() -> int:
    """Write places that an earlier release saved otherwise as they are written now; how many changed."""
    listings: set[int] = set()
    changed = 0
    for place in session.scalars(spelt_otherwise().order_by(Location.id)).all():
        if spell_again(session, place):
            listings.add(place.revision.listing_id)
            changed += 1
    session.commit()
    republish(select(PublicListing.listing_id).where(PublicListing.listing_id.in_(listings)))
    return changed


def respell_licences() -> int:
    """Write states of licences that an earlier release saved as they are written now; how many listings changed."""
    lands = {PlaceOfWork().country, *session.scalars(select(Location.country).distinct())}
    typed = session.scalars(select(Licence.region).distinct()).all()
    other = [region for region in typed if any(region_spelt(land, region) != region for land in lands)]
    changed = {
        listing.id
        for listing in session.scalars(select(Listing).where(Listing.licences.any(Licence.region.in_(other)))).all()
        if spell_licences(listing)
    }
    session.commit()
    republish(select(PublicListing.listing_id).where(PublicListing.listing_id.in_(changed)))
    return len(changed)


def republish_places(codes: Sequence[str]) -> int:
    """Write the listings again that work in places with these codes, after their rules changed; how many there were."""
    return republish(select(PublicListing.listing_id).where(listed_in(codes)))


def republish(which: Select[int]) -> int:
    """Write the public listings with these numbers again, each batch committed by itself; how many there were."""
    total = session.scalar(select(func.count()).select_from(which.subquery())) or 0
    after = done = 0
    if not total:
        return 0
    with click.progressbar(length=total, label="Writing public listings") as bar:
        while batch := session.scalars(
            select(Listing)
            .where(Listing.id.in_(which.where(PublicListing.listing_id > after)))
            .order_by(Listing.id)
            .limit(BATCH)
        ).all():
            for listing in batch:
                publishing.refresh(session, listing)
            after, done = batch[-1].id, done + len(batch)
            session.commit()
            session.expunge_all()
            bar.update(len(batch))
    return done
