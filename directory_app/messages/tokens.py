"""What the directory seals: the address of a visitor's side of a conversation, and who a blocked sender is."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from ..errors import NotFound
from ..keys import digests, sealer

LONGEST = 300


def sealed(key: str) -> str:
    """The last part of the address where a visitor reads on. Only the directory can make it."""
    return str(_sealer().dumps(key))


def unsealed(token: str) -> str:
    """The key of the message that an address is about. Raises NotFound for a token that is not ours."""
    try:
        return str(_sealer().loads(token[:LONGEST]))
    except BadData:
        raise NotFound("conversation") from None


def sender_of(email: str) -> str:
    """A keyed digest that stays with an address. Without the secret key nobody can try addresses against it."""
    return senders_of(email)[0]


def senders_of(email: str) -> list[str]:
    """The digests of an address under the key of now and those before it, for looking it up."""
    return digests(current_app.config, "sender", email.strip().casefold())


def _sealer() -> URLSafeSerializer:
    return sealer(current_app.config, "the visitor's side of a conversation")
