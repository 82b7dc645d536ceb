"""Rubrics: tried on everybody, published in batches, gone back from; killed in the middle, nothing lost or twice."""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

import scoring
from directory_app import create_app, publishing, releases, scorekeeping, site
from directory_app.errors import RubricRefused, RuleRefused
from directory_app.models import (
    Listing,
    ListingState,
    PublicListing,
    Revision,
    RevisionState,
    RubricFile,
    RubricMove,
    RubricRelease,
    RubricRun,
    RunKind,
    RunState,
    Score,
    now,
)
from directory_app.releases import tasks, work
from directory_app.scorekeeping import add_release, load_rubric

from ..conftest import TESTING
from ..factories import RELAXING, make_account, make_listing
from ..services.postgres import fresh_database

PACKAGED = scorekeeping.PACKAGED_VERSION


@pytest.fixture
def other(session, tmp_path):
    """A rubric of another version, where oil counts most, kept as a release."""
    text = (scoring.rubric.PACKAGED / f"{PACKAGED}.toml").read_text()
    changed = text.replace(f'version = "{PACKAGED}"', 'version = "oil-first-2"').replace(
        "weight = 0.15", "weight = 0.60"
    )
    path = tmp_path / "my.toml"
    path.write_text(changed)
    return add_release(session, path, load_rubric(path)).version


@pytest.fixture
def folder(app):
    """Where the application keeps rubrics as files."""
    return site.rubric_folder(app)


def finish(app, session):
    """Let the job do what is left, as it would some seconds later."""
    session.commit()
    with time_machine.travel(now() + timedelta(seconds=10)):
        while tasks.sweep(app):
            pass
    session.expire_all()


def versions(session):
    """How many current scores there are by rubric."""
    query = select(Score.rubric_version, func.count()).where(Score.current).group_by(Score.rubric_version)
    return {row[0]: row[1] for row in session.execute(query)}


def test_rubrics_that_ship_are_listed_with_date_and_checksum(administrator, session):
    make_listing(session, "published")
    page = administrator.open("/administration/rubrics")
    assert f"{PACKAGED} in use" in page.text
    assert "1 version of a listing is scored by it now" in page.text
    assert session.get(RubricRelease, PACKAGED).digest in page.text
    assert "clinical-massage-2" in page.text


def test_a_trial_says_who_would_move_and_why_and_changes_nothing(app, session, administrator, other):
    ada = make_listing(session, "published", name="Ada Moved")
    make_listing(session, "submitted", answers=RELAXING, name="Ben Moved")
    make_listing(session, "draft")
    before = ada.approved.score.rank_score
    administrator.open("/administration/rubrics")
    page = administrator.press("Try it: who would move?")
    assert "Begins in a moment: 0 of 2 versions of listings." in page.text
    finish(app, session)
    page = administrator.open(page.url)
    assert "Ada Moved" in page.text
    assert re.search(r"Oil [+−]\d+\.\d \(", page.text), "the question by its name, with a sign and one decimal"
    assert page.soup.find("svg", class_="totals-bars") is not None
    assert (
        sum(int(row.find("td").get_text()) for row in page.soup.find("table", class_="totals").find_all("tr")[1:]) == 2
    )
    assert versions(session) == {PACKAGED: 2}
    assert session.get(PublicListing, ada.id).rank_score == before
    assert session.scalars(select(Score)).all() == [one for one in session.scalars(select(Score)) if one.current]
    assert "Publish oil-first-2" in page.text


def test_a_rubric_is_published_and_gone_back_from(app, session, administrator, other):
    listing = make_listing(session, "published")
    before = listing.approved.score.rank_score
    administrator.open(f"/administration/rubrics/{other}/publish")
    assert administrator.press("Publish it").errors == ["Write in a few words why."]
    administrator.fill("Why", "Oil matters most here.")
    administrator.press("Publish it")
    assert scorekeeping.current_rubric().version == other, "the page after it is made with it"
    finish(app, session)
    assert versions(session) == {other: 1}
    assert (
        session.get(PublicListing, listing.id).rank_score == session.get(Listing, listing.id).approved.score.rank_score
    )
    assert session.get(PublicListing, listing.id).rank_score != before
    run = session.scalars(select(RubricRun)).one()
    assert (run.state, run.done, run.is_open) == (RunState.DONE, 1, False)
    administrator.open(f"/administration/rubrics/{PACKAGED}/publish")
    administrator.fill("Why", "It was better before.")
    administrator.press("Publish it")
    finish(app, session)
    assert session.get(PublicListing, listing.id).rank_score == before
    assert versions(session) == {PACKAGED: 1}


