"""The blueprint that both groups of pages hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("exchange", __name__, url_prefix="/administration")
