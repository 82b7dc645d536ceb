"""The audit: looked through, and taken away as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, current_app, render_template, request, url_for

from ... import audit as log
from ... import chain
from ...access import administrator_only
from ...db import session
from ...forms import clean
from ...login import me
from ...models import now
from ...remembering import remembered
from .. import audit_export, audit_search
from ..audit_search import Search
from ..forms.audit import AuditForm
from .blueprint import blueprint

# How each kind of file is written, and what it is called.
FORMATS = {
    "csv": (audit_export.as_csv, "text/csv"),
    "jsonl": (audit_export.as_json_lines, "application/jsonl"),
}


@blueprint.get("/audit")
@administrator_only
def audit() -> str:
    """Who did what to which thing, the newest first."""
    search = _asked(request.args)
    kinds = remembered("actions of the audit", lambda: audit_search.actions(session))
    found = audit_search.look(session, search)
    position, head = chain.head(session)
    return render_template(
        "administration/audit.html",
        form=AuditForm(request.args).offering(kinds),
        search=search,
        found=found,
        lines=audit_search.lines,
        reasons=audit_search.reason_labels(session),
        position=position,
        head=head,
        older=url_for("administration.audit", **search.address, before=found.older),  # type: ignore[arg-type]
        newest=url_for("administration.audit", **search.address),  # type: ignore[arg-type]
    )


@blueprint.post("/audit/export")
@administrator_only
def export_audit() -> Response:
    """What was looked for as a file, however long it is. That somebody took it is recorded first."""
    search = _asked(request.form)
    ending = "jsonl" if request.form.get("format") == "jsonl" else "csv"
    write, kind = FORMATS[ending]
    log.record(session, "audit", None, me(), "audit_exported", after={"kind": ending, "searched": search.address})
    session.commit()
    sessions: Any = current_app.extensions["reading_sessions"]
    answer = Response(_streamed(sessions, search, write), mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-{now():%Y-%m-%d}.{ending}"'
    return answer


def _asked(typed: Mapping[str, str]) -> Search:
    return audit_search.asked({name: str(clean(value)) for name, value in typed.items()})


def _streamed(sessions: Any, search: Search, write: Any) -> Iterator[str]:
    # The session of the request ends before the last row has left.
    with sessions() as own:
        yield from write(audit_search.everything(own, search))
