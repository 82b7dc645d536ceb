"""The blueprint that the pages of a therapist's own listing share, and the addresses of its steps."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from ...choices import PRIVACY

blueprint = Blueprint("listings", __name__, url_prefix="/my-listing")


def address_of(step: str, **values: Any) -> str:
    """The page of a step: one of this feature, or a question by its id."""
    if step.startswith("Q"):
        return url_for("questionnaire.question", question_id=step, **values)
    return url_for(f"listings.{step}", **values)


@blueprint.context_processor
def in_templates() -> dict[str, Any]:
    """What every template of these pages may call."""
    return {"address_of": address_of, "privacy_words": PRIVACY}
