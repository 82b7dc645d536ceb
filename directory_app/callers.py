"""Whom a limit counts: a network, an account, a listing, or everybody together."""

from __future__ import annotations

import ipaddress

import flask
from flask import request
from flask_login import current_user

from .login import sessions


def network() -> str:
    """The network a request comes from: the address, or for IPv6 its /64, which one household shares."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def account_named() -> str:
    """The address typed into the form, one spelling for all."""
    return "account:" + request.form.get("email", "").strip().casefold()[:255]


def guesses_on_account() -> str:
    """The account whose password is guessed at.

    A browser that has signed in to it before is counted by itself, and a new password begins a new count: so a stranger
    who guesses keeps nobody out of their own account.
    """
    return f"{account_named()}:{sessions.who_guesses(request.form.get('email', '').strip())}"


def signed_in_account() -> str:
    """Whoever is signed in, or about to be: the account that a second factor is asked of."""
    return f"codes:{flask.session.get('tf_user_id') or current_user.get_id() or network()}"


def everybody() -> str:
    """One count for the whole site."""
    return "site"


def listing_named() -> str:
    """The listing in the address of the page."""
    return f"listing:{(request.view_args or {}).get('slug', '')}"


def conversation_named() -> str:
    """The conversation in the address of the page."""
    return f"conversation:{(request.view_args or {}).get('token', '')[:300]}"


def signed_in() -> str:
    """The account that is signed in; before that the network."""
    return f"signed in:{current_user.id}" if current_user.is_authenticated else network()
