"""Whether what clients report may count in a jurisdiction."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from .. import audit, rules
from ..administration.vocabularies import MONTH
from ..confirming import score_again
from ..db import session
from ..models import Evidence, EvidenceKind, Jurisdiction, Listing


@click.command("testimonials")
@click.argument("code")
@click.argument("rule", type=click.Choice(["allowed", "restricted"]))
@click.option("--citation", required=True, help="Where the rule stands, for example: O. Reg. 544/94, s. 6")
@click.option("--as-of", required=True, help="When it was read, for example 2026-11", metavar="YYYY-MM")
@with_appcontext
def testimonials_command(code: str, rule: str, citation: str, as_of: str) -> None:
    """Say whether testimonials are allowed in the jurisdiction CODE, such as CA-ON.

    Where they are not, codes cannot be made, those handed out open nothing, and what was counted ceases to count;
    nothing is deleted. Listings with such evidence are scored again at once.
    """
    found = session.get(Jurisdiction, code.upper())
    if found is None:
        raise click.ClickException(f"there is no jurisdiction {code}; see seeds/jurisdictions.json")
    if not citation.strip():
        raise click.ClickException("--citation must say where the rule stands")
    if not MONTH.fullmatch(as_of) or as_of > f"{datetime.now(UTC):%Y-%m-%d}":
        raise click.ClickException(
            "--as-of must be the month in which it was read, such as 2026-11, and not one to come"
        )
    before = {"testimonials": found.testimonials, "citation": found.citation, "as_of": found.as_of}
    found.testimonials, found.citation, found.as_of = rule, citation, as_of
    after = {"testimonials": rule, "citation": citation, "as_of": found.as_of}
    audit.record(
        session, "jurisdiction", None, None, "testimonials_set", target_name=found.code, before=before, after=after,
        by="operator",
    )  # fmt: skip
    rules.change(session, "jurisdiction", found.code, before, after, None, f"Testimonials are {rule}")
    session.flush()
    with_reports = select(Evidence.listing_id).where(Evidence.kind == EvidenceKind.CLIENT).distinct()
    count = 0
    for listing in session.scalars(select(Listing).where(Listing.id.in_(with_reports)).order_by(Listing.id)):
        score_again(session, listing)
        count += 1
    session.commit()
    click.echo(f"Testimonials are {rule} in {found.name} now; {count} listings were scored again.")
