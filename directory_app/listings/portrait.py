"""The photo of a version: chosen, cut again, taken away. Nothing here commits."""

from __future__ import annotations

from sqlalchemy.orm import Session

from .. import photos
from ..drafts import hold, to_be_saved, touch
from ..models import Account, Photo, Revision


def photo_of(revision: Revision) -> str:
    """The digest of the photo a version shows; empty without one."""
    return revision.photo.digest if revision.photo else ""


def add(session: Session, revision: Revision, data: bytes) -> Photo:
    """A photo from a file, kept beside the listing and shown by no version yet. Raises NoPhoto with a sentence."""
    return photos.add(session, revision.listing, data)


def recut(session: Session, revision: Revision, cut: photos.Cut) -> Photo | None:
    """The photo of a version with another square; the same one where nothing changes, None without a photo."""
    shown = revision.photo
    if shown is None or photos.Cut(shown.across, shown.down, shown.zoom) == cut:
        return shown
    return photos.recut(session, shown, cut)


def show(session: Session, revision: Revision, who: Account, photo: Photo | None, opened: str | None = None) -> None:
    """Let a version show this photo, or none; photos that no version shows any more are deleted.

    Raises StaleVersion when another tab changed the photo since `opened`: this one is then kept for a decision.
    """
    hold(session, revision)
    if to_be_saved(photo_of(revision), photo.digest if photo else "", opened):
        revision.photo = photo
        touch(session, revision)
        photos.forget_unused(session, revision.listing)
