"""A form sent while signed out goes along every way in: the password, a passkey, a letter for a new password.

It travels sealed in the pages themselves, so nothing is stored of it before somebody has shown who they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, redirect, request, url_for
from flask_login import current_user

from ..db import session
from . import signed_out

# Pages that a sealed form comes to by a button, and a field of their own: without it nothing was tried yet.
PAGES = {"security.login": "email", "security.forgot_password": "email", "security.wan_signin": "csrf_token"}
PASSKEY_ANSWER = "security.wan_signin_response"


def init_app(app: Flask) -> None:
    """Put it before limits as well: who only walks from page to page tries nothing."""
    for endpoint, field in PAGES.items():
        app.view_functions[endpoint] = _carrying(app.view_functions[endpoint], field)
    app.view_functions[PASSKEY_ANSWER] = _back_to_all_ways(app.view_functions[PASSKEY_ANSWER])


def _carrying(view: Callable[[], Any], field: str) -> Callable[[], Any]:
    @wraps(view)
    def page() -> Any:
        if not signed_out.travels():
            return view()
        if current_user.is_authenticated:
            # They came in by another tab, as the link in a letter does.
            signed_out.keep(current_user._get_current_object())
            session.commit()
            return redirect(signed_out.KEPT_PAGE, 303)
        return view() if field in request.form else signed_out.way_in(str(request.endpoint), next=signed_out.KEPT_PAGE)

    return page


def _back_to_all_ways(view: Callable[[str], Any]) -> Callable[[str], Any]:
    """The library leads who showed a wrong passkey to a page by its address, which no form travels to."""

    @wraps(view)
    def answer(token: str) -> Any:
        response = view(token)
        if signed_out.travels() and response.location == url_for("security.wan_signin"):
            return signed_out.way_in("security.login", next=signed_out.KEPT_PAGE)
        return response

    return answer
