"""The lists that administrators keep. Forms follow the columns of the tables, so that a new column shows by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Integer, String, Text, cast, func, select
from sqlalchemy.orm import Session

from ..errors import NotFound
from ..models import (
    NEEDS_REASON,
    Base,
    Decision,
    Jurisdiction,
    Reason,
    Report,
    ReportReason,
    Revision,
    RunKind,
    Technique,
)
from ..models.base import json_type

LINE, TEXT, TICK, NUMBER, LINES, CHOICE, TICKS = "line", "text", "tick", "number", "lines", "choice", "ticks"
SOURCES = "sources"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PLACE_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")


@dataclass(frozen=True)
class Vocabulary:
    """One list: its table, what it and one of its entries are called, and what must follow a change of an entry."""

    name: str
    model: type[Base]
    title: str
    one: str
    plain: str
    label: str
    key_pattern: re.Pattern[str]
    key_hint: str
    follow: RunKind | None = None
    can_be_deleted: bool = True

    @property
    def key(self) -> str:
        """The column that names an entry."""
        return str(self.model.__mapper__.primary_key[0].name)

    @property
    def kind(self) -> str:
        """How changes of it are kept."""
        return str(self.model.__tablename__)


@dataclass(frozen=True)
class Part:
    """One column of an entry as a form shows it."""

    name: str
    kind: str
    label: str
    hint: str
    longest: int
    needed: bool
    choices: tuple[tuple[str, str], ...] = ()
    pattern: re.Pattern[str] | None = None


VOCABULARIES: dict[str, Vocabulary] = {
    one.name: one
    for one in (
        Vocabulary(
            "techniques",
            Technique,
            "Techniques",
            "technique",
            "Ways of working that therapists choose from, each with one plain sentence for visitors.",
            "name",
            SLUG,
            "In addresses and filters, such as deep-tissue. It cannot be changed later.",
            RunKind.REPUBLISH,
        ),
        Vocabulary(
            "reasons",
            Reason,
            "Reasons of decisions",
            "reason",
            "Why moderators ask for changes or reject. Therapists read the letter, moderators the label.",
            "label",
            SLUG,
            "Kept with every decision, such as unclear-answers. It cannot be changed later.",
        ),
        Vocabulary(
            "report-reasons",
            ReportReason,
            "Reasons of reports",
            "reason",
            "Why visitors report a listing, and therapists a message.",
            "label",
            SLUG,
            "Kept with every report, such as wrong-facts. It cannot be changed later.",
        ),
        Vocabulary(
            "jurisdictions",
            Jurisdiction,
            "Jurisdictions",
            "jurisdiction",
            "Rules of states, provinces and countries, each with its source and the month it was read.",
            "name",
            PLACE_CODE,
            "A country such as GB, or with a state or province, such as CA-ON. It cannot be changed later.",
            RunKind.RESCORE,
            can_be_deleted=False,
        ),
    )
}

LABELS = {
    "name": "Name",
    "label": "Label",
    "plain": "In plain words",
    "letter": "What the therapist reads",
    "applies_to": "For",
    "retired": "Retired: nobody can choose it any more",
    "urgent": "Urgent: on top of the list, answered within a day",
    "of_message": "For messages: why a therapist reports what a visitor wrote",
    "position": "Position in the list",
    "licence": "Licence for massage therapists",
    "licence_number_in_listing": "The licence number has to be in every listing",
    "testimonials": "Testimonials",
    "board": "Board",
    "citation": "Where the rule stands",
    "as_of": "Read in",
    "refused_words": "Words that may not be used",
    "reserved_titles": "Titles only for those with a number",
    "licensed_only": "Only those with a licence may be listed",
    "number_words": "How the number is written",
    "score_shown": "How the score is shown",
    "lookup": "Register of the board",
    "sources": "Where each rule stands",
}
HINTS = {
    "as_of": "As 2026-11 or 2026-11-30.",
    "refused_words": "One a line. Therapists are told while they write.",
    "reserved_titles": "One a line. Therapists without a licence number are told while they write.",
    "number_words": "With {number} in it, where a rule names a form, such as MA{number}.",
    "lookup": "An address with https://. Moderators see it as a link.",
    "sources": "One a line: what it is called above | citation | month | note. What is not known may be left out. "
    "Such as: Testimonials | O. Reg. 544/94, s. 6 | 2026-11",
    "plain": "One sentence.",
    "position": "Smaller numbers come first.",
    "testimonials": "Where they are restricted, nothing that clients report counts or shows.",
}
CHOICES: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("jurisdiction", "licence"): (
        ("licensed", "There is a licence"),
        ("registered", "There is a register"),
        ("local", "Towns or counties decide"),
        ("none", "There is none"),
    ),
    ("jurisdiction", "score_shown"): (("number", "As a number"), ("band", "In words, without a number")),
    ("jurisdiction", "testimonials"): (("allowed", "Allowed"), ("restricted", "Restricted or forbidden")),
}
DECISIONS = {"ask_for_changes": "Asking for changes", "reject": "Rejecting"}
PATTERNS = {"as_of": MONTH}
# Acts for which somebody has to choose a reason, by the word in `applies_to`: without any reason nobody could do them.
ACTS = {
    "ask_for_changes": "asking for changes",
    "reject": "rejecting a listing",
    "suspend": "taking a listing down",
    "hide": "hiding a part of a listing",
}


def vocabulary(name: str) -> Vocabulary:
    """The list of this name. Raises NotFound."""
    if name not in VOCABULARIES:
        raise NotFound(f"list {name}")
    return VOCABULARIES[name]


def entries(session: Session, which: Vocabulary) -> Sequence[Any]:
    """All entries, those in use first."""
    columns = which.model.__table__.columns
    order = [columns[name] for name in ("retired", "position", which.label) if name in columns]
    return session.scalars(select(which.model).order_by(*order)).all()


def find_entry(session: Session, which: Vocabulary, key: str) -> Any:
    """One entry. Raises NotFound."""
    found = session.get(which.model, key)
    if found is None:
        raise NotFound(f"{which.one} {key}")
    return found


def parts(session: Session, which: Vocabulary) -> list[Part]:
    """The columns of a list but its key, as parts of a form."""
    return [_part(session, which, column) for column in which.model.__table__.columns if column.name != which.key]


def values_of(which: Vocabulary, entry: Any) -> dict[str, Any]:
    """Everything an entry holds but its key."""
    return {
        column.name: getattr(entry, column.name) for column in which.model.__table__.columns if column.name != which.key
    }


def uses(session: Session, which: Vocabulary, key: str) -> int:
    """How many versions, decisions or reports name an entry, however old."""
    if which.model is Technique:
        wanted = cast(Revision.techniques, Text).contains(f'"{key}"', autoescape=True)
        return session.scalar(select(func.count()).select_from(Revision).where(wanted)) or 0
    if which.model is Reason:
        return session.scalar(select(func.count()).where(Decision.reason_slug == key)) or 0
    if which.model is ReportReason:
        return session.scalar(select(func.count()).where(Report.reason_slug == key)) or 0
    return 0


def lost_acts(session: Session, which: Vocabulary, key: str, after: dict[str, Any]) -> list[str]:
    """Acts that nobody could choose a reason for any more, were this entry to hold `after`; nothing where it goes.

    All reasons are held until the end of the transaction, so that two people do not take each other's last one.
    """
    if which.model not in {Reason, ReportReason}:
        return []
    rows = session.scalars(select(which.model).order_by(which.model.__table__.c[which.key]).with_for_update()).all()
    others = {act for row in rows if getattr(row, which.key) != key for act in _acts(which, values_of(which, row))}
    before = _acts(which, values_of(which, find_entry(session, which, key)))
    return sorted(before - others - _acts(which, after))


def _acts(which: Vocabulary, values: dict[str, Any]) -> set[str]:
    if not values or values["retired"]:
        return set()
    if which.model is ReportReason:
        return {"reporting a message" if values["of_message"] else "reporting a listing"}
    return {ACTS[one] for one in values["applies_to"] if one in ACTS}


def _part(session: Session, which: Vocabulary, column: Any) -> Part:
    kind, longest, choices = _kind(column), 0, CHOICES.get((which.kind, column.name), ())
    if choices:
        kind = CHOICE
    elif kind == LINE:
        longest = column.type.length or 255
    elif kind == TEXT:
        longest = 3000
    if (which.kind, column.name) == ("reason", "applies_to"):
        kind, choices = TICKS, _decisions(session)
    if (which.kind, column.name) == ("jurisdiction", "sources"):
        kind = SOURCES
    label = column_label(column.name)
    filled = column.default is not None or column.server_default is not None
    needed = kind == TICKS or (not column.nullable and not filled and kind in {LINE, TEXT, CHOICE})
    hint, pattern = HINTS.get(column.name, ""), PATTERNS.get(column.name)
    return Part(column.name, kind, label, hint, longest, needed, choices, pattern)


def column_label(name: str) -> str:
    """What forms call a column."""
    return LABELS.get(name, name.replace("_", " ").capitalize())


def _kind(column: Any) -> str:
    if isinstance(column.type, Boolean):
        return TICK
    if isinstance(column.type, Integer):
        return NUMBER
    if isinstance(column.type, type(json_type)):
        return LINES
    return LINE if isinstance(column.type, String) and not isinstance(column.type, Text) else TEXT


def _decisions(session: Session) -> tuple[tuple[str, str], ...]:
    """Kinds of decisions that need a reason, and what else stands in the list already."""
    known = {kind.value for kind in NEEDS_REASON}
    known |= {one for row in session.scalars(select(Reason.applies_to)) for one in row}
    return tuple((one, DECISIONS.get(one, one.replace("_", " ").capitalize())) for one in sorted(known))
