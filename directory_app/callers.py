"""Whom a limit counts: a network, an account, a listing, or everybody together.

What is counted by may lie in Redis for a day: there addresses and conversations stand as digests only.
"""

from __future__ import annotations

import ipaddress

import flask
from flask import current_app, request
from flask_login import current_user

from .keys import digests
from .login import sessions
from .parsing import contact

LONGEST = 255
# What costs the site most: those who search are counted together, and stand in one line.
SEARCH_VIEWS = ("search.results", "search.results_with_map", "search.points")
# Asked by a script at each tick, and counted by itself: whoever tries filters does not use up the searches.
COUNT_VIEW = "search.counts"


def network() -> str:
    """The network a request comes from: the address, or for IPv6 its /64, which one household shares."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def account_named() -> str:
    """The address typed into the form, one spelling for all."""
    return f"account:{_digest(_address_typed())}"


def guesses_on_account() -> str:
    """The account whose password is guessed at.

    A browser that has signed in to it before is counted by itself, and a new password begins a new count: so a stranger
    who guesses keeps nobody out of their own account.
    """
    return f"{account_named()}:{sessions.who_guesses(_address_typed())}"


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
    """The conversation in the address of the page, whatever else is written behind its signature."""
    return f"conversation:{_sealed()}"


def link_opened() -> str:
    """The link of a letter in the address of the page, whatever else is written behind its signature."""
    return f"link:{_sealed()}"


def signed_in() -> str:
    """The account that is signed in; before that the network."""
    return f"signed in:{current_user.id}" if current_user.is_authenticated else network()


def _sealed() -> str:
    sealed, _, _ = (request.view_args or {}).get("token", "").rpartition(".")
    return _digest(sealed)


def _address_typed() -> str:
    """The address of the form as sign-in looks it up: "ada@ｅxample.org" opens the account of ada@example.org too."""
    typed = request.form.get("email", "").strip()[:LONGEST]
    try:
        return contact.email(typed).casefold()
    except ValueError:
        return typed.casefold()


def _digest(words: str) -> str:
    return digests(current_app.config, "limit", words)[0][:32]
