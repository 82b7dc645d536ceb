"""Three pages for machines. They keep no cookie, are in no limit, and say little to strangers."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from .. import measured, migrations
from ..access import anyone
from ..db import session
from ..release import version
from .gathered import Gathered, known_figures
from .networks import may_see_figures
from .readiness import look

blueprint = Blueprint("watching", __name__)


@blueprint.get("/health")
@anyone
def health() -> Response:
    """Whether this process answers. It asks nobody else, so that a database that is away restarts no process."""
    return _plain(Response("ok\n", mimetype="text/plain"))


@blueprint.get("/ready")
@anyone
def ready() -> Response:
    """Whether requests should be sent here: one plain word for each check, and 503 where one of them does not hold."""
    database = current_app.extensions["readiness"]
    checks = look(database, migrations.revisions(), Path(current_app.config["DATA"]))
    is_ready = all(check.holds for check in checks)
    said = {"ready": is_ready, **{check.name: check.word for check in checks}}
    if may_see_figures():
        said["details"] = {check.name: check.facts for check in checks if check.facts}
    response = jsonify(said)
    response.status_code = 200 if is_ready else 503
    return _plain(response)


@blueprint.get("/metrics")
@anyone
def metrics() -> Response:
    """What was counted, for known networks; for all others there is nothing here."""
    if not may_see_figures():
        abort(404)
    looked_up = CollectorRegistry()
    looked_up.register(Gathered(known_figures(session), Path(current_app.config["DATA"]), version()))
    text = generate_latest(measured.registry()) + generate_latest(looked_up)
    return _plain(Response(text, content_type=CONTENT_TYPE_LATEST))


def _plain(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
