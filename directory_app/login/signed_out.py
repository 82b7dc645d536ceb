"""What somebody sends after their sign-in has ended is not lost: it comes back once they are in again.

The form travels, sealed, in the page that asks to sign in. Only who shows a right password or passkey has it stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, make_response, render_template, request
from flask_login import current_user
from flask_security.proxies import _security
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.exceptions import HTTPException

from ..db import session
from ..keys import sealer
from ..models import KeptForm
from ..sign_ins import keep_form
from .origin import is_certainly_ours

FIELD = "kept"
LONGEST = 200_000
KEPT_PAGE = "/account/kept"
HEADER = "X-Signed-Out"
# A form that is sent once more says so; once it is saved, nothing has to be kept.
AGAIN = "kept-again"
# What a field with such a name holds is neither shown again nor kept; a postal code opens nothing.
SECRET_FIELDS = ("password", "csrf", "token", "code")
NO_SECRETS = frozenset({"postal_code"})
# Pages that somebody signed out comes to: the form of the library and the template of each.
WAYS_IN = {
    "security.login": ("login_form", "security/login_user.html"),
    "security.forgot_password": ("forgot_password_form", "security/forgot_password.html"),
}


def is_secret(name: str) -> bool:
    """Whether a field of this name holds a password, a code that opens something, or a token."""
    return name not in NO_SECRETS and any(word in name for word in SECRET_FIELDS)


def answer(status: int = 403) -> Response:
    """The sign-in page for whoever asks for a page that is somebody's, with what they sent if they sent anything."""
    sealed = _sealed() if request.method == "POST" else ""
    if not sealed:
        response: Response = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return response
    page = way_in("security.login", status, kept=sealed, next=KEPT_PAGE)
    # Scripts that read what is being written tell this from other refusals.
    page.headers[HEADER] = "yes"
    return page


def travels() -> bool:
    """Whether this request brings along a form that was sealed before."""
    return bool(request.form.get(FIELD)) and bool(_unsealed(request.form[FIELD])[0])


def way_in(endpoint: str, status: int = 200, **values: Any) -> Response:
    """The page for a password or for a letter as it is first opened, with these values in fields it has."""
    name, template = WAYS_IN[endpoint]
    make: Any = _security.forms[name].cls
    form = make(formdata=None, data=values)
    shown = {"login_user_form" if name == "login_form" else name: form, **values}
    return make_response(render_template(template, **shown), status)


def stale_way_in() -> Response | None:
    """The page again whose token ran out before somebody signed in, with all but the password; None for other pages."""
    if current_user.is_authenticated or request.endpoint not in WAYS_IN:
        return None
    said = {name: request.form.get(name, "") for name in ("email", "next", FIELD)}
    return way_in(request.endpoint, 400, stale=True, remember=bool(request.form.get("remember")), **said)


def has_something() -> bool:
    """Whether this request carries a form of ours that is worth keeping."""
    return request.method == "POST" and bool(_sealed())


def keep(account: Any) -> None:
    """Store what came sealed with a right password or passkey. The view commits."""
    path, fields = _unsealed(request.form.get(FIELD, ""))
    if path:
        keep_form(session, account, path, fields)


def keep_what_came(account: Any) -> bool:
    """Store the form of this request for who has to show a password again. False if there is nothing to keep."""
    sent = fields() if request.method == "POST" else []
    if sent:
        keep_form(session, account, path(), sent)
        session.commit()
    return bool(sent)


def lead_to_kept(response: Response) -> Response:
    """Whichever way somebody signed in, what waits for them comes first; it leads on to where it belongs."""
    if response.status_code in (302, 303):
        response.location = KEPT_PAGE
    return response


def forget_once_saved(response: Response) -> Response:
    """After a kept form was sent again and taken, keep it no longer. One that was refused stays."""
    if request.method == "POST" and response.status_code < 400 and request.form.get(AGAIN):
        kept = session.get(KeptForm, current_user.id) if current_user.is_authenticated else None
        if kept is not None:
            session.delete(kept)
            session.commit()
    return response


def _sealed() -> str:
    sent = fields()
    if not sent:
        return ""
    sealed = _sealer().dumps([path(), sent])
    return sealed if isinstance(sealed, str) else sealed.decode()


def path() -> str:
    """The address of this request, to send it there once more."""
    return request.full_path.rstrip("?")


def fields() -> list[tuple[str, str]]:
    """What a page of ours sent, without secrets; empty if nothing was typed or too much was sent."""
    # Another site must not have its words kept as somebody's own.
    if not is_certainly_ours():
        return []
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:
        return []
    shown = [(name, value) for name, value in sent if not is_secret(name)]
    if not any(value.strip() for _, value in shown) or sum(len(v) for _, v in shown) > LONGEST:
        return []
    return shown


def _unsealed(sealed: str) -> tuple[str, Sequence[tuple[str, str]]]:
    if not sealed:
        return "", ()
    try:
        path, fields = _sealer().loads(sealed)
    except BadData:
        return "", ()
    return str(path), [(str(name), str(value)) for name, value in fields]


def _sealer() -> URLSafeSerializer:
    return sealer(current_app.config, "a form sent while signed out")
