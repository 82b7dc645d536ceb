"""The page that hands out the whole directory as a file."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import current_app, render_template, stream_with_context
from werkzeug.wrappers import Response

from ... import audit
from ...access import administrator_only
from ...db import session
from ...login import fresh, me
from ...models import now
from .. import export, queries
from ..forms import ExportForm
from .blueprint import blueprint


@blueprint.get("/export")
@administrator_only
@fresh
def export_page() -> str:
    """What a file can hold, and who took one last."""
    return render_template("exchange/export.html", form=ExportForm(formdata=None), last=queries.latest_exports(session))


@blueprint.post("/export")
@administrator_only
@fresh
def export_file() -> Response | tuple[str, int]:
    """Send a file while it is made. Who took it stands in the audit before the first byte leaves."""
    form = ExportForm()
    if not form.validate():
        return render_template("exchange/export.html", form=form, last=queries.latest_exports(session)), 422
    kind = export.Kind(form.kind.data)
    audit.record(session, "directory", None, me(), "exported_directory", after={"kind": kind.value})
    session.commit()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    answer = FlaskResponse(stream_with_context(export.pieces(app, kind)), mimetype=export.TYPES[kind])
    name = f"directory-{now():%Y-%m-%d}.{kind.value}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
