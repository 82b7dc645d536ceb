"""Photos of therapists: read with suspicion, painted anew, kept in the database in the sizes that pages need."""

from .painting import FORMATS, LARGEST_FILE, SIZES, Cut, NoPhoto
from .storing import (
    Sent,
    add,
    forget_unused,
    of_listing,
    own_photo,
    own_picture,
    public_picture,
    recut,
    submitted_picture,
)

__all__ = [
    "FORMATS",
    "LARGEST_FILE",
    "SIZES",
    "Cut",
    "NoPhoto",
    "Sent",
    "add",
    "forget_unused",
    "of_listing",
    "own_photo",
    "own_picture",
    "public_picture",
    "recut",
    "submitted_picture",
]
