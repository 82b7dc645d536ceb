"""The blueprint that both sides of a conversation share, and the addresses that letters carry."""

from __future__ import annotations

from flask import Blueprint, current_app, url_for

from .. import tokens
from ..actions import Addresses

blueprint = Blueprint("messages", __name__)


def addresses(key: str, slug: str | None) -> Addresses:
    """Where the two sides of a conversation read on. Links in letters begin with the configured address."""
    site = current_app.config["BASE_ADDRESS"]
    return Addresses(
        inbox=site + url_for("messages.one", key=key),
        conversation=site + url_for("messages.conversation", token=tokens.sealed(key)),
        profile=site + url_for("search.profile", slug=slug or ""),
        claim=site + url_for("claims.claim", slug=slug or ""),
        before_you_book=site + url_for("pages.before_you_book"),
        contact=site + url_for("pages.contact"),
    )
