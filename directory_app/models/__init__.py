"""The tables. Each file imports only those below it; this one gathers them so that mappers find each other."""

from .account import Account, Role
from .answer import ANSWER_LENGTH, Answer
from .base import Base, now
from .fingerprint import Fingerprint
from .listing import (
    BIO_LENGTH,
    EDITABLE,
    LISTING_MOVES,
    NAME_LENGTH,
    REVISION_MOVES,
    Listing,
    ListingState,
    Revision,
    RevisionState,
)
from .location import Location, Privacy
from .mail import OutgoingMail
from .moderation import (
    NEEDS_REASON,
    OUTCOME,
    AuditEntry,
    Decision,
    DecisionKind,
    Flag,
    FlagKind,
    FlagState,
)
from .place import Place, PlaceDataVersion, PostalCode
from .practical import Licence, SessionPrice
from .public import PublicChange, PublicClock, PublicListing, PublicLocation, PublicName
from .score import Evidence, EvidenceKind, QuestionScore, Score
from .vocabulary import Jurisdiction, Reason, Technique

__all__ = [
    "ANSWER_LENGTH",
    "BIO_LENGTH",
    "EDITABLE",
    "LISTING_MOVES",
    "NAME_LENGTH",
    "NEEDS_REASON",
    "OUTCOME",
    "REVISION_MOVES",
    "Account",
    "Answer",
    "AuditEntry",
    "Base",
    "Decision",
    "DecisionKind",
    "Evidence",
    "EvidenceKind",
    "Fingerprint",
    "Flag",
    "FlagKind",
    "FlagState",
    "Jurisdiction",
    "Licence",
    "Listing",
    "ListingState",
    "Location",
    "OutgoingMail",
    "Place",
    "PlaceDataVersion",
    "PostalCode",
    "Privacy",
    "PublicChange",
    "PublicClock",
    "PublicListing",
    "PublicLocation",
    "PublicName",
    "QuestionScore",
    "Reason",
    "Revision",
    "RevisionState",
    "Role",
    "Score",
    "SessionPrice",
    "Technique",
    "now",
]
