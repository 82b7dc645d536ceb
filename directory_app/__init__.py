"""The clinical massage directory. `create_app` configures, binds and registers; nothing else happens here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from . import (
    accounts,
    addresses,
    administration,
    backup,
    claims,
    cli,
    confirmations,
    db,
    delivery,
    demand,
    discovery,
    error_pages,
    exchange,
    fragments,
    headers,
    health,
    heap,
    hiding,
    integrity,
    interviews,
    jobs,
    kept,
    leaving,
    licences,
    limits,
    listings,
    login,
    messages,
    migrations,
    moderation,
    my_score,
    pages,
    portraits,
    presence,
    questionnaire,
    remembering,
    replica,
    reports,
    search,
    shortlist,
    site,
    staff,
    static_files,
    structured_data,
    template_filters,
    totals,
    turnstile,
    uninvited,
    watching,
)
from .checking import tasks as checking_tasks
from .claims import tasks as claims_tasks
from .config import data_dir, settings
from .confirming import tasks as confirming_tasks
from .releases import tasks as releases_tasks


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application. `overrides` win over the environment. Raises InsecureConfiguration in production."""
    app = Flask(__name__, template_folder=str(data_dir("templates")), static_folder=None)
    app.jinja_environment = template_filters.Templates
    app.config.update(settings(overrides))
    engine = db.init_app(app)
    migrations.init_app(app, engine)
    # First, so that the time of everything below is measured.
    watching.count_requests(app)
    delivery.init_app(app)
    site.init_app(app)
    login.init_app(app)
    limits.init_app(app)
    headers.init_app(app)
    static_files.init_app(app)
    error_pages.init_app(app)
    addresses.init_app(app)
    uninvited.init_app(app)
    template_filters.init_app(app)
    fragments.init_app(app)
    structured_data.init_app(app)
    remembering.init_app(app)
    staff.init_app(app)
    visitor = (pages, search, shortlist, discovery, messages, reports, confirmations, claims, portraits)
    therapist = (accounts, listings, questionnaire, my_score, presence, leaving)
    staff_of_site = (moderation, integrity, licences, interviews, hiding, health, administration, exchange)
    for feature in (*visitor, *therapist, *staff_of_site, watching):
        app.register_blueprint(feature.blueprint)
    # Inside everything that refuses or counts a request: what the replica cannot answer is asked of the primary again.
    replica.init_app(app)
    # Inside the limits: whom they refuse does not stand in the way of others.
    turnstile.init_app(app)
    limits.limit_sign_in(app)
    login.carrying.init_app(app)
    limits.limit_visitors(app)
    limits.limit_sheets(app)
    limits.limit_drawing(app)
    limits.limit_searching(app)
    limits.limit_live_reading(app)
    limits.limit_uploads(app)
    limits.limit_codes(app)
    totals.init_app(app)
    demand.init_app(app)
    kept.init_app(app)
    watching.init_app(app)
    jobs.init_app(app, _jobs(app), in_every_process=_jobs_of_process(app))
    cli.init_app(app)
    return app


def _jobs_of_process(app: Flask) -> list[tuple[Any, ...]]:
    """What each process repeats for itself: what it holds in memory, and files of its machine."""
    own = (login.sessions, site, search, leaving, exchange)
    of_features = (task for one in own for task in one.tasks_of_process(app))
    return [*of_features, *totals.tasks(app), *demand.tasks(app), *heap.tasks_of_process()]


def _jobs(app: Flask) -> list[tuple[Any, ...]]:
    """What one process of all repeats, wherever it runs."""
    features = (
        delivery,
        login.sessions,
        confirming_tasks,
        checking_tasks,
        releases_tasks,
        claims_tasks,
        presence,
        exchange,
        leaving,
        backup,
        health,
    )
    return [task for feature in features for task in feature.tasks(app)]
