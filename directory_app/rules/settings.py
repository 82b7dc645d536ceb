"""Settings of the site that an administrator may change: in the database, over those of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Account, Setting
from .changes import change

SITE, PROMISES, OPERATOR, CONFIRMATIONS = "site", "promises", "operator", "confirmations"
GROUPS = {
    SITE: "Site settings",
    PROMISES: "Promises and reminders",
    OPERATOR: "Operator and policy pages",
    CONFIRMATIONS: "When confirmations wait",
}
LINE, TEXT, EMAIL, DAYS, DAY, READ, NUMBER = "line", "text", "email", "days", "day", "read", "number"
# Rises when the words of a policy page change in a release, so that somebody reads them again.
POLICIES_VERSION = 1
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
            "OPERATOR_NAME", OPERATOR, LINE, "Who runs the site", "A person or an organisation, by its full name.", 120
        ),
        Definition("OPERATOR_ADDRESS", OPERATOR, TEXT, "Postal address", "Where a letter on paper reaches you.", 300),
        Definition("OPERATOR_PHONE", OPERATOR, LINE, "Telephone", "Shown on the contact page.", 40),
        Definition(
            "OPERATOR_LAW",
            OPERATOR,
            LINE,
            "Law that applies",
            "As the terms say it, such as “the law of the State of Oregon”.",
            120,
        ),
        Definition(
            "OPERATOR_SUPPLIERS",
            OPERATOR,
            TEXT,
            "Companies that work for you",
            "Who keeps the server and who sends the mail, by name. They handle what people write.",
            300,
        ),
        Definition(
            "LOG_DAYS",
            OPERATOR,
            DAYS,
            "Days that logs are kept",
            "A promise of the privacy page. Your system deletes them, not the directory: see to it there.",
            90,
            1,
        ),
        Definition(
            "POLICIES_SINCE", OPERATOR, DAY, "Policies in force since", "The day that stands on them: 2027-01-31.", 10
        ),
        Definition(
            "POLICIES_READ",
            OPERATOR,
            READ,
            "I have read privacy, consumer health data, terms, accessibility and contact as they stand on the site, "
            "and somebody who knows the law here has too",
            "They are templates: true to what the directory does, but nobody knows your law and your suppliers.",
            POLICIES_VERSION,
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


def unfinished_policies(values: Mapping[str, Any]) -> list[str]:
    """What is still to be done about the policy pages, in sentences; empty once somebody has read them complete."""
    needed = ("OPERATOR_NAME", "OPERATOR_ADDRESS", "OPERATOR_SUPPLIERS", "POLICIES_SINCE")
    missing = [f"“{DEFINITIONS[name].label}” is empty." for name in needed if not values[name]]
    if values["POLICIES_READ"] != POLICIES_VERSION:
        missing.append("These pages have not been reviewed.")
    return missing


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
