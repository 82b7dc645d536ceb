"""Settings of the site that an administrator may change: in the database, over those of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Account, Setting
from .changes import change

SITE, PROMISES, CONFIRMATIONS = "site", "promises", "confirmations"
GROUPS = {SITE: "Site settings", PROMISES: "Promises and reminders", CONFIRMATIONS: "When confirmations wait"}
LINE, TEXT, EMAIL, DAYS, NUMBER = "line", "text", "email", "days", "number"
WHOLE = frozenset({DAYS, NUMBER})


@dataclass(frozen=True)
class Definition:
    """One setting: its name in the configuration, what it is called, and what it may hold."""

    name: str
    group: str
    kind: str
    label: str
    hint: str
    most: int
    least: int = 0


DEFINITIONS: dict[str, Definition] = {
    one.name: one
    for one in (
        Definition("SITE_NAME", SITE, LINE, "Name of the site", "In the masthead, in titles and in letters.", 40, 1),
        Definition("TAGLINE", SITE, LINE, "Tagline", "A few words below the name. Optional.", 60),
        Definition(
            "NOTICE", SITE, TEXT, "Notice", "Shown on top of every page, for example before maintenance. Optional.", 300
        ),
        Definition(
            "CONTACT_ADDRESS",
            SITE,
            EMAIL,
            "Contact address",
            "Shown on the pages “About” and “Privacy”. Empty: the sender of our letters.",
            254,
        ),
        Definition(
            "REVIEW_PROMISE_DAYS",
            PROMISES,
            DAYS,
            "Days until a decision",
            "Promised to therapists, and to whoever reports or claims a listing. What waits already keeps its day.",
            60,
            1,
        ),
        Definition(
            "REMIND_AFTER_DAYS",
            PROMISES,
            DAYS,
            "Days until a fact is old",
            "Hours, prices, whether somebody accepts clients. Their therapist is then asked whether they still hold.",
            730,
            7,
        ),
        Definition(
            "REMIND_AGAIN_DAYS",
            PROMISES,
            DAYS,
            "Days between two reminders",
            "Of one therapist, at least.",
            365,
            7,
        ),
        Definition(
            "CONFIRMATION_BURST",
            CONFIRMATIONS,
            NUMBER,
            "Within 24 hours",
            "So many confirmations for one listing within a day wait for a moderator.",
            100,
            2,
        ),
        Definition(
            "CONFIRMATION_SAME_NETWORK",
            CONFIRMATIONS,
            NUMBER,
            "From one network on one day",
            "So many for one listing from one network on one day wait. A household is a network too.",
            100,
            2,
        ),
        Definition(
            "CONFIRMATION_SAME_ANSWERS",
            CONFIRMATIONS,
            NUMBER,
            "With the same five answers within a week",
            "So many for one listing that say exactly the same within seven days wait.",
            100,
            2,
        ),
    )
}


def overrides(session: Session) -> dict[str, Any]:
    """The settings that stand in the database, those of which this release knows nothing left out."""
    return {row.name: row.value for row in session.scalars(select(Setting)) if row.name in DEFINITIONS}


def save_settings(
    session: Session, values: Mapping[str, Any], defaults: Mapping[str, Any], who: Account, why: str
) -> list[str]:
    """Make these the settings; return the names of those that changed. What equals its default is not kept."""
    before = {**defaults, **overrides(session)}
    changed = [name for name, value in values.items() if before[name] != value]
    for name in changed:
        row = session.get(Setting, name)
        if values[name] == defaults[name]:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(Setting(name=name, value=values[name]))
        else:
            row.value = values[name]
        session.flush()
        change(session, "setting", name, {"value": before[name]}, {"value": values[name]}, who, why)
    return changed
