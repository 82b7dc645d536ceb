"""Sign-ins of a browser: the cookie holds a key, the database says whether it still opens anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flask
from flask import Flask, after_this_request, current_app, g, request
from flask_login import user_logged_out
from flask_security import password_reset, tf_profile_changed, user_authenticated
from flask_security.utils import set_request_attr
from sqlalchemy import func, select

from .. import sign_ins
from ..db import session
from ..models import Account, SignIn, now
from . import signed_out
from .factors import used_two
from .letters import commit_if_done, note, write

KEY = "sign_in"
DEVICE_COOKIE = "device"
STORE_SECONDS = 60.0
FORGET_SECONDS = 600.0


def init_app(app: Flask, security: Any) -> None:
    """Let our rows decide who is signed in, in place of the cookie alone."""
    app.extensions["seen"] = sign_ins.Seen()
    security.login_manager.user_loader(load)
    # Nobody is handed tokens for programs, so none are taken.
    security.login_manager.request_loader(lambda _request: None)
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)
    password_reset.connect(_end_all, app)
    tf_profile_changed.connect(has_shown_two_factors, app)


def load(uniquifier: str | None) -> Account | None:
    """The account that the cookie of this request opens, if its sign-in was neither ended nor is over."""
    key = flask.session.get(KEY)
    found = sign_ins.find(session, str(key), str(uniquifier)) if key and uniquifier else None
    if found is None:
        return None
    seen: sign_ins.Seen = current_app.extensions["seen"]
    last = seen.of(found)
    if sign_ins.is_over(found, last):
        return None
    if now() - last >= sign_ins.SEEN_AGAIN:
        seen.note(found, now())
    g.sign_in = found
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", flask.session.get("fs_paa", 0))
    return found.account


def this_sign_in() -> SignIn | None:
    """The sign-in of this request."""
    return g.get("sign_in")


def has_shown_two_factors(*_: object, **__: object) -> None:
    """Note that who is signed in has shown a second factor after all. The view commits."""
    sign_in = this_sign_in()
    if sign_in is not None:
        sign_in.two_factors = True


def device_key() -> str:
    """The key by which this browser is known, empty before its first sign-in."""
    return request.cookies.get(_device_cookie(), "")[:100]


def who_guesses(email: str) -> str:
    """What tells apart those who try passwords of one account: its owner's devices, and times before a new password."""
    account = session.scalars(select(Account).where(func.lower(Account.email) == email.lower())).one_or_none()
    if account is None:
        return ""
    key = device_key()
    known = sign_ins.device_hash(account, key) if sign_ins.is_known_device(session, account, key) else "stranger"
    return f"{sign_ins.digest(account.fs_uniquifier)[:16]}:{known[:16]}"


def store_seen(app: Flask) -> int:
    """Write when sign-ins were last seen; what cannot be written is tried again with the next ones."""
    seen = app.extensions["seen"].take()
    if seen:
        with app.app_context(), app.extensions["sessions"]() as opened:
            sign_ins.store(opened, seen)
            opened.commit()
    return len(seen)


def forget_old(app: Flask) -> int:
    """Delete sign-ins that are over, and what else waits no more."""
    with app.app_context(), app.extensions["sessions"]() as opened:
        gone = sign_ins.forget(opened)
        opened.commit()
        return gone


def tasks(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """What one job runner repeats."""
    return [("sign-ins", FORGET_SECONDS, lambda: forget_old(app))]


def tasks_of_process(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """What the job runner of every process repeats."""
    return [("seen", STORE_SECONDS, lambda: store_seen(app))]


def _begin(app: Flask, user: Account, authn_via: list[str] | None = None, **_: Any) -> None:
    """A row and a new key for whoever was let in; a letter if the device is new to the account."""
    before = this_sign_in()
    changed = authn_via == ["change"]
    two = bool(changed and before and before.two_factors) or used_two(authn_via, flask.session, user)
    device = sign_ins.device_words(request.headers.get("User-Agent", ""))
    begun, key = sign_ins.start(session, user, device, two_factors=two)
    flask.session[KEY] = key
    # The library's own cookie for staying signed in could not be ended; ours lives as long as the row may.
    flask.session.permanent = flask.session.pop("_remember", None) == "set" or (changed and flask.session.permanent)
    g.sign_in = begun
    if changed:
        sign_ins.end_others(session, user, begun.id)
    elif trust_this_device(user):
        write(user.email, "account_new_device", device=device, when=now())
    if not changed and sign_ins.kept_form(session, user) is not None:
        after_this_request(signed_out.lead_to_kept)
    note(user, "signed_in" if not changed else "signed_in_again")


def trust_this_device(account: Account) -> bool:
    """Note this browser, by a cookie that is set only here; return whether it is new beside others."""
    key = device_key() or sign_ins.new_key()
    is_new = sign_ins.remember_device(session, account, key)
    name, secure = _device_cookie(), current_app.config["ENVIRONMENT"] == "production"

    @after_this_request
    def hand_out(response: Any) -> Any:
        seconds = int(sign_ins.DEVICE_FORGOTTEN.total_seconds())
        response.set_cookie(name, key, max_age=seconds, httponly=True, secure=secure, samesite="Lax", path="/")
        return response

    return is_new


def _end(app: Flask, user: Any = None, **_: Any) -> None:
    """Signing out ends the row: a copy of the cookie opens nothing any more."""
    flask.session.pop(KEY, None)
    ended: SignIn | None = g.pop("sign_in", None)
    if ended is not None:
        sign_ins.end(session, ended.account, [ended.id])
        note(ended.account, "signed_out")
        flask.flash("You are signed out.", "success")
        after_this_request(commit_if_done)


def _end_all(app: Flask, user: Account, **_: Any) -> None:
    """Who chose a new password through a letter is trusted on this device; every sign-in has to be done again."""
    sign_ins.end_others(session, user, None)
    trust_this_device(user)


def _device_cookie() -> str:
    return f"__Host-{DEVICE_COOKIE}" if current_app.config["ENVIRONMENT"] == "production" else DEVICE_COOKIE
