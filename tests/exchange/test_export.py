"""The whole directory as a file: the same bytes out of another database, and nothing private in the public table."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from directory_app import publishing
from directory_app.exchange import export, whole
from directory_app.exchange.export import Kind
from directory_app.models import (
    Account,
    Base,
    Evidence,
    EvidenceKind,
    Flag,
    FlagKind,
    Listing,
    ListingState,
    Location,
    Photo,
    PhotoVariant,
    Privacy,
    PublicListing,
    PublicLocation,
    RevisionPhoto,
    Twins,
    now,
)
from directory_app.portable import DANGEROUS
from directory_app.workplaces import PlaceOfWork

from ..factories import (
    PORTLAND,
    SALEM,
    make_appeal,
    make_decision,
    make_listing,
    make_location,
    make_revision,
    make_unclaimed,
    submit,
)
from .conftest import person

NAMES = (
    "東京 花子",
    "Ольга Пушкина",
    "مريم الحسن",
    "Zoë O’Brien-Ångström",
    "=cmd|' /C calc'!A0",
    "🙂 Joy",
    "'Quoted",
    "@dora",
)
NOT_TAKEN_ALONG = {
    "belongs to visitors, or to nobody but this directory": {
        "message", "reply", "report", "claim", "confirmation", "confirmation_sheet", "daily_total", "blocked_sender",
    },
    "what an owner before had in private, for thirty days": {"set_aside"},
    "made anew": {"public_listing", "fingerprint"},
    "which line made it here": {"import_row"},
    "how moderators of this directory work, and what they note for each other": {"act", "case_note"},
    "a trial of a rubric here": {"rubric_move"},
}  # fmt: skip


def written(session, kind: Kind) -> bytes:
    session.expire_all()
    return b"".join(export.write(session, kind, "https://directory.example.org"))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def directory(session, monkeypatch):
    """Listings of all kinds, more than are read at a time."""
    monkeypatch.setattr(export, "BATCH", 5)
    home = {**PORTLAND, "street": "771 Hidden Lane", "private_lat": 45.123456, "private_lon": -122.654321}
    full = make_listing(session, "published", name="Ada Full", bio='-Two\n\nparagraphs, "quoted".', place=home)
    full.approved.locations.append(make_location(**SALEM, position=1, privacy=Privacy.EXACT, street="9 Open Road"))
    full.by_appointment = ["sat"]
    session.add(
        Evidence(listing=full, question_id="Q2", kind=EvidenceKind.CLIENT, value=0.75, observed_at=now(), note="+")
    )
    session.add(
        Flag(revision=full.approved, kind=FlagKind.COPIED, question_id="Q3", detail={"revision_id": 9, "share": 0.9})
    )
    photo = Photo(
        listing_id=full.id, digest="d" * 64, wide=4, high=4, across=1, down=2, zoom=100, whole=b"\x00\xffwhole"
    )
    session.add(photo)
    session.flush()
    session.add_all([
        PhotoVariant(photo_id=photo.id, size=96, format="webp", body=b"small\x00"),
        RevisionPhoto(revision_id=full.approved.id, photo_id=photo.id),
    ])  # fmt: skip
    rejected = submit(session, make_revision(session, full, 2, name="Ada in writing"))
    make_appeal(
        session, rejected, make_decision(session, rejected, note="Too short.", about=[{"where": "Q1", "note": "x"}])
    )
    publishing.publish(session, full.approved)
    paused = make_listing(session, "published", name="Paused Paula")
    paused.move(ListingState.PAUSED)
    paused.returns_on = date(2027, 2, 3)
    publishing.withdraw(session, paused)
    make_listing(session, "submitted")
    make_listing(session, "draft")
    mobile = PlaceOfWork(city="Toronto", region="ON", country="CA", privacy="mobile", mobile_radius_km=12.5)
    exact = PlaceOfWork(street="=1 Formula Way", city="Salem", region="OR", postal_code="97301", privacy="exact")
    for number in range(10):
        facts = person(number)
        name = f"{NAMES[number % len(NAMES)]} {number}"
        place = (mobile, exact)[number % 2]
        places = (place, PlaceOfWork(street="5 Secret Alley", city="Portland", region="OR", privacy="area"))
        make_unclaimed(
            session,
            name=name,
            practice="練習 🙂" * (number % 3),
            email=facts["email"],
            phone="",
            places=places[: 1 + number % 2],
            prices=((60, Decimal("95.50"), "USD"),),
            hours={"mon": [["09:00", "12:00"], ["13:00", "24:00"]]},
            languages=("日本語", "English"),
            own_techniques=("Cranial hold",),
            answers={"Q1": ("partly", None)} if number == 7 else {},
        )
    session.flush()
    return full


def wipe(session):
    """An empty directory."""
    for listing in session.scalars(select(Listing)).all():
        publishing.withdraw(session, listing)
        session.delete(listing)
    session.flush()
    for account in session.scalars(select(Account)).all():
        session.delete(account)
    session.commit()
    session.expunge_all()
    assert session.scalar(select(func.count()).select_from(PublicLocation)) == 0


def test_what_was_exported_gives_the_same_bytes_out_of_another_database(session, desk, directory):
    first = {kind: written(session, kind) for kind in (Kind.JSONL, Kind.ZIP, Kind.CSV)}
    private = session.scalars(select(Location.private_lat).order_by(Location.private_lat)).all()
    seen = session.scalars(select(PublicListing.traits).order_by(PublicListing.slug)).all()
    wipe(session)
    run = desk.take(first[Kind.JSONL], trusted=True)
    assert run.result == {"new": 14}
    assert written(session, Kind.JSONL) == first[Kind.JSONL]
    assert written(session, Kind.CSV) == first[Kind.CSV]
    assert written(session, Kind.ZIP) == first[Kind.ZIP]
    assert session.scalars(select(Location.private_lat).order_by(Location.private_lat)).all() == private
    assert session.scalars(select(PublicListing.traits).order_by(PublicListing.slug)).all() == seen
    assert "45.123456" in first[Kind.JSONL].decode()
    assert "revision_id" not in first[Kind.JSONL].decode(), "a number means nothing elsewhere"
    again = desk.take(first[Kind.JSONL], trusted=True)
    assert again.result == {"same": 14}


def test_a_therapist_keeps_the_listing_and_chooses_a_password_anew(session, desk, directory):
    email = directory.account.email
    content = written(session, Kind.JSONL)
    wipe(session)
    desk.take(content, trusted=True)
    account = session.scalars(select(Account).where(Account.email == email)).one()
    assert (account.password, account.listing.approved.name) == (None, "Ada Full")
    assert [role.name for role in account.roles] == ["therapist"]


def test_an_address_that_somebody_has_here_is_made_anew(session, desk, directory):
    slug, email = directory.slug, directory.account.email
    content = written(session, Kind.JSONL)
    wipe(session)
    make_listing(session, "published").slug = slug
    session.commit()
    assert desk.take(content, Twins.NEW, trusted=True).result == {"new": 14}
    mine = session.scalars(select(Account).where(Account.email == email)).one().listing
    assert mine.slug not in (None, slug)
    assert session.get(PublicListing, mine.id).slug == mine.slug


def test_a_complete_export_is_only_taken_in_by_whoever_trusts_it(session, desk):
    make_unclaimed(session)
    content = written(session, Kind.JSONL)
    wipe(session)
    run = desk.check(content)
    assert run.found == {"refused": 1}


def test_a_complete_export_that_somebody_changed_is_refused_line_by_line(session, desk):
    make_unclaimed(session)
    head, line, end = written(session, Kind.JSONL).decode().splitlines()
    wipe(session)
    documents = [json.loads(line) for _ in range(6)]
    documents[0]["parts"]["listing"][0]["state"] = "king"
    documents[1]["parts"]["places"][0]["revisions"] = 7
    del documents[2]["parts"]["prices"]
    documents[3]["parts"]["revisions"][0]["name"] = None
    documents[4]["account"] = {"email": "x@example.org"}
    documents[5]["parts"]["revisions"] = documents[5]["parts"]["answers"] = []
    bad = "\n".join([head, *map(json.dumps, documents), end.replace("1", "6")]) + "\n"
    run = desk.take(bad.encode(), trusted=True)
    assert run.result == {"refused": 6}
    assert session.scalar(select(func.count()).select_from(Listing)) == 0


def test_the_public_table_holds_nothing_private_and_no_formula(session, directory):
    email = directory.account.email
    content = written(session, Kind.CSV)
    text = content.decode("utf-8-sig")
    table = rows(content)
    assert len(table) == 11
    for secret in (
        "771 Hidden Lane",
        "5 Secret Alley",
        "45.123456",
        email,
        "Paused Paula",
        "Agreed by",
    ):
        assert secret not in text, secret
    first = table[0]
    assert (first["street"], first["street_2"], first["privacy_2"]) == ("", "9 Open Road", "exact")
    cells = [cell for row in table for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(tuple(set(DANGEROUS) - {"'"}))] == []
    assert "'=cmd|' /C calc'!A0 4" in {row["name"] for row in table}
    assert content.count(b"\r\n") >= 12


def test_the_public_table_is_understood_when_it_comes_back(session, desk, directory):
    before = written(session, Kind.CSV)
    wipe(session)
    wishes = {"source": "the old directory", "consent_note": "As before.", "consented_on": date(2026, 1, 2)}
    run = desk.take(before, trusted=True, **wishes)
    assert run.result == {"new": 11}
    kept = (
        "name",
        "practice",
        "bio",
        "city",
        "street_2",
        "prices",
        "hours",
        "techniques",
        "q1_choice",
        "q2_text",
        "page",
    )
    after = {row["key"]: row for row in rows(written(session, Kind.CSV))}
    for row in rows(before):
        assert [after[row["key"]][name] for name in kept] == [row[name] for name in kept]


def test_the_archive_is_a_zip_with_both_and_a_word_about_them(session):
    make_unclaimed(session)
    with zipfile.ZipFile(io.BytesIO(written(session, Kind.ZIP))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["README.txt", "listings.csv", "listings.jsonl"]
        assert archive.read("listings.jsonl") == written(session, Kind.JSONL)


def test_everything_that_hangs_on_a_listing_is_taken_along_or_left_out_for_a_reason():
    taken = {part.model.__tablename__ for part in whole.PARTS} | {"listing"}
    hanging = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in {"listing", "revision", "score", "photo"}
        and table.name not in {"listing", "public_listing"}
    }
    left_out = set().union(*NOT_TAKEN_ALONG.values())
    assert hanging - taken - left_out == set()


def test_the_document_names_the_tables_of_a_complete_export_in_their_order():
    text = (Path(__file__).parents[2] / "docs" / "import-export.md").read_text().replace("\n", " ")
    assert ", ".join(part.name for part in (whole.ROOT, *whole.PARTS)) + ". Equal facts" in text
