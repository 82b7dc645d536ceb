"""Accounts at the door: Flask-Security on Flask-Login, set up for this directory."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import flask
from flask import Flask, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from flask_security import (
    Security,
    SQLAlchemySessionUserDatastore,
    password_reset,
    user_not_registered,
    user_registered,
)
from flask_security.confirmable import confirm_user
from flask_security.utils import check_and_get_token_status, check_and_update_authn_fresh
from sqlalchemy import select

from .. import audit, checking
from ..checking.tasks import limits_of
from ..db import session
from ..errors import BadParameter, NotFound
from ..keys import all_keys
from ..models import Account, Passkey, Role
from . import carrying, letters, possession, sessions, signed_out
from .cookies import Cookies
from .factors import Codes, Keys, RecoveryCodes
from .forms import FORMS, CodeForm
from .letters import QueuedMail
from .links import NewestLink
from .network import network_prefix
from .passwords import LONGEST_BYTES, FewAtOnce, Passwords
from .settings import FRESH, INSTEAD_OF_FLASKS, MESSAGES, PRODUCTION, SETTINGS

__all__ = [
    "FRESH",
    "carrying",
    "encrypt_anew",
    "ensure_roles",
    "fresh",
    "init_app",
    "letters",
    "me",
    "sessions",
    "signed_out",
]

P = ParamSpec("P")
R = TypeVar("R")

ROLES = {
    "therapist": "Publishes a listing",
    "moderator": "Decides about listings",
    "administrator": "Changes the rules and may do what a moderator does",
}
# Pages of the library that offer what this directory does not: help by strangers, a choice between second factors.
CODE_PAGE = "security.two_factor_token_validation"
SET_UP = "security.two_factor_setup_validate"
CLOSED = ("security.two_factor_rescue", "security.tf_select")


def init_app(app: Flask) -> None:
    """Bind Flask-Security to our accounts and session."""
    for name, value in SETTINGS.items():
        # Flask has a default of None for some of these.
        if app.config.get(name) is None:
            app.config[name] = value
    app.config.update(INSTEAD_OF_FLASKS)
    if app.config["ENVIRONMENT"] == "production":
        app.config.update(PRODUCTION)
    for name, message in MESSAGES.items():
        app.config[f"SECURITY_MSG_{name}"] = message
    _derive_from_the_key(app)
    datastore = SQLAlchemySessionUserDatastore(cast(Any, session), Account, Role, Passkey)
    security = Security(
        app,
        datastore,
        mail_util_cls=QueuedMail,
        password_util_cls=Passwords,
        totp_cls=Codes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        webauthn_util_cls=Keys,
        **FORMS,
    )
    security.unauthn_handler(_to_sign_in(security))
    security.want_json(lambda _request: False)
    security.pwd_context = FewAtOnce(security.pwd_context)
    security.reset_serializer = NewestLink(security.reset_serializer, "reset")
    security.confirm_serializer = NewestLink(security.confirm_serializer, "confirm")
    user_registered.connect(_welcome, app)
    user_not_registered.connect(_registered_again, app)
    letters.init_app(app)
    password_reset.connect(_confirmed_by_letter, app)
    sessions.init_app(app, security)
    app.session_interface = Cookies()
    app.before_request(_refuse_what_nobody_types)
    app.after_request(signed_out.forget_once_saved)
    for endpoint in CLOSED:
        app.view_functions[endpoint] = _closed
    app.view_functions[CODE_PAGE] = _leaving_sign_ins_alone(app.view_functions[CODE_PAGE])
    app.view_functions[SET_UP] = _asking_again(app.view_functions[SET_UP])
    confirm = app.view_functions["security.confirm_email"]
    app.view_functions["security.confirm_email"] = possession.only_when_pressed(confirm)


def ensure_roles() -> None:
    """Create missing roles. The caller commits."""
    known = set(session.scalars(select(Role.name)))
    for name, description in ROLES.items():
        if name not in known:
            session.add(Role(name=name, description=description))


def me() -> Account:
    """The account that is signed in. Only for views that their mark keeps from visitors."""
    return cast(Account, current_user._get_current_object())


def fresh(view: Callable[P, R]) -> Callable[P, R]:
    """Ask for the password or a passkey again before this view, unless somebody signed in a moment ago.

    What they sent meanwhile is kept, and shown once they are through.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        grace = current_app.config["SECURITY_FRESHNESS_GRACE_PERIOD"]
        if not check_and_update_authn_fresh(FRESH, grace, "session"):
            if signed_out.keep_what_came(me()):
                return cast(R, redirect(url_for("security.verify", next=signed_out.KEPT_PAGE), 303))
            return cast(R, current_app.extensions["security"]._reauthn_handler(FRESH, grace))
        return view(*args, **kwargs)

    return guarded


def _to_sign_in(security: Any) -> Any:
    def handler(mechanisms: Any = None, headers: Any = None) -> Any:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]

    return handler


