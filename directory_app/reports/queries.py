"""What the pages of a report read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import ReportReason


def reasons(session: Session) -> list[ReportReason]:
    """Reasons in use for visitors, in their order."""
    return list(
        session.scalars(
            select(ReportReason)
            .where(ReportReason.retired.is_(False), ReportReason.of_message.is_(False))
            .order_by(ReportReason.position, ReportReason.slug)
        )
    )
