"""What belongs to a therapist, part by part: each is a table and the way from the account to its rows.

A new table that belongs to a therapist is one more line of `PARTS`. Everything else follows the columns of the model:
what is written into the file, how it is read back, and in which order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..models import (
    Account,
    Answer,
    Appeal,
    Base,
    DailyTotal,
    Decision,
    Evidence,
    HiddenField,
    Interview,
    Licence,
    LicenceCheck,
    Listing,
    Location,
    Message,
    Photo,
    PhotoVariant,
    QuestionScore,
    Reply,
    Revision,
    RevisionPhoto,
    Score,
    SessionPrice,
)

# Numbers of rows, counters of changes, other people, letters, and what only this directory can check.
NEVER = frozenset({
    "id", "version", "account_id", "moderator_id", "checked_by_id", "closed_by_id", "recorded_by_id", "withdrawn_by_id",
    "letter_id", "key", "sender",
    "hidden_by_id", "lifted_by_id", "report_id",
})  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Rows of one table: those whose column `link` leads to a row of the part `parent`.

    Rows are numbered from 1 in the order of `order`; the link is written as the number of the row it leads to, and so
    are the columns of `also`, (part, column), which may be empty.
    """

    name: str
    model: type[Base]
    parent: str = ""
    link: str = ""
    order: tuple[str, ...] = ("id",)
    only: frozenset[str] = field(default_factory=frozenset)
    also: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> list[Any]:
        """The columns that are written, in the order of the table; links are not among them."""
        found, links = [], {self.link, *(column for _, column in self.also)}
        for attribute in self.model.__mapper__.column_attrs:
            name = attribute.key
            if name not in NEVER and name not in links and (not self.only or name in self.only):
                found.append(attribute)
        return found


# What clients reported is evidence too, and is theirs.
OF_INTERVIEWS = frozenset({
    "kind", "question_id", "value", "observed_at", "recorded_at", "note", "by_scale", "withdrawn_at",
})  # fmt: skip
ACCOUNT = Part("account", Account, only=frozenset({"email", "confirmed_at", "create_datetime"}))

PARTS = (
    ACCOUNT,
    Part("listing", Listing, "account", "account_id"),
    Part("licences", Licence, "listing", "listing_id"),
    Part("licence_checks", LicenceCheck, "listing", "listing_id", also=(("licences", "licence_id"),)),
    Part("interviews", Interview, "listing", "listing_id"),
    Part(
        "interview_notes", Evidence, "interviews", "interview_id", only=OF_INTERVIEWS, also=(("listing", "listing_id"),)
    ),
    Part("revisions", Revision, "listing", "listing_id"),
    Part("answers", Answer, "revisions", "revision_id"),
    Part("places", Location, "revisions", "revision_id"),
    Part("prices", SessionPrice, "revisions", "revision_id"),
    Part("decisions", Decision, "revisions", "revision_id"),
    Part("scores", Score, "revisions", "revision_id"),
    Part("question_scores", QuestionScore, "scores", "score_id"),
    Part("photos", Photo, "listing", "listing_id"),
    Part("photo_variants", PhotoVariant, "photos", "photo_id"),
    Part("shown_photos", RevisionPhoto, "revisions", "revision_id", ("revision_id",), also=(("photos", "photo_id"),)),
    Part("appeals", Appeal, "revisions", "revision_id", also=(("listing", "listing_id"), ("decisions", "decision_id"))),
    Part("hidden_fields", HiddenField, "listing", "listing_id"),
    Part("messages", Message, "listing", "listing_id"),
    Part("replies", Reply, "messages", "message_id"),
    Part("daily_totals", DailyTotal, "listing", "listing_id", ("day", "kind")),
)
