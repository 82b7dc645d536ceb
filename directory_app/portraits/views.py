"""The addresses of photos. Each holds the digest of what it shows, so that it never shows anything else."""

from __future__ import annotations

from flask import Blueprint, Response, request

from .. import photos
from ..access import anyone, moderator_only, therapist_only
from ..db import session
from ..errors import NotFound
from ..login import me

blueprint = Blueprint("portraits", __name__)

# A year, in the visitor's own browser alone: a photo that is taken down leaves no other cache behind.
KEPT = "private, max-age=31536000, immutable"
# Nothing in a picture may run or load, even where somebody opens it as a page.
POLICY = "default-src 'none'; frame-ancestors 'none'"


@blueprint.get("/photos/<digest>-<int:size>.<any(webp, jpg):kind>")
@anyone
def public(digest: str, size: int, kind: str) -> Response:
    """A photo of somebody whose listing is public now, in one size and format."""
    return _answer(photos.public_picture(session, digest, size, kind), digest)


@blueprint.get("/my-listing/photos/<digest>-<int:size>.<any(webp, jpg):kind>")
@therapist_only
def own(digest: str, size: int, kind: str) -> Response:
    """A photo of one's own listing, approved or not; size 0 is the whole picture."""
    listing = me().listing
    if listing is None:
        raise NotFound("photo")
    return _answer(photos.own_picture(session, listing, digest, size, kind), digest)


@blueprint.get("/moderation/photos/<digest>-<int:size>.<any(webp, jpg):kind>")
@moderator_only
def submitted(digest: str, size: int, kind: str) -> Response:
    """A photo of a version that was sent in."""
    return _answer(photos.submitted_picture(session, digest, size, kind), digest)


def _answer(picture: photos.Sent, digest: str) -> Response:
    response = Response(picture.body, mimetype=picture.mimetype)
    response.set_etag(f"{digest}-{len(picture.body)}")
    response.headers["Cache-Control"] = KEPT
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Disposition"] = "inline"
    response.make_conditional(request)
    return response