def _welcome(app: Flask, user: Account, **_: Any) -> None:
    """Everybody who registers is a therapist; other roles are given by an administrator."""
    role = session.scalars(select(Role).where(Role.name == "therapist")).one()
    user.roles.append(role)
    possession.remember_here(user)
    session.flush()
    audit.record(session, "account", user.id, user, "registered", target_name=user.email)
    checking.note_registration(session, user, network_prefix(), str(app.config["SECRET_KEY"]), limits_of(app.config))


def _registered_again(app: Flask, user: Account, **_: Any) -> None:
    """Whoever registered a waiting address first may be a stranger: after a second time no password opens it.

    The letter leads to choosing one, which nobody without the mailbox can.
    """
    possession.remember_here()
    # Confirmed in the same moment, the password stays: a stranger who registers must not take it from its owner.
    session.refresh(user, ["password", "confirmed_at"], with_for_update=True)
    if user.confirmed_at is None and user.password is not None:
        user.password = None
        audit.record(session, "account", user.id, None, "registered_again", target_name=user.email)


def _confirmed_by_letter(app: Flask, user: Account, **_: Any) -> None:
    """A new password was chosen by the link of a letter to the address, and so the address is confirmed."""
    confirm_user(user)  # type: ignore[no-untyped-call]


def _leaving_sign_ins_alone(ask: Callable[[], Any]) -> Callable[[], Any]:
    """The library signs out who opens the page for a code when none is wanted; a link must not do that to anybody."""

    def page() -> Any:
        waits = current_user.is_authenticated and flask.session.get("tf_state") == "validating_profile"
        if request.method == "POST" or waits or not current_user.is_authenticated:
            return ask()
        return redirect(url_for("accounts.account"), 303)

    return page


def _asking_again(set_up: Callable[[str], Any]) -> Callable[[str], Any]:
    """After one wrong code the library begins anew, with another key than the one that the app has read by then."""

    def page(token: str) -> Any:
        answer = set_up(token)
        security = current_app.extensions["security"]
        if answer.location != url_for("security.two_factor_setup"):
            return answer
        within = current_app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"]
        expired, invalid, state = check_and_get_token_status(token, "tf_setup", within)
        if expired or invalid:
            return answer
        shown = security.totp_factory.fetch_setup_values(state["totp_secret"], current_user)
        form = CodeForm()
        again = render_template(
            "security/two_factor_setup.html",
            two_factor_setup_form=form,
            two_factor_verify_code_form=form,
            chosen_method=state["method"],
            changing=True,
            state_token=token,
            authr_qrcode=shown["image"],
            authr_key=shown["key"],
        )
        return again, 422

    return page


def _closed(*_: object, **__: object) -> Any:
    raise NotFound("a page of the library that this directory does not have")


def _refuse_what_nobody_types() -> None:
    """The library's forms show again what came, and hash passwords of any length: neither must meet such values."""
    if request.blueprint != "security" or request.method != "POST":
        return
    for name, value in request.form.items(multi=True):
        longest = LONGEST_BYTES if name not in (signed_out.FIELD, "credential") else signed_out.LONGEST * 8
        if len(value.encode("utf-8", "replace")) > longest:
            raise BadParameter(name, "That is too long. An address or a password has at most 4,096 bytes.")
        if any(unicodedata.category(c) == "Cc" for c in value):
            raise BadParameter(name, "What you typed holds characters that no keyboard types. Type it again.")


def _derive_from_the_key(app: Flask) -> None:
    """Further secrets come from the one secret key, each for its own use; names come from the settings."""
    key = app.config["SECRET_KEY"]
    app.config.setdefault("SECURITY_PASSWORD_SALT", _derived("password salt ", key).hex())
    app.config["SECURITY_TOTP_SECRETS"] = dict(_for_second_factors(one) for one in all_keys(app.config))
    app.config["SECURITY_TOTP_ISSUER"] = app.config["SITE_NAME"].replace(":", " ")
    app.config["SECURITY_WAN_RP_NAME"] = app.config["SITE_NAME"]
    app.config["SECURITY_EMAIL_SENDER"] = app.config["MAIL_FROM"]
    app.config["SECURITY_TWO_FACTOR_REQUIRED"] = app.config["STAFF_SECOND_FACTOR"]


def encrypt_anew(account: Account) -> bool:
    """Encrypt a second factor with the newest key; whether there was one. Raises ValueError where no key opens it."""
    if not account.tf_totp_secret:
        return False
    account.tf_totp_secret = current_app.extensions["security"].totp_factory.encrypted_anew(account.tf_totp_secret)
    return True


def _for_second_factors(key: str) -> tuple[str, str]:
    """A name that says nothing about the key, and what second factors are encrypted with."""
    derived = _derived("second factors ", key)
    return hashlib.sha256(derived).hexdigest()[:12], base64.b64encode(derived).decode()


def _derived(purpose: str, secret: str) -> bytes:
    return hashlib.sha256(purpose.encode() + secret.encode()).digest()
