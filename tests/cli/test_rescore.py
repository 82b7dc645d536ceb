"""Re-scoring from the command line: who moves and why, in batches, without losing history."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from directory_app import releases
from directory_app.cli import rescore
from directory_app.models import AuditEntry, Listing, PublicListing, Revision, RubricRelease, RunKind, Score
from directory_app.releases import tasks, work
from scoring.rubric import DEFAULT, PACKAGED

from ..factories import RELAXING, make_listing


@pytest.fixture
def other_rubric(tmp_path) -> Path:
    """The shipped rubric under another version, where oil counts most."""
    text = (PACKAGED / f"{DEFAULT}.toml").read_text()
    assert f'version = "{DEFAULT}"' in text
    assert "weight = 0.15" in text
    changed = text.replace(f'version = "{DEFAULT}"', 'version = "oil-first-2"').replace(
        "weight = 0.15", "weight = 0.60"
    )
    path = tmp_path / "other.toml"
    path.write_text(changed)
    return path


def run(app, session, *arguments):
    session.commit()
    done = app.test_cli_runner().invoke(args=["directory", "rescore", *map(str, arguments)])
    session.expire_all()
    return done


def test_a_dry_run_tells_who_would_move_and_why_and_changes_nothing(app, session, other_rubric):
    listing = make_listing(session, "published", name="Ada Moved")
    before = listing.approved.score.rank_score
    done = run(app, session, other_rubric, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "1 version read with oil-first-2; 1 would move." in done.output
    assert "Ada Moved: Oil +11.7 (the weight of the question)" in done.output
    assert len(session.scalars(select(Score)).all()) == 1
    assert session.get(Revision, listing.revisions[0].id).score.rank_score == before


def test_a_choice_without_words_that_is_believed_otherwise_is_told_as_such(app, session, tmp_path):
    listing = make_listing(session, "published", name="Cleo Ticks", answers={"Q1": ("yes_whole_hour", None)})
    text = (PACKAGED / f"{DEFAULT}.toml").read_text()
    changed = text.replace(f'version = "{DEFAULT}"', 'version = "less-believed-1"')
    (tmp_path / "less.toml").write_text(changed.replace("choice_alone = 0.6", "choice_alone = 0.2"))
    done = run(app, session, tmp_path / "less.toml", "--dry-run")
    assert "how far a choice alone is believed" in done.output
    assert listing.approved.score.rubric_version == DEFAULT


def test_a_real_run_moves_search_and_keeps_the_old_score(app, session, other_rubric):
    listing = make_listing(session, "published")
    old = listing.approved.score.rank_score
    done = run(app, session, other_rubric)
    assert done.exit_code == 0, done.output
    scores = session.scalars(select(Score).order_by(Score.id)).all()
    assert [(s.rubric_version, s.current) for s in scores] == [(DEFAULT, False), ("oil-first-2", True)]
    public = session.get(PublicListing, listing.id)
    assert public.rank_score == scores[1].rank_score != old
    assert public.locations[0].rank_score == public.rank_score


def test_the_same_rubric_moves_nobody(app, session):
    make_listing(session, "published")
    make_listing(session, "submitted", answers=RELAXING)
    done = run(app, session)
    assert f"2 versions read with {DEFAULT}; 0 moved." in done.output


def test_it_continues_after_a_version(app, session, other_rubric):
    first = make_listing(session, "published").revisions[0]
    second = make_listing(session, "published").revisions[0]
    done = run(app, session, other_rubric, "--after", first.id)
    assert done.output.count("1 version read") == 1
    assert session.get(Revision, first.id).score.rubric_version == DEFAULT
    assert session.get(Revision, second.id).score.rubric_version == "oil-first-2"


def test_drafts_are_left_alone(app, session, other_rubric):
    make_listing(session, "draft")
    assert "0 versions read" in run(app, session, other_rubric).output


def test_a_faulty_rubric_is_refused_in_words(app, session, tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text('version = "x"\n')
    done = run(app, session, path)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert "broken.toml" in done.output


def test_stopped_in_the_middle_it_tells_who_moved_so_far_and_goes_on_from_there(
    app, session, other_rubric, monkeypatch
):
    first, second = (make_listing(session, "published", name=name).revisions[0] for name in ("Ada First", "Bo Second"))
    monkeypatch.setattr(work, "BATCH", 1)

    def interrupted(_seconds):
        raise KeyboardInterrupt

    with monkeypatch.context() as pressing:
        pressing.setattr(rescore, "time", SimpleNamespace(sleep=interrupted))
        done = run(app, session, other_rubric)
    assert done.exit_code == 1
    assert "Ada First: Oil" in done.output
    assert "Bo Second" not in done.output
    assert f"Error: stopped; continue with --after {first.id}" in done.output
    done = run(app, session, other_rubric, "--after", first.id)
    assert "1 version read with oil-first-2; 1 moved." in done.output
    made = session.scalars(select(Score.revision_id).where(Score.rubric_version == "oil-first-2").order_by(Score.id))
    assert list(made) == [first.id, second.id], "each once"


def test_a_second_one_at_the_same_time_is_refused_and_every_reading_is_stored_once(
    app, session, other_rubric, monkeypatch
):
    for _ in range(2):
        make_listing(session, "published")
    monkeypatch.setattr(work, "BATCH", 1)
    begun, refused = [], []

    def meanwhile(_seconds):
        if not begun:
            begun.append("a second one")
            refused.append(app.test_cli_runner().invoke(args=["directory", "rescore", str(other_rubric)]))

    with monkeypatch.context() as pausing:
        pausing.setattr(rescore, "time", SimpleNamespace(sleep=meanwhile))
        done = run(app, session, other_rubric)
    assert "2 versions read with oil-first-2; 2 moved." in done.output
    assert [one.exit_code for one in refused] == [1]
    assert refused[0].output.startswith("Error: somebody else is reading all answers again")
    made = session.scalars(select(Score.revision_id).where(Score.rubric_version == "oil-first-2")).all()
    assert len(made) == len(set(made)) == 2
    assert run(app, session).exit_code == 0, "nobody is at it any more"


def test_beside_a_run_begun_on_the_site_it_is_refused_and_that_run_waits_for_it(
    app, session, other_rubric, monkeypatch
):
    make_listing(session, "published")
    monkeypatch.setattr(rescore, "time", SimpleNamespace(sleep=lambda _seconds: begin()))
    swept = []

    def begin():
        if not swept:
            run_of_site(session)
            swept.append(tasks.sweep(app))

    assert run(app, session, other_rubric).exit_code == 0
    assert swept == [0], "it stored nothing meanwhile"
    refused = run(app, session)
    assert (refused.exit_code, refused.output.count("a run begun on the site is under way")) == (1, 1)
    assert tasks.sweep(app) == 1
    assert run(app, session).exit_code == 0, "nobody is at it any more"


def test_a_trial_on_the_site_stores_nothing_and_keeps_nobody_waiting(app, session):
    make_listing(session, "published")
    releases.ensure_packaged(session)
    releases.follow(session, RunKind.TRIAL, None, "")
    assert run(app, session).exit_code == 0


def run_of_site(session):
    releases.ensure_packaged(session)
    releases.follow(session, RunKind.RESCORE, None, "")
    session.commit()


def test_a_listing_that_cannot_be_read_is_counted_and_the_others_are_read(app, session, other_rubric, monkeypatch):
    bad, good = make_listing(session, "published"), make_listing(session, "published")
    bad_id, real = bad.approved.id, work.rescore

    def failing(session, revision, rubric):
        if revision.id == bad_id:
            raise ValueError("a damaged row")
        return real(session, revision, rubric)

    monkeypatch.setattr(work, "rescore", failing)
    done = run(app, session, other_rubric)
    assert "2 versions read with oil-first-2; 1 moved." in done.output
    assert "1 could not be read; the log names it." in done.output
    assert session.get(Listing, good.id).approved.score.rubric_version == "oil-first-2"


def test_everybody_who_would_move_is_named(app, session, other_rubric):
    for number in range(25):
        make_listing(session, "submitted", name=f"Therapist {number:02}")
    named = run(app, session, other_rubric, "--dry-run").output
    assert all(f"Therapist {number:02}: Oil" in named for number in range(25))


def test_a_rubric_of_other_questions_and_a_changed_one_under_a_known_version_are_refused(app, session, tmp_path):
    listing = make_listing(session, "published")
    releases.ensure_packaged(session)
    bakery = Path(__file__).parents[1] / "scoring" / "rubrics" / "bakery.toml"
    assert run(app, session, bakery, "--dry-run").output.startswith(f"Error: {bakery}: it asks other")
    packaged = PACKAGED / "clinical-massage-16.toml"
    changed = tmp_path / "clinical-massage-16.toml"
    changed.write_text(packaged.read_text().replace("weight = 0.15", "weight = 0.60"))
    done = run(app, session, changed)
    told = f"Error: {changed}: clinical-massage-16 is kept already with another text; a changed rubric needs"
    assert (done.exit_code, done.output.startswith(told)) == (1, True)
    assert len(session.get(Listing, listing.id).approved.scores) == 1


def test_the_rubric_that_scores_were_made_with_is_kept_unless_it_was_a_dry_run(app, session, other_rubric):
    make_listing(session, "published")
    run(app, session, other_rubric, "--dry-run")
    assert session.get(RubricRelease, "oil-first-2") is None
    run(app, session, other_rubric)
    run(app, session, other_rubric)
    assert session.get(RubricRelease, "oil-first-2")
    added = select(AuditEntry).where(AuditEntry.action == "rubric_added")
    assert [one.after for one in session.scalars(added)] == [{"rubric": "oil-first-2"}]


@pytest.mark.parametrize("number", ["-1", "99999999999999999999", "x"])
def test_a_version_id_that_cannot_be_is_refused(app, session, number):
    done = run(app, session, "--after", number)
    assert done.exit_code == 2
    assert "Invalid value for '--after'" in done.output
