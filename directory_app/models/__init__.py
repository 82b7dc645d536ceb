"""The tables. Each file imports only those below it; this one gathers them so that mappers find each other."""

from .account import STAFF, Account, Role
from .answer import ANSWER_LENGTH, Answer
from .appeal import APPEAL_LENGTH, OBJECTION_LENGTH, Appeal, AppealKind, AppealOutcome
from .base import Base, now
from .claim import CLAIM_MOVES, PENDING, Claim, ClaimDocument, ClaimProof, ClaimState
from .confirmation import Confirmation, ConfirmationCode, ConfirmationSheet, ConfirmationState, DaySalt
from .exchange import SOURCE_LENGTH, WORKING, ImportMark, ImportRow, ImportRun, ImportState, Twins, Verdict
from .fingerprint import Fingerprint
from .listing import (
    BIO_LENGTH,
    EDITABLE,
    LISTING_MOVES,
    MOST_OWN_TECHNIQUES,
    NAME_LENGTH,
    OWN_TECHNIQUE_LENGTH,
    REVISION_MOVES,
    Listing,
    ListingState,
    Revision,
    RevisionState,
)
from .location import MOST_PLACES, Location, Privacy, new_place_key
from .mail import OutgoingMail
from .message import MESSAGE_LENGTH, BlockedSender, Message, Reply
from .moderation import (
    APPEAL_DAYS,
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
from .photo import Photo, PhotoVariant, RevisionPhoto
from .place import Place, PlaceDataVersion, PostalCode
from .practical import CURRENCY_OF, MOST_LICENCES, Licence, SessionPrice
from .public import PublicChange, PublicClock, PublicListing, PublicLocation, PublicName
from .report import REPORT_NOTE_LENGTH, Report, ReportedMessage, ReportOutcome
from .score import Evidence, EvidenceKind, QuestionScore, Score
from .sign_in import DEVICE_LENGTH, Device, KeptForm, NewAddress, Passkey, SignIn
from .total import DailyTotal, TotalKind
from .vocabulary import Jurisdiction, Reason, ReportReason, Technique

__all__ = [
    "ANSWER_LENGTH",
    "APPEAL_DAYS",
    "APPEAL_LENGTH",
    "BIO_LENGTH",
    "CLAIM_MOVES",
    "CURRENCY_OF",
    "DEVICE_LENGTH",
    "EDITABLE",
    "LISTING_MOVES",
    "MESSAGE_LENGTH",
    "MOST_LICENCES",
    "MOST_OWN_TECHNIQUES",
    "MOST_PLACES",
    "NAME_LENGTH",
    "NEEDS_REASON",
    "OBJECTION_LENGTH",
    "OUTCOME",
    "OWN_TECHNIQUE_LENGTH",
    "PENDING",
    "REPORT_NOTE_LENGTH",
    "REVISION_MOVES",
    "SOURCE_LENGTH",
    "STAFF",
    "WORKING",
    "Account",
    "Answer",
    "Appeal",
    "AppealKind",
    "AppealOutcome",
    "AuditEntry",
    "AuditPart",
    "AuditWords",
    "Base",
    "BlockedSender",
    "Claim",
    "ClaimDocument",
    "ClaimProof",
    "ClaimState",
    "Confirmation",
    "ConfirmationCode",
    "ConfirmationSheet",
    "ConfirmationState",
    "DailyTotal",
    "DaySalt",
    "Decision",
    "DecisionKind",
    "Device",
    "Evidence",
    "EvidenceKind",
    "Fingerprint",
    "Flag",
    "FlagKind",
    "FlagState",
    "ImportMark",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "Jurisdiction",
    "KeptForm",
    "Licence",
    "Listing",
    "ListingState",
    "Location",
    "Message",
    "NewAddress",
    "OutgoingMail",
    "Passkey",
    "Photo",
    "PhotoVariant",
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
    "RevisionPhoto",
    "RevisionState",
    "Role",
    "Score",
    "SessionPrice",
    "SignIn",
    "Technique",
    "TotalKind",
    "Twins",
    "Verdict",
    "new_place_key",
    "now",
]
