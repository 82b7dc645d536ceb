"""Import and export on the command line."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from directory_app.exchange import batches, runs
from directory_app.exchange.tasks import Worker
from directory_app.models import AuditEntry, ImportRun, Listing

from ..factories import make_unclaimed
from .conftest import person, table


@pytest.fixture
def database_app(sqlite_app):
    """One database: what a command says does not depend on which."""
    return sqlite_app


@pytest.fixture
def run(app, session, tmp_path, monkeypatch):
    """Run a command about a file with this content."""
    monkeypatch.setattr(Worker, "pause", 0)

    def invoke(*arguments, content=b"", name="people.csv", command="import"):
        session.commit()
        file = tmp_path / name
        if content:
            file.write_bytes(content)
        result = app.test_cli_runner().invoke(args=["directory", command, str(file), *arguments])
        session.expire_all()
        return result

    invoke.folder = tmp_path
    return invoke


def test_a_dry_run_says_what_would_happen_and_the_import_does_it(session, run):
    content = table([person(1), person(2), person(3, consent_note="")])
    tried = run("--dry-run", content=content)
    assert "3 lines: 2 would be made, 1 refused. Nothing was changed." in tried.output
    assert session.scalar(select(func.count()).select_from(Listing)) == 0
    done = run(content=content)
    assert "3 lines: 2 made, 1 refused." in done.output
    assert "Error: 1 line was refused, with reasons: " in done.output
    assert done.exit_code == 1
    refused = (run.folder / "people.refused.csv").read_text("utf-8-sig")
    assert "Say how this person agreed to be listed." in refused
    assert session.scalar(select(func.count()).select_from(Listing)) == 2


def test_where_refused_lines_cannot_be_written_nothing_is_taken_in(session, run):
    done = run("--refused", "/no/such/folder/them.csv", content=table([person(1), person(2, consent_note="")]))
    assert done.exit_code == 1
    assert done.output == "Error: /no/such/folder cannot be written: say with --refused where refused lines go.\n"
    assert session.scalar(select(func.count()).select_from(Listing)) == 0


@pytest.mark.parametrize("way", ["as it is", "spelt otherwise", "a link", "a second name"])
def test_refused_lines_never_take_the_place_of_the_file_they_came_from(session, run, way):
    content = table([person(1), person(2, consent_note="")])
    file, other = run.folder / "people.csv", run.folder / "other.csv"
    file.write_bytes(content)
    if way == "a link":
        other.symlink_to(file)
    elif way == "a second name":
        other.hardlink_to(file)
    named = {"as it is": file, "spelt otherwise": f"{run.folder}/../{run.folder.name}/people.csv"}.get(way, other)
    for dry in (["--dry-run"], []):
        done = run(*dry, "--refused", str(named))
        assert done.exit_code == 1
        assert done.output == f"Error: {named} is the file to be read: name another one with --refused.\n"
    assert file.read_bytes() == content
    assert session.scalar(select(func.count()).select_from(Listing)) == 0


def test_columns_and_consent_can_be_given_with_the_command(session, run):
    content = b"Wer,Wo,E-Mail,Haustier\nAda Lang,Zurich,ada@example.org,Katze\n"
    wishes = ("--source", "der Verband", "--consent-note", "Per Brief.", "--consented-on", "2026-03-02")
    result = run("--map", "Wer=name", "--map", "Wo=city", *wishes, content=content)
    assert "not known and left out: Haustier" in result.output
    assert "1 made" in result.output
    result = run(
        "--map",
        "Wer=name",
        "--map",
        "Haustier=country",
        "--map",
        "Wo=city",
        *wishes,
        content=content.replace(b"Katze", b"CH"),
    )
    assert result.exit_code == 0, result.output
    assert "1 left out, may be listed already" in result.output
    assert session.scalars(select(Listing)).one().source == "der Verband"


@pytest.mark.parametrize(
    ("arguments", "content", "words"),
    [
        (("--map", "Nobody=name"), b"name\nA\n", "--map Nobody=name"),
        (("--consented-on", "31/03/2026"), b"name\nA\n", "two ways"),
        ((), b"\x81\x8d\x8f\xfe", "how this file writes its letters"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_no_traceback(run, arguments, content, words):
    result = run(*arguments, content=content)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert words in result.output
    assert "Traceback" not in result.output


def test_going_on_where_nothing_was_stopped_is_refused_and_begins_nothing(session, run):
    content = table([person(1)])
    assert run(content=content).exit_code == 0
    result = run("--resume", content=table([person(2)]))
    assert (result.exit_code, result.output) == (
        1,
        "Error: No import of this file was stopped. Leave --resume out to begin one.\n",
    )
    assert run("--resume", content=content).exit_code == 1
    assert session.scalar(select(func.count()).select_from(Listing)) == 1


def test_a_trial_that_came_to_its_end_is_followed_by_an_import_with_options_of_its_own(session, run):
    content = table([person(1, consent_note="", source="")])
    day = ("--consented-on", "2026-03-02")
    assert (
        "1 would be made" in run("--dry-run", "--source", "A", "--consent-note", "wrong", *day, content=content).output
    )
    right = ("--source", "Right", "--consent-note", "right", *day)
    assert run("--resume", *right).output == (
        "Error: No import of this file was stopped. Leave --resume out to begin one.\n"
    )
    assert session.scalar(select(func.count()).select_from(Listing)) == 0
    assert "1 made" in run(*right).output
    listing = session.scalars(select(Listing)).one()
    assert (listing.source, listing.consent_note) == ("Right", "right")


def stopped_while_checking(run, monkeypatch, *options):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        check, count = batches.check_batch, iter(range(9))
        patch.setattr(batches, "check_batch", lambda *given: interrupted() if next(count) else check(*given))
        content = table([person(number) for number in range(60)])
        assert "Stopped. Go on with --resume." in run(*options, content=content).output


@pytest.mark.parametrize("again", [[], ["--dry-run"]])
def test_a_trial_that_was_stopped_half_way_stays_a_trial(session, run, monkeypatch, again):
    stopped_while_checking(run, monkeypatch, "--dry-run")
    begun = session.scalars(select(ImportRun)).one()
    told = f"Going on behind line {begun.position} of import {begun.id}, begun with --dry-run."
    done = run("--resume", *again)
    assert told in done.output
    assert "60 lines: 60 would be made. Nothing was changed." in done.output
    assert session.scalar(select(func.count()).select_from(Listing)) == 0
    assert "60 lines: 60 made." in run().output, "a trial at its end is followed by an import"


def test_an_import_that_was_stopped_while_it_was_checked_takes_its_lines_in_and_becomes_no_trial(
    session, run, monkeypatch
):
    stopped_while_checking(run, monkeypatch)
    assert run("--resume", "--dry-run").output.startswith("Error: --dry-run: import ")
    assert "60 lines: 60 made." in run("--resume").output
    assert session.scalar(select(func.count()).select_from(Listing)) == 60


def test_a_trial_whose_lines_an_administrator_took_in_after_all_is_gone_on_with_in_earnest(session, run, monkeypatch):
    run("--dry-run", content=table([person(number) for number in range(60)]))
    begun = session.scalars(select(ImportRun)).one()
    runs.start(session, begun, None)
    runs.stop(session, begun, None)
    done = run("--resume")
    assert "60 lines: 60 made." in done.output
    assert "--dry-run" not in done.output


@pytest.fixture
def stopped(run, monkeypatch):
    """An import of sixty people that somebody stopped after its first batch."""

    def interrupted(*_):
        raise KeyboardInterrupt

    people = [person(number, consent_note="", source="", consented_on="") for number in range(60)]
    begun = ("--source", "the Guild", "--consent-note", "By letter.", "--consented-on", "2026-03-02")
    with monkeypatch.context() as patch:
        take, count = batches.take_batch, iter(range(9))
        patch.setattr(batches, "take_batch", lambda *given: interrupted() if next(count) else take(*given))
        assert "Stopped. Go on with --resume." in run(*begun, content=table(people)).output
    return begun


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--source", "Other", "--consented-on", "2026-03-02"], "--source"),
        (["--consent-note", "x", "--consented-on", "2026-03-03"], "--consent-note, --consented-on"),
        (["--duplicates", "new", "--own-export"], "--duplicates, --own-export"),
        (["--map", "city=name", "--encoding", "cp1252"], "--map, --encoding"),
        (["--dry-run"], "--dry-run"),
    ],
)
def test_an_import_goes_on_only_as_it_was_begun(session, run, stopped, options, named):
    before = session.scalar(select(func.count()).select_from(Listing))
    refused = run("--resume", *options)
    begun = session.scalars(select(ImportRun)).one()
    assert (refused.exit_code, refused.output) == (
        1,
        f"Error: {named}: import {begun.id} was begun otherwise. Leave that out to go on with it as it was begun, "
        "or leave --resume out to begin another.\n",
    )
    assert session.scalar(select(func.count()).select_from(Listing)) == before == begun.position


@pytest.mark.parametrize("again", [True, False])
def test_an_import_that_was_stopped_goes_on_with_the_same_options_or_none(session, run, stopped, again):
    done = run("--resume", *(stopped if again else ()))
    assert done.exit_code == 0, done.output
    assert "60 lines: 60 made." in done.output
    assert set(session.scalars(select(Listing.consent_note))) == {"By letter."}


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_file_that_names_nobody_says_so(run, dry):
    result = run(*dry, content=table([]))
    assert result.exit_code == 0
    assert "The file names columns but nobody: there is nothing to take in." in result.output


def test_the_earlier_name_of_the_command_still_works(session, run):
    result = run(content=table([person(1)]), command="import-unclaimed")
    assert result.exit_code == 0, result.output
    assert session.scalar(select(func.count()).select_from(Listing)) == 1


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.zip"])
def test_the_directory_is_written_into_a_file_for_its_owner_only(session, run, name):
    make_unclaimed(session)
    result = run(name=name, command="export")
    assert result.exit_code == 0, result.output
    file = run.folder / name
    assert file.stat().st_size > 400
    assert file.stat().st_mode & 0o077 == 0
    assert (
        session.scalars(select(AuditEntry).where(AuditEntry.action == "exported_directory")).one().actor_name
        == "operator"
    )


def test_an_export_that_cannot_be_written_says_which_file_and_leaves_no_half_of_it(run, monkeypatch):
    away = run(name="nowhere/out.csv", command="export")
    assert (away.exit_code, "out.csv cannot be written: No such file" in away.output) == (1, True)

    def full(*_):
        yield b"half of it"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("directory_app.exchange.export.pieces", full)
    stopped = run(name="out.csv", command="export")
    assert (stopped.exit_code, "out.csv cannot be written: No space left" in stopped.output) == (1, True)
    assert list(run.folder.glob("out.csv*")) == []


def test_a_file_of_another_kind_is_not_written(run):
    result = run(name="out.xlsx", command="export")
    assert (result.exit_code, "something.csv" in result.output) == (1, True)
