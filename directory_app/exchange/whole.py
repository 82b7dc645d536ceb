"""A listing with everything that makes it what it is, as one document: out of the database, and into another one.

Equal facts give equal bytes: rows stand in a fixed order under numbers of their own, no number of the database and no
time of writing is in a document. Left out is what belongs to visitors or to one directory alone: messages, reports,
codes and confirmations that wait, daily totals, letters, sign-ins, passwords, the audit.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import (
    Account,
    Answer,
    Appeal,
    Decision,
    Evidence,
    Flag,
    HiddenField,
    Interview,
    Licence,
    LicenceCheck,
    Listing,
    Location,
    Photo,
    PhotoVariant,
    PublicListing,
    QuestionScore,
    Revision,
    RevisionPhoto,
    Score,
    SessionPrice,
)
from ..portable import Part, to_json

ROOT = Part("listing", Listing)
PARTS = (
    Part("licences", Licence, "listing", "listing_id"),
    Part("licence_checks", LicenceCheck, "listing", "listing_id", also=(("licences", "licence_id"),)),
    Part("interviews", Interview, "listing", "listing_id"),
    Part("evidence", Evidence, "listing", "listing_id", only=frozenset({
        "question_id", "kind", "value", "by_scale", "observed_at", "recorded_at", "note", "withdrawn_at",
    }), also=(("interviews", "interview_id"),)),
    Part("hidden_fields", HiddenField, "listing", "listing_id"),
    Part("revisions", Revision, "listing", "listing_id", ("number",)),
    Part("answers", Answer, "revisions", "revision_id", ("question_id",)),
    Part("places", Location, "revisions", "revision_id", ("position", "id")),
    Part("prices", SessionPrice, "revisions", "revision_id", ("minutes",)),
    Part("decisions", Decision, "revisions", "revision_id"),
    Part("flags", Flag, "revisions", "revision_id", only=frozenset({
        "question_id", "kind", "state", "detail", "opened_at", "reviewed_at",
    })),
    Part("scores", Score, "revisions", "revision_id"),
    Part("question_scores", QuestionScore, "scores", "score_id", ("question_id",)),
    Part("photos", Photo, "listing", "listing_id"),
    Part("photo_variants", PhotoVariant, "photos", "photo_id"),
    Part("shown_photos", RevisionPhoto, "revisions", "revision_id", ("revision_id",), also=(("photos", "photo_id"),)),
    Part("appeals", Appeal, "revisions", "revision_id", also=(("listing", "listing_id"), ("decisions", "decision_id"))),
)  # fmt: skip
ACCOUNT = ("email", "confirmed_at", "create_datetime")
Document = dict[str, Any]
Rows = dict[str, list[Document]]


def documents(session: Session, ids: Sequence[int]) -> Iterator[Document]:
    """Everything about these listings, in the order of their numbers; one question to the database for each part."""
    stored = _select(session, ROOT, "id", ids)
    number_of: dict[str, dict[int, int]] = {"listing": {}}
    owner: dict[str, dict[int, int]] = {"listing": {one["id"]: one["id"] for one in stored}}
    number_of["listing"] = {one["id"]: 1 for one in stored}
    parts: dict[int, Rows] = {one["id"]: {"listing": [_row(ROOT, one, 1, {})]} for one in stored}
    for part in PARTS:
        counted: dict[int, int] = defaultdict(int)
        number_of[part.name], owner[part.name] = {}, {}
        for rows in parts.values():
            rows[part.name] = []
        parents = {key: place for place, key in enumerate(owner[part.parent])}
        found = _select(session, part, part.link, list(parents))
        for one in sorted(found, key=lambda row: parents[row[part.link]]):
            listing = owner[part.parent][one[part.link]]
            counted[listing] += 1
            key = int(one.get("id") or one[part.link])
            number_of[part.name][key], owner[part.name][key] = counted[listing], listing
            parts[listing][part.name].append(_row(part, one, counted[listing], number_of))
    accounts, published = _accounts(session, ids), _published(session, ids)
    for key, rows in parts.items():
        yield {"account": accounts.get(key), "published_at": published.get(key), "parts": rows}


def as_line(document: Document) -> str:
    """A document on one line."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def digest_of(document: Mapping[str, Any]) -> str:
    """What a document is known by without keeping its words."""
    said = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _select(session: Session, part: Part, link: str, parents: Sequence[int]) -> list[Document]:
    table = part.model.__table__
    wanted = [one.columns[0] for one in part.columns]
    # The number of a row and its links are asked for too, and by their own names.
    names = dict.fromkeys(["id", part.link, *(column for _, column in part.also)])
    extra = [table.c[name].label(f"_{name}") for name in names if name and name in table.c]
    order = [table.c[name] for name in part.order]
    rows = session.execute(select(*wanted, *extra).where(table.c[link].in_(parents)).order_by(*order)).mappings()
    keys = [one.key for one in part.columns]
    return [
        {
            **{key: row[column] for key, column in zip(keys, wanted, strict=True)},
            **{name: row[f"_{name}"] for name in names if name and name in table.c},
        }
        for row in rows
    ]


def _row(part: Part, stored: Mapping[str, Any], place: int, numbers: Mapping[str, Mapping[int, int]]) -> Document:
    row: Document = {"no": place}
    if part.parent:
        row[part.parent] = numbers[part.parent][stored[part.link]]
    for name, link in part.also:
        row[name] = numbers[name].get(stored[link])
    for column in part.columns:
        value = stored[column.key]
        row[column.key] = base64.b64encode(value).decode() if isinstance(value, bytes) else to_json(value)
    if part.model is Flag:
        # The number of a version means nothing elsewhere.
        row["detail"] = {name: value for name, value in row["detail"].items() if name != "revision_id"}
    return row


def _accounts(session: Session, ids: Sequence[int]) -> dict[int, Document]:
    rows = session.execute(
        select(Listing.id, *(getattr(Account, name) for name in ACCOUNT)).join(Account).where(Listing.id.in_(ids))
    )
    return {row[0]: {name: to_json(value) for name, value in zip(ACCOUNT, row[1:], strict=True)} for row in rows}


def _published(session: Session, ids: Sequence[int]) -> dict[int, str]:
    rows = select(PublicListing.listing_id, PublicListing.published_at).where(PublicListing.listing_id.in_(ids))
    return {row[0]: row[1].isoformat() for row in session.execute(rows)}
