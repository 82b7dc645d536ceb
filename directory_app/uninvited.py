"""Fields that nobody was offered: a form takes what it declares and nothing else, and who tries is noted.

Forms bind no other names, so such a field does nothing. It is a sign of somebody who tries doors, and one line of the
log tells of it: the view, the number of the account, the names, never a value.
"""

from __future__ import annotations

import logging

from flask import Flask, Response, g, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)

# Names of what only the directory itself sets: who somebody is, whose something is, how it stands and what it is worth.
SET_BY_US = frozenset(
    (
        *("role", "roles", "is_admin", "is_staff", "admin", "active", "is_active", "confirmed_at", "fs_uniquifier"),
        *("account_id", "user_id", "owner_id", "owner", "listing_id", "revision_id", "id", "slug"),
        *("score", "rank_score", "estimate", "level", "badge", "verified", "is_verified", "checked_on", "value"),
        *("status", "approved", "approved_at", "published", "published_at", "decided_at", "decided_by", "due_on"),
        *("created_at", "updated_at", "submitted_at", "suspended", "featured"),
    )
)


def init_app(app: Flask) -> None:
    """Look at what was sent once the view has declared what it takes."""
    app.after_request(_note)


def _note(response: Response) -> Response:
    if request.method != "POST" or request.endpoint is None:
        return response
    try:
        sent = SET_BY_US.intersection(request.form) - g.get("declared", set())
    except HTTPException:
        return response
    if sent:
        number = current_user.id if current_user.is_authenticated else "-"
        log.warning("fields nobody was offered at=%s account=%s names=%s", request.endpoint, number, sorted(sent))
    return response
