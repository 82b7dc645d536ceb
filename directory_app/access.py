"""Who may use a view. Every view carries exactly one of these marks; a test walks all routes and checks it.

A page that is not for somebody looks to a visitor like a sign-in page and to an account of another role like a
missing permission, never like a hint of what is behind it. Pages of staff refuse what is of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import abort, current_app, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from . import casework
from .db import session
from .login import me, sessions, signed_out
from .models import STAFF

P = ParamSpec("P")
R = TypeVar("R")

MARK = "access_mark"
VALUES = "address_values"

# Views of extensions and of Flask itself, which cannot carry a decorator.
EXTENSION_VIEWS = {"static": "anyone"}
EXTENSION_BLUEPRINTS = {"security": "anyone"}


def _only(mark: str, *roles: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    def decorate(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_user.is_authenticated:
                return signed_out.answer()
            if roles and not any(current_user.has_role(role) for role in roles):
                abort(403)
            if roles and needs_second_factor(*roles):
                return redirect(url_for("accounts.second_factor_needed"), 303)
            if roles and STAFF.issuperset(roles):
                for name in casework.NAMES.intersection(kwargs):
                    casework.refuse_own(session, me(), name, cast(int, kwargs[name]))
            return view(*args, **kwargs)

        setattr(guarded, MARK, mark)
        return guarded

    return decorate


def anyone(view: Callable[P, R]) -> Callable[P, R]:
    """Open to all, signed in or not."""
    setattr(view, MARK, "anyone")
    return view


def one_of(**values: Iterable[str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Name all values of what stands in a page's address, where they are few: the site map then lists each page."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, VALUES, {name: tuple(known) for name, known in values.items()})
        return view

    return decorate


def values_of(view: Callable[..., object]) -> dict[str, tuple[str, ...]]:
    """What `one_of` named for a registered view."""
    known: dict[str, tuple[str, ...]] = getattr(view, VALUES, {})
    return known


def needs_second_factor(*roles: str) -> bool:
    """Whether pages of these roles ask for two factors here and whoever is signed in has shown only one."""
    if not current_app.config["STAFF_SECOND_FACTOR"] or not STAFF.issuperset(roles):
        return False
    sign_in = sessions.this_sign_in()
    return sign_in is None or not sign_in.two_factors


signed_in = _only("signed_in")
therapist_only = _only("therapist_only", "therapist")
moderator_only = _only("moderator_only", "moderator", "administrator")
administrator_only = _only("administrator_only", "administrator")


def mark_of(endpoint: str, view: Callable[..., object]) -> str | None:
    """The mark of a registered view, or None where somebody forgot it."""
    if endpoint in EXTENSION_VIEWS:
        return EXTENSION_VIEWS[endpoint]
    blueprint = endpoint.rpartition(".")[0]
    if blueprint in EXTENSION_BLUEPRINTS:
        return EXTENSION_BLUEPRINTS[blueprint]
    mark: str | None = getattr(view, MARK, None)
    return mark
