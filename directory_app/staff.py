"""What all pages of staff share: their navigation, the filter that stays, the case to open next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, Request, request, url_for
from flask_login import current_user

from . import casework
from .casework import SOURCES, Case, CaseFilter, Look, Source
from .db import session
from .errors import BadParameter
from .login import me
from .models import Act, Listing
from .remembering import remembered

LOOKED_AT = ("", "mine", "free")


@dataclass(frozen=True)
class StaffPage:
    """An entry of the navigation: where it leads, which kinds of cases wait there, who sees it."""

    label: str
    endpoint: str
    kinds: tuple[str, ...] = ()
    only_administrators: bool = False


# The one navigation of staff. Whoever adds pages for moderators or administrators adds them here.
STAFF_PAGES: tuple[StaffPage, ...] = (
    StaffPage("Work list", "moderation.queue", tuple(one.kind for one in SOURCES)),
    StaffPage("Reports", "moderation.reports", ("report",)),
    StaffPage("Appeals", "moderation.appeals", ("appeal",)),
    StaffPage("Claims", "claims.waiting", ("claim",)),
    StaffPage("Confirmations", "moderation.held", ("confirmation",)),
    StaffPage("Licences", "licences.licences", ("licence_due",)),
    StaffPage("Interviews", "interviews.interviews"),
    StaffPage("Integrity", "integrity.flags", ("flag", "registration_burst")),
    StaffPage("Health", "health.health"),
    StaffPage("Administration", "administration.start", only_administrators=True),
)


def init_app(app: Flask) -> None:
    """Give templates the navigation and the filter that addresses carry along."""
    app.add_template_global(staff_links)
    app.add_template_global(kept_filter)
    app.add_template_global(case_address)
    app.add_template_global(look_at)
    app.add_template_global(undoable_about)


def staff_links() -> list[tuple[str, str, int | None, bool]]:
    """The navigation for whoever is signed in: label, address, how many cases wait there, whether one is on it."""
    # Whoever has a listing is not told of its cases, not even by their number.
    therapist = me() if current_user.has_role("therapist") else None
    key = ("how many cases wait", therapist.id if therapist else 0)
    by_kind = remembered(key, lambda: casework.counts(session, CaseFilter(), therapist)).by_kind
    shown = [one for one in STAFF_PAGES if not one.only_administrators or current_user.has_role("administrator")]
    links = [(one.label, url_for(one.endpoint), _waiting(one, by_kind)) for one in shown]
    # The work list begins every address of the moderators' pages: the longest that fits is where one is.
    here = max((address for _, address, _ in links if request.path.startswith(address)), key=len, default="")
    return [(label, address, number, address == here) for label, address, number in links]


def _waiting(page: StaffPage, by_kind: dict[str, int]) -> int | None:
    return sum(by_kind.get(kind, 0) for kind in page.kinds) if page.kinds else None


def filter_asked(asked: Request) -> CaseFilter:
    """The filter in an address. Raises BadParameter for a value that means nothing."""
    kind, looked_at = asked.args.get("kind", ""), asked.args.get("looked", "")
    if kind not in ("", *(one.kind for one in SOURCES)):
        raise BadParameter("kind", "There is no such kind of case.")
    if looked_at not in LOOKED_AT:
        raise BadParameter("looked", "Cases are looked at by anybody, by nobody or by you.")
    late, place = asked.args.get("late", ""), asked.args.get("place", "")
    if late not in ("", "1"):
        raise BadParameter("late", "Late cases are chosen by 1.")
    if len(place) > 10 or not (place == "" or place.replace("-", "").isalnum()):
        raise BadParameter("place", "There is no such state, province or country.")
    return CaseFilter(kind, late == "1", looked_at, place)


def kept_filter(**more: Any) -> dict[str, Any]:
    """The filter of this address as parameters of another one; `more` come on top, and empty ones are left out."""
    try:
        wanted = filter_asked(request)
    except BadParameter:
        # The page that says so carries nothing along.
        wanted = CaseFilter()
    kept = {"kind": wanted.kind, "late": "1" if wanted.late else "", "looked": wanted.looked_at,
            "place": wanted.jurisdiction, **more}  # fmt: skip
    return {name: value for name, value in kept.items() if value not in ("", None)}


def case_address(one: Case) -> str:
    """The page of a case, under the filter of this address."""
    source: Source = one.source
    return url_for(source.endpoint, **kept_filter(**{source.argument: one.subject_id}))


def look_at(subject: str, subject_id: int) -> Look | None:
    """Who looks at a case now."""
    return casework.look_of(session, subject, subject_id, me())


def undoable_about(subject: str, subject_id: int) -> Act | None:
    """The newest act about a thing, if it can still be undone."""
    return casework.undoable(session, subject, subject_id)


def open_case(kinds: tuple[str, ...], subject_id: int) -> Case | None:
    """The case that a page is about, while it is open: asked before a decision, it tells what comes next."""
    found = (casework.case_of(session, kind, subject_id) for kind in kinds)
    return next((one for one in found if one is not None), None)


def go_on(after: Case | None) -> str:
    """The address of the next case of this filter, which is mine to look at from now on; the list where none waits.

    The caller commits.
    """
    if after is not None:
        casework.release(session, after.source.subject, after.subject_id)
    following = casework.next_case(session, filter_asked(request), me(), after)
    if following is None:
        return url_for("moderation.queue", **kept_filter())
    casework.take(session, following.source.subject, following.subject_id, me())
    return case_address(following)


def undo_kind(act: Act | None) -> str:
    """The category of a flashed sentence about an act: it then offers to undo it."""
    return f"undo:{act.id}" if act is not None else "success"


def told(listing: Listing, act: Act | None) -> str:
    """Whether the therapist gets a letter about an act; where nobody can be written to, how else to tell them."""
    if act is not None and act.letter_id is not None:
        return "The therapist gets a letter."
    if listing.phone:
        return f"Nobody can be written to, so no letter leaves. Telephone {listing.phone}."
    return "Nobody can be written to, so no letter leaves, and there is no telephone number either."
