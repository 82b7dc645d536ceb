"""Accounts and their roles. The columns are those Flask-Security asks for, spelt out so that migrations own them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, JSONValue, now

if TYPE_CHECKING:
    from .listing import Listing
    from .sign_in import Passkey

EMAIL_LENGTH = 255
STAFF = frozenset({"moderator", "administrator"})

account_role = Table(
    "account_role",
    Base.metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """What an account may do: therapist, moderator or administrator."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str] = mapped_column(String(255), default="")
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))


class Account(Base, UserMixin):
    """Somebody who can sign in. `fs_uniquifier` names the account in sessions; changing it ends all of them.

    `links` holds by purpose the mark of the newest link that was sent, so that a newer link ends an older one; and
    that of the browser that registered it.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    create_datetime: Mapped[datetime] = mapped_column(default=now)
    update_datetime: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    tf_last_counter: Mapped[int | None]
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(64), unique=True, index=True
    )
    links: Mapped[JSONValue] = mapped_column(default=dict)
    staff_note: Mapped[str] = mapped_column(Text, default="")

    roles: Mapped[list[Role]] = relationship(secondary=account_role, lazy="selectin")  # type: ignore[assignment]
    listing: Mapped[Listing | None] = relationship(back_populates="account", uselist=False)
    webauthn: Mapped[list[Passkey]] = relationship(  # type: ignore[assignment]
        cascade="all, delete-orphan", order_by="Passkey.id"
    )

    def check_tf_required(self, tf_setup_methods: list[Any], tf_fresh: bool) -> tuple[bool, list[Any]]:
        """Whether a password alone is too little: the account has a second factor, or staff need one here."""
        return self.check_tf_required_setup() or bool(tf_setup_methods), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Whether this account has to have a second factor: the library's setting is meant for staff only."""
        return self.is_staff and bool(super().check_tf_required_setup())

    @property
    def is_staff(self) -> bool:
        """Whether this account moderates or administers."""
        return any(role.name in STAFF for role in self.roles)
