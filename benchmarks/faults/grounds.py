"""The people of a run: therapists with drafts, public listings to write to, a moderator, clients with codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory_app.confirming import Maker, codes_of, grouped, make_sheet
from directory_app.models import Listing
from tests.factories import make_account, make_listing

CODES_A_SHEET = 24


@dataclass(frozen=True)
class Grounds:
    """Who and what there is to work with. Drafts by the address of their therapists."""

    secret: str
    therapists: dict[str, int]
    moderator: str
    judged: list[int]
    slugs: list[str]
    codes: list[str]

    def shared(self, number: int) -> Iterator[tuple[list[str], list[str]]]:
        """Listings and codes for so many visitors, none of whom gets what another has. Codes are handed out once."""
        codes = self.codes[: len(self.codes) // 2 + 1]
        del self.codes[: len(codes)]
        for place in range(number):
            yield self.slugs[place::number], codes[place::number]


def prepare(app: Flask, *, drafts: int = 2, public: int = 24, judged: int = 2, confirmed: int = 3) -> Grounds:
    """Fill a prepared database and commit."""
    secret: str = app.config["SECRET_KEY"]
    with app.extensions["sessions"]() as session:
        session.info["letters"] = False
        therapists = {}
        for _ in range(drafts):
            listing = make_listing(session, "draft")
            therapists[str(listing.account and listing.account.email)] = listing.revisions[0].id
        listings = [make_listing(session, "published") for _ in range(public)]
        taken_down = [make_listing(session, "published") for _ in range(judged)]
        codes = [code for one in listings[:confirmed] for code in _codes(session, one, secret)]
        moderator = make_account(session, "moderator").email
        session.commit()
        return Grounds(
            secret,
            therapists,
            str(moderator),
            [one.id for one in taken_down],
            [str(one.slug) for one in listings],
            codes,
        )


def _codes(session: Session, listing: Listing, secret: str) -> list[str]:
    found: list[str] = []
    assert listing.account, "a listing that was made for a test has an account"
    for number in range(2):
        key = f"{listing.id}:faults-{number}"
        make_sheet(session, listing, Maker(listing.account, "10.255.0.1", secret), CODES_A_SHEET, key)
        found += [grouped(one) for one in codes_of(secret, key, CODES_A_SHEET)]
    return found


def count(session: Session, model: type, *where: object) -> int:
    """Rows of a table."""
    return session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]
