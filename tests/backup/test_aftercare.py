"""What a restored directory needs before it opens."""

from __future__ import annotations

from sqlalchemy import func, select

from directory_app.backup import aftercare
from directory_app.models import NewAddress

from ..factories import make_account


def test_a_new_address_that_waits_for_its_link_is_forgotten(session):
    session.add(NewAddress(account_id=make_account(session).id, email="new@example.org", key_hash="h"))
    session.flush()
    aftercare.end_sign_ins(session)
    assert session.scalar(select(func.count()).select_from(NewAddress)) == 0
