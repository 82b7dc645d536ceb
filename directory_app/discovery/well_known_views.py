"""Addresses that every site has: whom to tell of a fault (RFC 9116), and where managers of passwords change one."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, current_app, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..access import anyone
from ..models import now
from ..site import contact_address
from ..structured_data import absolute
from .views import blueprint

# Whoever finds a copy of the file later than this should look for a newer one.
HOLDS = timedelta(days=180)


@blueprint.get("/.well-known/security.txt")
@anyone
def security_txt() -> Response:
    """Whom to tell of a fault that endangers somebody."""
    contact = str(current_app.config["SECURITY_CONTACT"]) or contact_address()
    until = now().replace(hour=0, minute=0, second=0, microsecond=0) + HOLDS
    lines = (
        f"Contact: {contact if contact.startswith('https://') else f'mailto:{contact}'}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute(url_for('discovery.security_txt'))}",
        "",
    )
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/.well-known/change-password")
@anyone
def change_password() -> AnyResponse:
    """Where managers of passwords send whoever wants to change one."""
    return redirect(url_for("security.change_password"), 302)
