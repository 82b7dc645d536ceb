"""Accounts at the door: Flask-Security on Flask-Login, set up for this directory."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, after_this_request, current_app, request
from flask_login import current_user
from flask_security import MailUtil, Security, SQLAlchemySessionUserDatastore, user_registered
from sqlalchemy import select

from . import audit, mail
from .db import session
from .errors import BadParameter
from .models import Account, Role, now

LONGEST_VALUE_BYTES = 4096

ROLES = {
    "therapist": "Publishes a listing",
    "moderator": "Decides about listings",
    "administrator": "Changes the rules and may do what a moderator does",
}

SETTINGS: dict[str, Any] = {
    "SECURITY_URL_PREFIX": "/account",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_REGISTER_URL": "/register",
    "SECURITY_CONFIRM_URL": "/confirm",
    "SECURITY_RESET_URL": "/recover",
    "SECURITY_CHANGE_URL": "/change-password",
    "SECURITY_VERIFY_URL": "/verify",
    # Their own commands for accounts and roles write nothing into the audit.
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_REGISTERABLE": True,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_PASSWORD_COMPLEXITY_CHECKER": "zxcvbn",
    "SECURITY_ZXCVBN_MINIMUM_SCORE": 3,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(days=1),
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(minutes=60),
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_POST_LOGIN_VIEW": "/account/start",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_REGISTER_VIEW": "/account/registered",
    "SECURITY_POST_CONFIRM_VIEW": "/account/sign-in",
    "SECURITY_POST_RESET_VIEW": "/account/sign-in",
    "SECURITY_UNAUTHORIZED_VIEW": None,
    "SECURITY_DATETIME_FACTORY": now,
    "SECURITY_MSG_CONFIRM_REGISTRATION": ("The letter is on its way.", "success"),
    "SECURITY_EMAIL_SUBJECT_REGISTER": "Confirm your address",
    "SECURITY_EMAIL_SUBJECT_CONFIRM": "Confirm your address",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "Choose a new password",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password was changed",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password was changed",
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_TIME_LIMIT": None,
}

PRODUCTION = {
    "SESSION_COOKIE_NAME": "__Host-session",
    "SESSION_COOKIE_SECURE": True,
    "REMEMBER_COOKIE_NAME": "__Host-remember",
    "REMEMBER_COOKIE_SECURE": True,
}


class QueuedMail(MailUtil):  # type: ignore[misc]
    """Flask-Security's letters, put among ours; links carry the configured address whatever Host a request named."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Queue the letter in the request's own transaction."""
        text = (body or "").replace(request.host_url, current_app.config["BASE_ADDRESS"].rstrip("/") + "/")
        mail.queue(session, str(recipient), str(subject), text.strip() + "\n")
        # Some letters come with no change of the account, and then the library would not commit.
        after_this_request(_commit)


def init_app(app: Flask) -> None:
    """Bind Flask-Security to our accounts and session."""
    for name, value in SETTINGS.items():
        # Flask has a default of None for some of these.
        if app.config.get(name) is None:
            app.config[name] = value
    if app.config["ENVIRONMENT"] == "production":
        app.config.update(PRODUCTION)
    app.config.setdefault("SECURITY_PASSWORD_SALT", _derived(app.config["SECRET_KEY"]))
    app.config["SECURITY_EMAIL_SENDER"] = app.config["MAIL_FROM"]
    datastore = SQLAlchemySessionUserDatastore(cast(Any, session), Account, Role)
    security = Security(app, datastore, mail_util_cls=QueuedMail)
    security.unauthn_handler(_to_sign_in(security))
    user_registered.connect(_welcome, app)
    app.before_request(_refuse_what_nobody_types)


def ensure_roles() -> None:
    """Create missing roles. The caller commits."""
    known = set(session.scalars(select(Role.name)))
    for name, description in ROLES.items():
        if name not in known:
            session.add(Role(name=name, description=description))


def me() -> Account:
    """The account that is signed in. Only for views that their mark keeps from visitors."""
    return cast(Account, current_user._get_current_object())


def _to_sign_in(security: Any) -> Any:
    def handler(mechanisms: Any = None, headers: Any = None) -> Any:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]

    return handler


def _welcome(app: Flask, user: Account, **_: Any) -> None:
    """Everybody who registers is a therapist; other roles are given by an administrator."""
    role = session.scalars(select(Role).where(Role.name == "therapist")).one()
    user.roles.append(role)
    session.flush()
    audit.record(session, "account", user.id, user, "registered", target_name=user.email)


def _commit(response: Response) -> Response:
    if response.status_code < 400:
        session.commit()
    return response


def _refuse_what_nobody_types() -> None:
    """The library's forms show again what came, and hash passwords of any length: neither must meet such values."""
    if request.blueprint != "security" or request.method != "POST":
        return
    for name, value in request.form.items(multi=True):
        if len(value.encode("utf-8", "replace")) > LONGEST_VALUE_BYTES:
            raise BadParameter(name, "That is too long. An address or a password has at most 4,096 bytes.")
        if any(unicodedata.category(c) == "Cc" for c in value):
            raise BadParameter(name, "What you typed holds characters that no keyboard types. Type it again.")


def _derived(secret: str) -> str:
    return hashlib.sha256(b"password salt " + secret.encode()).hexdigest()