def test_two_at_once_are_refused_with_a_sentence(session, administrator, other):
    make_listing(session, "published")
    administrator.open("/administration/rubrics")
    administrator.press("Try it: who would move?")
    page = administrator.post(f"/administration/rubrics/{other}/try", [])
    assert (page.status, "Wait until that is done" in page.text) == (409, True)
    with pytest.raises(RuleRefused):
        releases.publish(session, other, make_account(session, "administrator"), "x")
    run = releases.open_run(session)
    administrator.open(f"/administration/rubrics/runs/{run.id}")
    administrator.press("Stop the trial")
    session.expire_all()
    assert session.get(RubricRun, run.id).state is RunState.STOPPED


@pytest.mark.every_database
@pytest.mark.parametrize("kind", [RunKind.TRIAL, RunKind.PUBLISH])
def test_a_process_killed_in_the_middle_loses_nothing_and_does_nothing_twice(
    app, session, other, folder, monkeypatch, kind
):
    monkeypatch.setattr(work, "BATCH", 2)
    monkeypatch.setattr(work, "LONGEST", 600.0)
    for number in range(5):
        make_listing(session, "published", name=f"Therapist {number}")
    who = make_account(session, "administrator")
    run = releases.try_out(session, other, who) if kind is RunKind.TRIAL else releases.publish(session, other, who, "x")
    session.commit()
    assert tasks.one_batch(session, folder) == 2
    # Dies after reading a batch, before its commit.
    with monkeypatch.context() as dying:
        dying.setattr(work, "note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            tasks.one_batch(session, folder)
        session.rollback()
    assert (session.get(RubricRun, run.id).done, session.get(RubricRun, run.id).last_id) != (4, 0)
    finish(app, session)
    run = session.get(RubricRun, run.id)
    assert (run.done, run.state) == (5, RunState.DONE)
    assert session.scalar(select(func.count()).select_from(RubricMove)) == 5
    made = session.scalar(select(func.count()).where(Score.rubric_version == other))
    assert made == (0 if kind is RunKind.TRIAL else 5)


def test_what_was_read_with_the_old_rubric_meanwhile_is_read_again_before_the_run_ends(app, session, other, folder):
    listing = make_listing(session, "published")
    run = releases.publish(session, other, make_account(session, "administrator"), "x")
    session.commit()
    assert tasks.one_batch(session, folder) == 1
    # Another process, which has not heard of it yet.
    scorekeeping.rescore(session, session.get(Listing, listing.id).approved, scoring.load_rubric())
    session.commit()
    finish(app, session)
    assert versions(session) == {other: 1}
    assert session.get(RubricRun, run.id).state is RunState.DONE


def test_a_run_ends_only_when_every_process_has_heard_of_the_rubric(session, other, folder):
    make_listing(session, "published")
    moment = now()
    with time_machine.travel(moment, tick=False):
        run = releases.publish(session, other, make_account(session, "administrator"), "x")
        session.commit()
        assert [tasks.one_batch(session, folder), tasks.one_batch(session, folder)] == [1, 0]
        assert session.get(RubricRun, run.id).is_open
    with time_machine.travel(moment + timedelta(seconds=5), tick=False):
        tasks.one_batch(session, folder)
    assert session.get(RubricRun, run.id).state is RunState.DONE


def test_a_version_that_was_replaced_meanwhile_is_not_published_again(app, session, other):
    listing = make_listing(session, "published")
    releases.publish(session, other, make_account(session, "administrator"), "x")
    old = session.get(Revision, listing.approved.id)
    old.state = RevisionState.REPLACED
    session.commit()
    finish(app, session)
    assert versions(session) == {PACKAGED: 1}
    assert session.scalars(select(RubricRun)).one().state is RunState.DONE


def test_a_listing_that_cannot_be_read_does_not_stop_the_others(app, session, other, monkeypatch):
    bad, good = make_listing(session, "published"), make_listing(session, "published")
    bad_id, real = bad.approved.id, work.rescore

    def rescore(session, revision, rubric):
        if revision.id == bad_id:
            raise ValueError("a damaged row")
        return real(session, revision, rubric)

    monkeypatch.setattr(work, "rescore", rescore)
    releases.publish(session, other, make_account(session, "administrator"), "x")
    finish(app, session)
    run = session.scalars(select(RubricRun)).one()
    assert (run.state, run.fault) == (RunState.DONE, "1 could not be read; the log names them")
    assert session.get(Listing, good.id).approved.score.rubric_version == other


def test_the_same_version_with_another_text_is_refused_and_other_questions_too(session, other, tmp_path):
    text = (scoring.rubric.PACKAGED / f"{PACKAGED}.toml").read_text().replace("weight = 0.15", "weight = 0.20")
    path = tmp_path / "again.toml"
    path.write_text(text)
    with pytest.raises(RubricRefused, match=f"^{PACKAGED} is kept already with another text"):
        add_release(session, path, load_rubric(path))
    path.write_text(text.replace(f'version = "{PACKAGED}"', 'version = "q-1"').replace('id = "Q5"', 'id = "Q6"'))
    with pytest.raises((RubricRefused, scorekeeping.InvalidRubric)):
        add_release(session, path, load_rubric(path))


def main_file(session, version):
    return session.get(RubricFile, session.get(RubricRelease, version).files[f"{version}.toml"])


@pytest.mark.parametrize(
    "change",
    [
        lambda content: zlib.decompress(content) + b"\n# another\n",
        lambda content: zlib.compress(zlib.decompress(content) + b"\n# another\n"),
        lambda content: content[:-5],
        lambda _: b"",
    ],
)
def test_a_stored_rubric_that_was_changed_is_not_used(session, other, tmp_path, change):
    scorekeeping.open_release(session, other, tmp_path / "a")
    kept = main_file(session, other)
    kept.content = change(kept.content)
    session.flush()
    with pytest.raises(RubricRefused, match="not the one that was kept"):
        scorekeeping.open_release(session, other, tmp_path / "b")


def test_a_rubric_is_kept_in_half_its_bytes_and_one_that_an_earlier_release_kept_whole_is_read(
    session, other, tmp_path
):
    written = (tmp_path / "my.toml").read_bytes()
    kept = main_file(session, other)
    assert len(kept.content) < len(written) / 2
    kept.content = written
    session.flush()
    assert scorekeeping.open_release(session, other, tmp_path / "kept").version == other


def test_the_command_keeps_a_rubric_for_administrators(app, session, tmp_path):
    text = (scoring.rubric.PACKAGED / f"{PACKAGED}.toml").read_text()
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(f'version = "{PACKAGED}"', 'version = "mine-4"'))
    session.commit()
    done = app.test_cli_runner().invoke(args=["directory", "add-rubric", str(path)])
    assert done.output.startswith("mine-4 is kept, 1 files, checksum "), done.output
    session.expire_all()
    assert session.get(RubricRelease, "mine-4") is not None
    draft = path.read_text()
    for changed, told in (
        (f"{draft}# another text\n", "mine-4 is kept already with another text"),
        (draft.replace('"mine-4"', '"Mine 4"'), "its version must be a short name of small letters"),
    ):
        path.write_text(changed)
        refused = app.test_cli_runner().invoke(args=["directory", "add-rubric", str(path)])
        assert refused.exit_code == 1
        assert refused.output.startswith(f"Error: {path}: {told}")
        assert "published" not in refused.output
    path.write_text("version = 'x'\n")
    assert app.test_cli_runner().invoke(args=["directory", "add-rubric", str(path)]).exit_code == 1


