"""The health of the directory, and the lists behind its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, current_app, render_template, request, url_for

from ..access import moderator_only
from ..choices import DECISIONS
from ..db import session
from ..pagination import page_number
from ..remembering import remembered
from . import counts, keeping, queries
from .plots import Bar, Plot

blueprint = Blueprint("health", __name__, url_prefix="/moderation")


@blueprint.get("/health")
@moderator_only
def health() -> str:
    """Plots of what there is, what waits and what grows old, each with a table that leads to the list behind it."""
    days = _stale_days()
    figures = keeping.kept(session, days) or remembered("health", lambda: keeping.work_out(session, days))
    return render_template(
        "health/health.html",
        figures=figures,
        fewest=counts.FEWEST_SHOWN,
        days=counts.DEMAND_DAYS,
        list_behind=_list_behind,
    )


@blueprint.get("/listings")
@moderator_only
def listings() -> str:
    """The listings behind a figure."""
    typed = {name: values[-1] for name, values in request.args.lists()}
    which = queries.wanted(session, typed, _stale_days())
    key = ("listings", *sorted(which.parameters.items()))
    total = remembered(key, lambda: queries.number_of(session, which))
    return render_template(
        "health/listings.html",
        which=which,
        page=queries.listings(session, which, page_number(request.args.get("page", "")), total),
        page_address=lambda n: url_for("health.listings", page=n, **cast(dict[str, Any], which.parameters)),
    )


@blueprint.get("/decisions")
@moderator_only
def decisions() -> str:
    """The decisions of a week."""
    week = queries.monday(request.args.get("week", ""))
    return render_template(
        "health/decisions.html",
        week=week,
        before=week - timedelta(weeks=1),
        after=week + timedelta(weeks=1),
        page=queries.decisions(session, week, page_number(request.args.get("page", ""))),
        page_address=lambda n: url_for("health.decisions", week=week.isoformat(), page=n),
        kinds=DECISIONS,
    )


def _list_behind(plot: Plot) -> Callable[[Bar], str]:
    """For each bar of a plot the address of the list behind it, empty where there is none."""

    def address(bar: Bar) -> str:
        if not bar.list:
            return ""
        own = plot.page != "health.listings" and plot.page != "health.decisions"
        return url_for(plot.page) if own else url_for(plot.page, **cast(dict[str, Any], bar.list))

    return address


def _stale_days() -> int:
    return int(current_app.config["REMIND_AFTER_DAYS"])
