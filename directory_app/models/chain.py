"""The chain of the audit: each entry is tied to the one before by a hash, so that nothing changes without a trace."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base

HASH_LENGTH = 64


class AuditLink(Base):
    """The place of one entry in the chain; written once, at the commit of that entry. Triggers refuse to change it.

    `previous` and `hash` are those of the link before and of this one. `actor_words` and `target_words` are digests of
    the words, salted by them, empty where there were none: they stay when the words are deleted and tell nothing then.
    `target_owner` is the account whose deletion takes the words about the target along.
    """

    __tablename__ = "audit_link"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    previous: Mapped[str] = mapped_column(String(HASH_LENGTH))
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    actor_words: Mapped[str] = mapped_column(String(HASH_LENGTH), default="")
    target_words: Mapped[str] = mapped_column(String(HASH_LENGTH), default="")
    target_owner: Mapped[int | None]


class AuditHead(Base):
    """One row: the end of the chain. Whoever appends locks it, so that two never take one position."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
