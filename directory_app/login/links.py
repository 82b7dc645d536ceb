"""Links in letters: signed, an hour old at most, and only the newest of its kind works."""

from __future__ import annotations

import secrets
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from ..db import session
from ..models import Account
from ..sign_ins import digest

MARK_BYTES = 16


class NewestLink(URLSafeTimedSerializer):
    """In place of a serializer of Flask-Security's: each token carries a mark whose digest the account holds.

    A new letter sets a new mark and so ends the link of the one before.
    """

    def __init__(self, serializer: URLSafeTimedSerializer, purpose: str) -> None:
        super().__init__(serializer.secret_keys, salt=serializer.salt)
        self.purpose = purpose

    def dumps(self, obj: Any, salt: Any = None) -> Any:
        """A token; the caller commits the new mark with the letter."""
        account = _account(obj[0])
        mark = secrets.token_urlsafe(MARK_BYTES)
        if account is not None:
            account.links = {**account.links, self.purpose: digest(mark)}
            session.flush()
        return super().dumps([*obj, mark], salt)

    def loads(  # type: ignore[override]
        self, s: Any, max_age: Any = None, return_timestamp: Any = False, salt: Any = None
    ) -> Any:
        """What the token holds. Raises BadSignature for one that a newer letter has replaced."""
        data = super().loads(s, max_age, return_timestamp, salt)
        *rest, mark = data[0] if return_timestamp else data
        account = _account(rest[0])
        if account is None or account.links.get(self.purpose) != digest(str(mark)):
            raise BadSignature("not the newest link of this account")
        return (rest, data[1]) if return_timestamp else rest


def end_links(account: Account) -> None:
    """End all links that were sent so far: they went to an address that is no longer this account's."""
    account.links = {}


def _account(uniquifier: object) -> Account | None:
    return session.scalars(select(Account).where(Account.fs_uniquifier == str(uniquifier))).one_or_none()
