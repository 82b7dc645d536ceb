"""The tables. Each file imports only those below it; this one gathers them so that mappers find each other."""

from .account import STAFF, Account, Role
from .answer import ANSWER_LENGTH, Answer
from .appeal import APPEAL_LENGTH, OBJECTION_LENGTH, Appeal, AppealKind, AppealOutcome
from .base import Base, now
from .casework import CASE_NOTE_LENGTH, Act, CaseLook, CaseNote
from .checking import (
    BurstMember,
    BurstPattern,
    CheckOutcome,
    Interview,
    InterviewWay,
    LicenceCheck,
    RegistrationBurst,
    RegistrationNetwork,
)
from .claim import CLAIM_MOVES, PENDING, Claim, ClaimDocument, ClaimProof, ClaimState
from .confirmation import Confirmation, ConfirmationCode, ConfirmationSheet, ConfirmationState, DaySalt
from .fingerprint import Fingerprint
from .hidden import HiddenField
from .listing import (
    BIO_LENGTH,
    EDITABLE,
    LISTING_MOVES,
    LISTING_UNDOS,
    NAME_LENGTH,
    REVISION_MOVES,
    REVISION_UNDOS,
    Listing,
    ListingState,
    Revision,
    RevisionState,
)
from .location import Location, Privacy, new_place_key
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
from .practical import Licence, SessionPrice
from .public import PublicChange, PublicClock, PublicListing, PublicLocation, PublicName
from .report import REPORT_NOTE_LENGTH, Report, ReportedMessage, ReportOutcome
from .score import Evidence, EvidenceKind, QuestionScore, Score
from .sign_in import DEVICE_LENGTH, Device, KeptForm, NewAddress, Passkey, SignIn
from .total import DailyTotal, TotalKind, UnmetDemand
from .vocabulary import Jurisdiction, Reason, ReportReason, Technique

__all__ = [
    "ANSWER_LENGTH",
    "APPEAL_DAYS",
    "APPEAL_LENGTH",
    "BIO_LENGTH",
    "CASE_NOTE_LENGTH",
    "CLAIM_MOVES",
    "DEVICE_LENGTH",
    "EDITABLE",
    "LISTING_MOVES",
    "LISTING_UNDOS",
    "MESSAGE_LENGTH",
    "NAME_LENGTH",
    "NEEDS_REASON",
    "OBJECTION_LENGTH",
    "OUTCOME",
    "PENDING",
    "REPORT_NOTE_LENGTH",
    "REVISION_MOVES",
    "REVISION_UNDOS",
    "STAFF",
    "Account",
    "Act",
    "Answer",
    "Appeal",
    "AppealKind",
    "AppealOutcome",
    "AuditEntry",
    "AuditPart",
    "AuditWords",
    "Base",
    "BlockedSender",
    "BurstMember",
    "BurstPattern",
    "CaseLook",
    "CaseNote",
    "CheckOutcome",
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
    "HiddenField",
    "Interview",
    "InterviewWay",
    "Jurisdiction",
    "KeptForm",
    "Licence",
    "LicenceCheck",
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
    "RegistrationBurst",
    "RegistrationNetwork",
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
    "UnmetDemand",
    "new_place_key",
    "now",
]
