"""Samples of answers by which near-copies find each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Fingerprint(Base):
    """One number of an answer's sample; two answers that share many are close to each other.

    The sample is the smallest hashes of the answer's runs of five words (Broder 1997), so that equal texts have equal
    samples and no text can be read back from them.
    """

    __tablename__ = "fingerprint"
    __table_args__ = (Index("ix_fingerprint_search", "question_id", "hash", "revision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[str] = mapped_column(String(40))
    hash: Mapped[int] = mapped_column(BigInteger)
