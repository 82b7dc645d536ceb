"""The clinical massage directory. `create_app` configures, binds and registers; nothing else happens here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from . import (
    accounts,
    cli,
    db,
    delivery,
    discovery,
    error_pages,
    headers,
    jobs,
    leaving,
    limits,
    listings,
    login,
    messages,
    migrations,
    moderation,
    pages,
    presence,
    questionnaire,
    remembering,
    reports,
    search,
    shortlist,
    static_files,
    structured_data,
    template_filters,
    totals,
)
from .config import data_dir, settings


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application. `overrides` win over the environment. Raises InsecureConfiguration in production."""
    app = Flask(__name__, template_folder=str(data_dir("templates")), static_folder=None)
    app.config.update(settings(overrides))
    engine = db.init_app(app)
    migrations.init_app(app, engine)
    delivery.init_app(app)
    login.init_app(app)
    limits.init_app(app)
    headers.init_app(app)
    static_files.init_app(app)
    error_pages.init_app(app)
    template_filters.init_app(app)
    structured_data.init_app(app)
    remembering.init_app(app)
    visitor = (pages, search, shortlist, discovery, messages, reports)
    for feature in (*visitor, accounts, listings, questionnaire, presence, leaving, moderation):
        app.register_blueprint(feature.blueprint)
    limits.limit_sign_in(app)
    limits.limit_visitors(app)
    limits.limit_sheets(app)
    limits.limit_drawing(app)
    limits.limit_searching(app)
    totals.init_app(app)
    jobs.init_app(
        app, [*delivery.tasks(app), *presence.tasks(app), *leaving.tasks(app)], in_every_process=totals.tasks(app)
    )
    cli.init_app(app)
    return app
