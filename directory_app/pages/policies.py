"""What the policy pages say of whoever runs this site. The pages are templates: see `rules.unfinished_policies`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask_login import current_user

from .. import rules, site


@dataclass(frozen=True)
class Policies:
    """Facts of the operator as they stand on the pages.

    `unfinished` is what an administrator has still to do about them, and empty for everybody else.
    """

    name: str
    address: str
    phone: str
    law: str
    suppliers: str
    since: date | None
    log_days: int
    backup_days: int
    unfinished: tuple[str, ...]


def present() -> Policies:
    """The facts of the moment, for whoever asks now."""
    config = current_app.config
    looks_after = current_user.is_authenticated and current_user.has_role("administrator")
    return Policies(
        name=str(site.value("OPERATOR_NAME")),
        address=str(site.value("OPERATOR_ADDRESS")),
        phone=str(site.value("OPERATOR_PHONE")),
        law=str(site.value("OPERATOR_LAW")),
        suppliers=str(site.value("OPERATOR_SUPPLIERS")),
        since=_day(str(site.value("POLICIES_SINCE"))),
        log_days=int(site.value("LOG_DAYS")),
        backup_days=int(config["BACKUP_DAYS"]),
        unfinished=tuple(rules.unfinished_policies(config)) if looks_after else (),
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
