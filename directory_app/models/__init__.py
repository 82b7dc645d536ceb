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
from .message import MESSAGE_LENGTH, BlockedSender, Message, Reply
from .moderation import (
    NEEDS_REASON,
    OUTCOME,
    AuditEntry,
    AuditPart,
    AuditWords,
    Decision,
    DecisionKind,
    Flag,
    FlagKind,
    FlagState,
)
from .place import Place, PlaceDataVersion, PostalCode
from .practical import Licence, SessionPrice
from .public import PublicChange, PublicClock, PublicListing, PublicLocation, PublicName
from .report import REPORT_NOTE_LENGTH, Report, ReportedMessage, ReportOutcome
from .score import Evidence, EvidenceKind, QuestionScore, Score
from .total import DailyTotal, TotalKind
from .vocabulary import Jurisdiction, Reason, ReportReason, Technique

__all__ = [
    "ANSWER_LENGTH",
    "BIO_LENGTH",
    "EDITABLE",
    "LISTING_MOVES",
    "MESSAGE_LENGTH",
    "NAME_LENGTH",
    "NEEDS_REASON",
    "OUTCOME",
    "REPORT_NOTE_LENGTH",
    "REVISION_MOVES",
    "Account",
    "Answer",
    "AuditEntry",
    "AuditPart",
    "AuditWords",
    "Base",
    "BlockedSender",
    "DailyTotal",
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
    "Message",
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
    "Reply",
    "Report",
    "ReportOutcome",
    "ReportReason",
    "ReportedMessage",
    "Revision",
    "RevisionState",
    "Role",
    "Score",
    "SessionPrice",
    "Technique",
    "TotalKind",
    "now",
]
