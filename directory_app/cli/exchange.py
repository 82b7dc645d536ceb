"""Import and export of the whole directory on the command line."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import click
from click.core import ParameterSource
from flask import current_app
from flask.cli import with_appcontext

from .. import audit
from ..db import session
from ..errors import UnreadableFile
from ..exchange import cells, export, files, queries, runs, sheets
from ..exchange.columns import is_column, match
from ..exchange.tasks import Worker
from ..exchange.words import OUTCOMES, VERDICTS
from ..models import ImportRun, ImportState, Twins, Verdict

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would be made and which lines are refused; change nothing.")
@click.option("--resume", is_flag=True, help="Go on, as it was begun, with an import that was stopped or killed.")
@click.option(
    "--duplicates",
    type=click.Choice([one.value for one in Twins]),
    default=Twins.SKIP.value,
    show_default=True,
    help="What becomes of lines that look like somebody who is listed already.",
)
@click.option("--own-export", is_flag=True, help="The file is an export of this product that you trust.")
@click.option(
    "--map", "mapped", multiple=True, metavar="THEIRS=OURS", help="Which column is which, where names differ."
)
@click.option("--source", default="", help="Where the facts come from, for lines that do not say.")
@click.option("--consent-note", default="", help="How these people agreed, for lines that do not say.")
@click.option("--consented-on", default="", metavar="2026-03-31", help="The day of that consent.")
@click.option("--encoding", type=click.Choice(list(sheets.ENCODINGS)), help="Found out where it is not given.")
@click.option("--refused", type=click.Path(dir_okay=False, path_type=Path), help="Where refused lines are written.")
@with_appcontext
def import_command(file: Path, dry_run: bool, resume: bool, refused: Path | None, **asked: Any) -> None:
    """Take in the listings of FILE: CSV, JSON, JSON lines or a complete export.

    Good lines are kept; refused ones are written with their reasons into FILE.refused.csv. Nothing is taken in twice,
    however often a file is read or a run is stopped.
    """
    refused = refused or file.with_name(f"{file.stem}.refused.csv")
    if not os.access(refused.parent, os.W_OK):
        raise click.ClickException(f"{refused.parent} cannot be written: say with --refused where refused lines go.")
    # Under another spelling or as a link too: refused lines would take the place of everything else in it.
    if refused.exists() and refused.samefile(file):
        raise click.ClickException(f"{refused} is the file to be read: name another one with --refused.")
    run_id = _run_for(file, resume, {**asked, "dry_run": dry_run})
    dry_run = runs.the_run(session, run_id).trial
    session.rollback()
    worker = Worker(current_app._get_current_object())  # type: ignore[attr-defined]
    _work(worker, run_id, "Checking")
    if not dry_run:
        run = runs.the_run(session, run_id, lock=True)
        if not run.works and run.state is not ImportState.DONE:
            runs.start(session, run, None)
        session.commit()
        _work(worker, run_id, "Taking in")
    _tell(run_id, refused, dry_run)


def _run_for(file: Path, resume: bool, asked: dict[str, Any]) -> int:
    """The run to work on: one that was stopped, or a new one."""
    data, most = current_app.config["DATA"], current_app.config["IMPORT_MEGABYTES"]
    stored = ""
    try:
        with file.open("rb") as opened:
            stored, digest, size = files.store(opened, data, most)
        if resume:
            files.forget(session, data, stored)
            return _stopped(digest, asked)
        sheet = sheets.recognise(files.folder(data) / stored, asked["encoding"] or "")
        with files.packed(data, stored) as pieces:
            run = runs.begin(session, sheet, (file.name, stored, digest, size), _wishes(asked), None)
            files.keep(session, stored, pieces)
        run.mapping = _mapping(sheet, asked["mapped"])
        runs.check(session, run)
    except (UnreadableFile, ValueError) as error:
        session.rollback()
        files.forget(session, data, stored)
        raise click.ClickException(error.sentence if isinstance(error, UnreadableFile) else str(error)) from None
    session.commit()
    return run.id


def _stopped(digest: str, asked: dict[str, Any]) -> int:
    """The run of a file that was begun and not finished. It goes on with the options that it was begun with."""
    earlier = queries.unfinished(session, digest)
    if earlier is None:
        raise click.ClickException("No import of this file was stopped. Leave --resume out to begin one.")
    other = _begun_otherwise(earlier, asked)
    if other:
        raise click.ClickException(
            f"{', '.join(other)}: import {earlier.id} was begun otherwise. "
            "Leave that out to go on with it as it was begun, or leave --resume out to begin another."
        )
    begun = ", begun with --dry-run" if earlier.trial else ""
    click.echo(f"Going on behind line {earlier.position} of import {earlier.id}{begun}.")
    run_id = earlier.id
    session.rollback()
    return run_id


def _begun_otherwise(run: ImportRun, asked: dict[str, Any]) -> list[str]:
    """The options of this command that are not those of the run; what was not typed is as it was."""
    wishes = _wishes(asked)
    is_so = {
        "dry_run": run.trial == wishes.trial,
        "duplicates": run.twins is wishes.twins,
        "own_export": run.trusted == wishes.trusted,
        "mapped": run.mapping == {theirs: ours for theirs, _, ours in (one.rpartition("=") for one in asked["mapped"])},
        "source": run.source == wishes.source,
        "consent_note": run.consent_note == wishes.consent_note,
        "consented_on": run.consented_on == wishes.consented_on,
        "encoding": run.encoding == asked["encoding"],
    }
    context = click.get_current_context()
    options = {one.name: one.opts[0] for one in context.command.params}
    return [
        options[name]
        for name, so in is_so.items()
        if not so and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]


def _wishes(asked: dict[str, Any]) -> runs.Wishes:
    return runs.Wishes(
        trusted=asked["own_export"],
        twins=Twins(asked["duplicates"]),
        source=asked["source"],
        consent_note=asked["consent_note"],
        consented_on=cells.day(asked["consented_on"], "--consented-on"),
        by_command=True,
        trial=asked["dry_run"],
    )


def _mapping(sheet: sheets.Sheet, mapped: tuple[str, ...]) -> dict[str, str]:
    """The columns as given. Raises ValueError for one that is on neither side."""
    chosen = {}
    for one in mapped:
        theirs, _, ours = one.rpartition("=")
        if theirs not in sheet.columns or not is_column(ours):
            raise ValueError(f"--map {one}: give a column of the file and one of ours, such as --map Town=city.")
        chosen[theirs] = ours
    matched = match(sheet.columns, chosen)
    if sheet.kind != sheets.COMPLETE and matched.unknown:
        click.echo(f"These columns are not known and left out: {', '.join(matched.unknown)}.", err=True)
    return chosen


def _work(worker: Worker, run_id: int, label: str) -> None:
    """Work until the pass is over, with a line that shows how far it is."""

    def show(run: ImportRun) -> None:
        bar.update(max(0, round(run.part * 1000) - bar.pos))

    try:
        with click.progressbar(length=1000, label=label, show_pos=False, file=sys.stderr) as bar:
            worker.run(run_id, told=show)
    except UnreadableFile as unreadable:
        raise click.ClickException(unreadable.sentence) from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Go on with --resume.") from None


def _tell(run_id: int, refused: Path, dry_run: bool) -> None:
    session.expire_all()
    run = runs.the_run(session, run_id)
    counts, words = (run.found, VERDICTS) if dry_run else (run.result, OUTCOMES)
    said = [f"{counts[one]} {words[one]}" for one in Verdict if counts.get(one)]
    told = (
        f"{run.total} lines: {', '.join(said)}."
        if said
        else "The file names columns but nobody: there is nothing to take in."
    )
    click.echo(f"{told}{' Nothing was changed.' if dry_run else ''}")
    if counts.get(Verdict.DUPLICATE):
        click.echo(f"Lines that may be listed already: see /administration/import/{run.id}, or use --duplicates new.")
    bad = counts.get(Verdict.REFUSED, 0)
    if bad:
        count = "1 line was refused" if bad == 1 else f"{bad} lines were refused"
        folder = files.here(session, current_app.config["DATA"], run)
        try:
            with refused.open("wb") as opened:
                opened.writelines(queries.refused_table(session, run, folder))
        except OSError as error:
            told = f"{refused} cannot be written ({error.strerror}); see /administration/import/{run.id}"
            raise click.ClickException(f"{count}. {told}.") from None
        raise click.ClickException(f"{count}, with reasons: {refused}")


@click.command("import-unclaimed", hidden=True)
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True)
@click.pass_context
def import_unclaimed_command(context: click.Context, file: Path, dry_run: bool) -> None:
    """The earlier name of import."""
    context.invoke(import_command, file=file, dry_run=dry_run, mapped=())


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_command(file: Path) -> None:
    """Write the whole directory into FILE: .csv holds what visitors see, .jsonl everything, .zip both.

    Everything includes private addresses and the e-mail addresses of accounts: keep such a file like the database.
    """
    kinds = {f".{kind.value}": kind for kind in export.Kind}
    if file.suffix.lower() not in kinds:
        raise click.ClickException(f"Call the file something.csv, .jsonl or .zip; {file.suffix or 'nothing'} is none.")
    kind = kinds[file.suffix.lower()]
    app = cast(Any, current_app)._get_current_object()
    partial = file.with_name(f"{file.name}.part")
    try:
        partial.touch(mode=0o600)
        with partial.open("wb") as opened:
            for piece in export.pieces(app, kind):
                opened.write(piece)
        partial.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from None
    finally:
        # Half a file of private addresses is left nowhere, whatever stopped the export.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    audit.record(session, "directory", None, None, "exported_directory", by="operator", after={"kind": kind.value})
    session.commit()
    click.echo(f"{file}: {file.stat().st_size:,} bytes.")
