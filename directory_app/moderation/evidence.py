"""What a flag rests on, as a moderator may see it: of near-copies both texts beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..comparison import Piece, shared_passages
from ..models import Flag, FlagKind, FlagState, Revision, RevisionState

# Versions that were sent in and that nobody writes in: what a therapist is writing is nobody's business.
READABLE = frozenset({RevisionState.SUBMITTED, RevisionState.APPROVED, RevisionState.REPLACED})

# Versions among which close answers are joined.
COMPARED = frozenset({RevisionState.SUBMITTED, RevisionState.APPROVED})


@dataclass(frozen=True)
class TwoTexts:
    """Two near-copies in pieces, with what both say marked; `other` is empty where it may not be shown."""

    own: list[Piece]
    other: list[Piece]


@dataclass(frozen=True)
class FlagFile:
    """A flag with what it rests on. `in_cluster` says that a page shows all close answers to the question together."""

    flag: Flag
    texts: TwoTexts | None
    in_cluster: bool = False


def flag_files(session: Session, flags: Sequence[Flag]) -> list[FlagFile]:
    """Flags, near-copies of other therapists with both texts."""
    return [FlagFile(flag, _texts(session, flag), _in_cluster(session, flag)) for flag in flags]


def _in_cluster(session: Session, flag: Flag) -> bool:
    if flag.kind is not FlagKind.COPIED or flag.state is FlagState.DISMISSED or flag.question_id is None:
        return False
    other = session.get(Revision, flag.detail.get("revision_id") or 0)
    return other is not None and flag.revision.state in COMPARED and other.state in COMPARED


def _texts(session: Session, flag: Flag) -> TwoTexts | None:
    if flag.kind is not FlagKind.COPIED or not flag.detail.get("revision_id") or flag.question_id is None:
        return None
    other = session.get(Revision, flag.detail["revision_id"])
    own = flag.revision.answer(flag.question_id)
    theirs = other.answer(flag.question_id) if other is not None and other.state in READABLE else None
    if own is None or theirs is None:
        return TwoTexts([], [])
    return TwoTexts(*shared_passages(own.text or "", theirs.text or ""))
