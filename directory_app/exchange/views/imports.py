"""Pages of an import: the file, which column is which, the report of the check, the progress, the result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, flash, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from ...access import administrator_only
from ...db import session
from ...errors import NotFound, UnreadableFile
from ...login import fresh, me
from ...models import ImportRun, ImportState, Twins, Verdict
from ...pagination import page_number
from .. import examples, files, queries, runs, sheets
from ..columns import COLUMNS, match
from ..forms import ButtonForm, ChoiceForm, MappingForm, StartForm, UploadForm
from ..words import OUTCOMES, VERDICTS, verdict_asked
from .blueprint import blueprint


@blueprint.get("/import")
@administrator_only
@fresh
def imports() -> str:
    """A file to send, and what came of earlier ones."""
    return _imports(UploadForm(formdata=None))


@blueprint.post("/import")
@administrator_only
@fresh
def upload() -> Response | tuple[str, int]:
    """Keep a file and look at what it is. Nothing of the directory changes."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _imports(form), 422
    data = current_app.config["DATA"]
    stored = ""
    # Taking a large file in takes seconds, and in SQLite whoever has begun to write keeps all others from it.
    session.commit()
    try:
        stored, digest, size = files.store(form.file.data.stream, data, current_app.config["IMPORT_MEGABYTES"])
        sheet = sheets.recognise(files.folder(data) / stored, form.encoding.data or "")
    except UnreadableFile as unreadable:
        files.forget(session, data, stored)
        form.file.errors = [unreadable.sentence]
        return _imports(form), 422
    named = (form.file.data.filename or "file", stored, digest, size)
    with files.packed(data, stored) as pieces:
        run = runs.begin(session, sheet, named, form.wishes(), me())
        files.keep(session, stored, pieces)
    if run.is_complete:
        runs.check(session, run)
    session.commit()
    return _to(run)


@blueprint.get("/import/columns")
@administrator_only
def columns() -> str:
    """What each column holds."""
    return render_template("exchange/columns.html", columns=COLUMNS)


@blueprint.get("/import/template.csv")
@administrator_only
def template_csv() -> Response:
    """A table to begin with."""
    return _file(examples.as_csv(), "text/csv", "import-template.csv")


@blueprint.get("/import/template.jsonl")
@administrator_only
def template_jsonl() -> Response:
    """The same as JSON lines."""
    return _file(examples.as_json_lines(), "application/jsonl", "import-template.jsonl")


@blueprint.get("/import/<int:run_id>")
@administrator_only
def one(run_id: int) -> str:
    """One import, wherever it stands."""
    run = runs.the_run(session, run_id)
    if run.state is ImportState.MAPPING and run.stored:
        return _mapping(run, MappingForm.of(run.columns, run.mapping, run.encoding, run.separator))
    return _run(run, StartForm(formdata=None, twins=run.twins.value))


@blueprint.post("/import/<int:run_id>/columns")
@administrator_only
def choose_columns(run_id: int) -> Response | tuple[str, int]:
    """Read the file in another way, or check every line with these columns."""
    run = runs.the_run(session, run_id, lock=True)
    form = MappingForm.of(run.columns, run.mapping, run.encoding, run.separator)
    if not form.validate():
        return _mapping(run, form), 422
    if (form.encoding.data, form.separator.data) != (run.encoding, run.separator) and not run.is_complete:
        try:
            runs.read_otherwise(run, _folder(run), form.encoding.data, form.separator.data)
        except UnreadableFile as unreadable:
            form.encoding.errors = [unreadable.sentence]
            return _mapping(run, form), 422
    else:
        run.mapping = form.mapping()
        runs.check(session, run)
    session.commit()
    return _to(run)


@blueprint.post("/import/<int:run_id>/start")
@administrator_only
@fresh
def start(run_id: int) -> Response | tuple[str, int]:
    """Take the good lines in, or go on where it stopped."""
    run = runs.the_run(session, run_id, lock=True)
    form = StartForm()
    if not form.validate():
        return _run(run, form), 422
    if run.state is ImportState.CHECKED:
        run.twins = Twins(form.twins.data)
    run.by_command = False
    if not run.works:
        runs.start(session, run, me())
    session.commit()
    return _to(run)


@blueprint.post("/import/<int:run_id>/stop")
@administrator_only
def stop(run_id: int) -> Response:
    """Stop where it is; the columns can be chosen anew before the import has begun."""
    run = runs.the_run(session, run_id, lock=True)
    if ButtonForm().validate():
        if run.state is ImportState.CHECKED:
            runs.back_to_mapping(session, run)
        else:
            runs.stop(session, run, me())
        session.commit()
    return _to(run)


@blueprint.post("/import/<int:run_id>/lines/<int:line>")
@administrator_only
def choose_line(run_id: int, line: int) -> Response:
    """What becomes of one line that looks like somebody who is listed already."""
    run = runs.the_run(session, run_id, lock=True)
    row = queries.row(session, run, line)
    form = ChoiceForm()
    if run.state is ImportState.CHECKED and form.validate():
        row.choice = Twins(form.choice.data) if form.choice.data else None
        session.commit()
        flash(f"Noted for line {line}.")
    return redirect(url_for("exchange.one", run_id=run_id, show="duplicate", page=request.args.get("page")), 303)


@blueprint.get("/import/<int:run_id>/refused.csv")
@administrator_only
def refused(run_id: int) -> Response:
    """The refused lines with their reasons."""
    run = runs.the_run(session, run_id)
    pieces = queries.refused_table(session, run, _folder(run))
    return _file(stream_with_context(pieces), "text/csv", f"refused-lines-{run_id}.csv")


def _to(run: ImportRun) -> Response:
    return redirect(url_for("exchange.one", run_id=run.id), 303)


def _folder(run: ImportRun) -> Path:
    """Where the file of a run is on this machine. Raises NotFound once it was deleted."""
    try:
        return files.here(session, current_app.config["DATA"], run)
    except FileNotFoundError:
        raise NotFound(f"file of import {run.id}") from None


def _imports(form: UploadForm) -> str:
    return render_template("exchange/imports.html", form=form, runs=queries.latest_runs(session))


def _mapping(run: ImportRun, form: Any) -> str:
    return render_template(
        "exchange/mapping.html",
        run=run,
        form=form,
        preview=queries.preview(run, _folder(run)),
        matched=match(run.columns, run.mapping),
        earlier=queries.earlier_of(session, run),
    )


def _run(run: ImportRun, form: StartForm) -> str:
    asked = verdict_asked(request.args.get("show", ""), run)
    page = None if run.works else queries.rows(session, run, asked, page_number(request.args.get("page", "")))
    return render_template(
        "exchange/run.html",
        run=run,
        form=form,
        choice_form=ChoiceForm,
        page=page,
        shown=asked,
        verdicts=OUTCOMES if run.result else VERDICTS,
        waits_for=queries.run_before(session, run) if run.works else None,
        earlier=queries.earlier_of(session, run),
        verdict_address=lambda verdict: url_for("exchange.one", run_id=run.id, show=verdict),
        page_address=lambda n: url_for("exchange.one", run_id=run.id, show=asked, page=n),
        Verdict=Verdict,
    )


def _file(content: Any, mimetype: str, name: str) -> Response:
    answer = FlaskResponse(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
