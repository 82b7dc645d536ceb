"""How somebody gets into an account: passkeys, devices, sign-ins, an address that waits, a form that is kept."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_security import AsaList, WebAuthnMixin
from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import EMAIL_LENGTH, Account
from .base import Base, JSONList, now

if TYPE_CHECKING:
    from collections.abc import Mapping

HASH_LENGTH = 64
DEVICE_LENGTH = 60
PASSKEY_NAME_LENGTH = 64


class Passkey(Base, WebAuthnMixin):
    """A key in a telephone, computer or stick that opens the account. The columns are those Flask-Security asks for."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(PASSKEY_NAME_LENGTH))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    extensions: Mapped[str | None] = mapped_column(String(255))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))
    create_datetime: Mapped[datetime] = mapped_column(default=now)
    lastuse_datetime: Mapped[datetime]

    def get_user_mapping(self) -> Mapping[str, Any]:  # type: ignore[override]
        """Where Flask-Security finds the account of this key."""
        return {"id": self.account_id}


class Device(Base):
    """A browser that has signed in to an account before. It shows itself by a cookie; we keep its digest only."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("account_id", "key_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now, index=True)


class SignIn(Base):
    """One sign-in that lasts: without its row the cookie of a browser opens nothing. No network address is kept."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    two_factors: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(default=now, index=True)
    seen_at: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account] = relationship()


class NewAddress(Base):
    """An e-mail address that an account is to get once a link in a letter to it was opened; one for each account."""

    __tablename__ = "new_address"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)


class KeptForm(Base):
    """What somebody sent after their sign-in had ended, kept until they are back; the last one of each account."""

    __tablename__ = "kept_form"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    fields: Mapped[JSONList]
    kept_at: Mapped[datetime] = mapped_column(default=now, index=True)
