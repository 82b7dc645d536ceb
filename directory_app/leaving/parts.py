"""What belongs to a therapist, part by part: each is a table and the way from the account to its rows.

A new table that belongs to a therapist is one more line of `PARTS`. Everything else follows the columns of the model:
what is written into the file, how it is read back, and in which order.
"""

from __future__ import annotations

from ..models import (
    Account,
    Answer,
    Appeal,
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
from ..portable import Part

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
