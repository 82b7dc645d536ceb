"""Re-scoring from the command line: who moves and why, in batches, without losing history."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

import scoring
from directory_app.models import PublicListing, Revision, Score

from ..factories import RELAXING, make_listing


@pytest.fixture
def other_rubric(tmp_path) -> Path:
    """The shipped rubric under another version, where oil counts most."""
    text = (Path(scoring.__file__).parent / "rubrics" / "clinical-massage-17.toml").read_text()
    assert 'version = "clinical-massage-17"' in text
    assert "weight = 0.15" in text
    changed = text.replace('version = "clinical-massage-17"', 'version = "oil-first-2"').replace(
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
    assert "1 versions read with oil-first-2; 1 would move." in done.output
    assert "Ada Moved: Oil" in done.output
    assert len(session.scalars(select(Score)).all()) == 1
    assert session.get(Revision, listing.revisions[0].id).score.rank_score == before


def test_a_real_run_moves_search_and_keeps_the_old_score(app, session, other_rubric):
    listing = make_listing(session, "published")
    old = listing.approved.score.rank_score
    done = run(app, session, other_rubric)
    assert done.exit_code == 0, done.output
    scores = session.scalars(select(Score).order_by(Score.id)).all()
    assert [(s.rubric_version, s.current) for s in scores] == [("clinical-massage-17", False), ("oil-first-2", True)]
    public = session.get(PublicListing, listing.id)
    assert public.rank_score == scores[1].rank_score != old
    assert public.locations[0].rank_score == public.rank_score


def test_the_same_rubric_moves_nobody(app, session):
    make_listing(session, "published")
    make_listing(session, "submitted", answers=RELAXING)
    done = run(app, session)
    assert "2 versions read with clinical-massage-17; 0 moved." in done.output


def test_it_continues_after_a_version(app, session, other_rubric):
    first = make_listing(session, "published").revisions[0]
    second = make_listing(session, "published").revisions[0]
    done = run(app, session, other_rubric, "--after", first.id)
    assert done.output.count("1 versions read") == 1
    assert session.get(Revision, first.id).score.rubric_version == "clinical-massage-17"
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
