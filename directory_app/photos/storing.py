"""Keeps photos beside the listings they belong to, and finds the one picture that somebody may see."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..errors import NotFound
from ..models import Listing, Photo, PhotoVariant, PublicListing, Revision, RevisionPhoto
from .painting import FORMATS, SIZES, Cut, Painted, paint, paint_again

WHOLE = 0


@dataclass(frozen=True)
class Sent:
    """One picture as it goes to a browser."""

    body: bytes
    mimetype: str


def add(session: Session, listing: Listing, data: bytes, cut: Cut | None = None) -> Photo:
    """A photo for this listing from a file. Raises NoPhoto with a sentence."""
    return _store(session, listing.id, paint(data, cut or Cut()), cut or Cut())


def recut(session: Session, photo: Photo, cut: Cut) -> Photo:
    """The same picture with another square: a photo of its own, so that a version which shows the old one keeps it."""
    made = paint_again(photo.whole, cut)
    # The picture itself stays as it is: painted once more it would lose a little each time.
    kept = Painted(photo.wide, photo.high, photo.whole, made.squares)
    return _store(session, photo.listing_id, kept, cut)


def forget_unused(session: Session, listing: Listing) -> None:
    """Delete the photos of a listing that no version shows."""
    session.flush()
    shown = select(RevisionPhoto.photo_id).join(Revision, Revision.id == RevisionPhoto.revision_id)
    theirs = shown.where(Revision.listing_id == listing.id)
    unused = select(Photo).where(Photo.listing_id == listing.id, Photo.id.not_in(theirs))
    for photo in session.scalars(unused):
        session.delete(photo)
    session.flush()


def of_listing(session: Session, listing: Listing, digest: str) -> Photo | None:
    """The newest photo of a listing with this digest."""
    return session.scalars(
        select(Photo).where(Photo.listing_id == listing.id, Photo.digest == digest).order_by(Photo.id.desc()).limit(1)
    ).one_or_none()


def own_photo(session: Session, listing: Listing, digest: str) -> Photo:
    """A photo of this listing. Raises NotFound for that of another."""
    found = of_listing(session, listing, digest)
    if found is None:
        raise NotFound("photo")
    return found


def public_picture(session: Session, digest: str, size: int, kind: str) -> Sent:
    """A picture of a photo that a public listing shows now. Raises NotFound for every other."""
    if size not in SIZES:
        # The whole picture was never meant to be seen.
        raise NotFound("photo")
    if session.scalar(select(PublicListing.listing_id).where(PublicListing.photo == (digest or "-")).limit(1)) is None:
        raise NotFound("photo")
    return _picture(session, session.scalar(select(Photo.id).where(Photo.digest == digest).limit(1)), size, kind)


def own_picture(session: Session, listing: Listing, digest: str, size: int, kind: str) -> Sent:
    """A picture of any photo of this listing, for its therapist. Raises NotFound."""
    return _picture(session, own_photo(session, listing, digest).id, size, kind)


def submitted_picture(session: Session, digest: str, size: int, kind: str) -> Sent:
    """A picture of a photo in a version that was sent in, for moderators. Raises NotFound."""
    photo = select(Photo.id).join(RevisionPhoto, RevisionPhoto.photo_id == Photo.id).join(Revision)
    shown = photo.where(Photo.digest == digest, Revision.submitted_at.is_not(None)).limit(1)
    return _picture(session, session.scalar(shown), size, kind)


def _picture(session: Session, photo_id: int | None, size: int, kind: str) -> Sent:
    """One size and format; size 0 is the whole picture, which only its therapist and moderators see."""
    body: bytes | None = None
    if photo_id is not None and size == WHOLE and kind == "jpg":
        body = session.scalar(select(Photo.whole).where(Photo.id == photo_id))
    elif photo_id is not None:
        body = session.scalar(
            select(PhotoVariant.body).where(
                PhotoVariant.photo_id == photo_id, PhotoVariant.size == size, PhotoVariant.format == kind
            )
        )
    if body is None:
        raise NotFound("photo")
    return Sent(body, FORMATS[kind])


def _store(session: Session, listing_id: int, painted: Painted, cut: Cut) -> Photo:
    photo = Photo(
        listing_id=listing_id,
        digest=_digest(painted),
        wide=painted.wide,
        high=painted.high,
        across=cut.across,
        down=cut.down,
        zoom=cut.zoom,
        whole=painted.whole,
        variants=[PhotoVariant(size=size, format=name, body=body) for (size, name), body in painted.squares.items()],
    )
    session.add(photo)
    session.flush()
    return photo


def _digest(painted: Painted) -> str:
    """A name that changes with every pixel sent. Nobody can find it who has not seen the picture."""
    digest = hashlib.sha256()
    for part in (painted.whole, *painted.squares.values()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32]
