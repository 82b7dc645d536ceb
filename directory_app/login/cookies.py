"""The signed cookie, read in a way that outlasts a clock that was set back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class Cookies(SecureCookieSessionInterface):
    """Flask's own cookie. One that was signed in the future counts as signed now; Flask would empty it.

    Nothing lasts longer by that: whether a sign-in holds is decided by its row.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie of a request holds; nothing where it is not ours or too old."""
        serializer: Any = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            held, signed = serializer.loads(request.cookies.get(self.get_cookie_name(app), ""), return_timestamp=True)
        except BadSignature:
            return self.session_class()
        if datetime.now(UTC) - signed > app.permanent_session_lifetime:
            return self.session_class()
        return self.session_class(held)
