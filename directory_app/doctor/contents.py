"""What every directory holds: roles, lists, places, people who look after it; and nobody who was invented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import (
    STAFF,
    Account,
    Jurisdiction,
    Place,
    PlaceDataVersion,
    PostalCode,
    Reason,
    ReportReason,
    Role,
    Technique,
)
from .findings import Finding, Patient, judged, look, ok, wrong

LISTS: tuple[tuple[str, Any], ...] = (
    ("roles", Role),
    ("techniques", Technique),
    ("reasons", Reason),
    ("reasons of reports", ReportReason),
    ("jurisdictions", Jurisdiction),
    ("cities", Place),
    ("postal codes", PostalCode),
    ("the version of the place data", PlaceDataVersion),
)
INVENTED = "%@example.org"


def findings(patient: Patient, session: Session) -> Iterator[Finding]:
    """Look at lists, then at accounts."""
    empty = [name for name, model in LISTS if not session.scalar(select(func.count()).select_from(model))]
    if empty:
        yield wrong(f"Missing: {', '.join(empty)}.", "Run directory-app directory prepare.")
    else:
        loaded_at = session.scalars(select(PlaceDataVersion.loaded_at)).one()
        yield ok(f"Lists and places are there. The data of places came in on {loaded_at:%Y-%m-%d}.")
    yield from _staff(patient, session)
    invented = session.scalar(select(func.count()).where(func.lower(Account.email).like(INVENTED))) or 0
    if patient.in_production and invented:
        yield wrong(
            f"{invented} accounts have addresses of the demonstration, whose passwords are public.",
            "Start production with an empty database; invented therapists must not be found by people in pain.",
        )


def _staff(patient: Patient, session: Session) -> Iterator[Finding]:
    able = select(Account).where(Account.active, Account.roles.any(Role.name.in_(STAFF)))
    staff = session.scalars(able).all()
    if not any(role.name == "administrator" for one in staff for role in one.roles):
        yield look(
            "Nobody is an administrator.",
            "Make one: directory-app directory create-staff --role administrator ADDRESS",
        )
    bare = [one for one in staff if not one.tf_totp_secret and not one.webauthn]
    if bare and patient.in_production:
        yield look(
            f"{len(bare)} of {len(staff)} people of the staff have no second factor.",
            "They are asked for one when they sign in next; close accounts that nobody uses.",
        )
    elif staff:
        yield ok(f"{len(staff)} people look after the directory.")
    if not patient.config["STAFF_SECOND_FACTOR"]:
        yield judged(patient, "Staff may sign in with a password alone.", "Set DIRECTORY_STAFF_SECOND_FACTOR to true.")
