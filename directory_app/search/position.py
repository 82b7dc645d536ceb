"""Where a page of results ends, as a short word for the address of the next one.

The next page begins behind what was read, whatever has been published or withdrawn in between.
"""

from __future__ import annotations

import base64
import binascii
import math
import struct
from typing import NamedTuple

SHAPE = struct.Struct("<ddq")


class Position(NamedTuple):
    """Where a listing stands in an order: two figures of which the higher comes first, then the lower listing."""

    first: float
    second: float
    listing: int


def token_of(place: Position) -> str:
    """The place as 32 letters."""
    return base64.urlsafe_b64encode(SHAPE.pack(*place)).decode("ascii")


def position_from(token: str) -> Position | None:
    """The place of a token; None for what is none."""
    try:
        place = Position(*SHAPE.unpack(base64.b64decode(token.encode("ascii"), b"-_", validate=True)))
    except (ValueError, binascii.Error, struct.error):
        return None
    return place if math.isfinite(place.first) and math.isfinite(place.second) else None