@pytest.fixture
def real_app(postgres_server, prepared_postgres, tmp_path):
    """An application on a database of its own, where several transactions can be open."""
    url = fresh_database(postgres_server, prepared_postgres)
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": url})
    yield app
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("first", ["the run", "the moderator"])
def test_a_decision_during_a_run_and_a_run_during_a_decision_wait_for_each_other(real_app, first):
    make = real_app.extensions["sessions"]
    with make() as session:
        revision = make_listing(session, "submitted").revisions[0]
        releases.publish(session, "clinical-massage-2", make_account(session, "administrator"), "x")
        session.commit()
        number = revision.id

    def decide(session):
        # What every decision does: it locks the version, moves it, and publishes.
        found = session.get(Revision, number, with_for_update=True)
        found.move(RevisionState.APPROVED)
        found.listing.move(ListingState.PUBLISHED)
        session.flush()
        publishing.publish(session, found)
        session.flush()

    def run(session):
        assert tasks.one_batch(session, site.rubric_folder(real_app)) == 1

    with make() as held, make() as waiting, ThreadPoolExecutor(1) as pool:
        if first == "the run":
            open_one = work.locked(held, releases.open_run(held).id)
            rubric = scorekeeping.open_release(held, open_one.version, site.rubric_folder(real_app))
            work.note(held, open_one, work.read_batch(held, open_one, rubric))
            other = pool.submit(lambda: (decide(waiting), waiting.commit()))
        else:
            decide(held)
            other = pool.submit(run, waiting)
        # Whoever comes second has to wait.
        with pytest.raises(TimeoutError):
            other.result(timeout=0.5)
        held.commit()
        other.result(timeout=20)
    with make() as session:
        with time_machine.travel(now() + timedelta(seconds=10)):
            while tasks.one_batch(session, site.rubric_folder(real_app)):
                pass
        listing = session.get(Revision, number).listing
        assert listing.approved.id == number
        assert listing.approved.score.rubric_version == "clinical-massage-2"
        assert session.get(PublicListing, listing.id).rank_score == listing.approved.score.rank_score
        assert sum(score.current for score in listing.approved.scores) == 1
