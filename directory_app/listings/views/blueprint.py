"""The blueprint that the pages of a therapist's own listing share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("listings", __name__, url_prefix="/my-listing")
