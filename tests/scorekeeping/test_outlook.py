"""What would change a score and how it moved: computed with the rules of the score itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app import scorekeeping
from directory_app.listings.actions import begin_edit
from directory_app.models import Evidence, EvidenceKind, Flag, FlagKind, FlagState, RevisionState, now
from directory_app.scorekeeping import Cause

from ..factories import CLINICAL, make_listing, submit


def add(session, listing, kind, count=1, value=1.0, questions=("Q1", "Q2", "Q3", "Q4", "Q5"), **facts):
    for question_id in questions:
        for _ in range(count):
            session.add(
                Evidence(
                    listing_id=listing.id,
                    question_id=question_id,
                    kind=kind,
                    value=value,
                    **{"observed_at": now(), **facts},
                )
            )
    session.flush()


def look(session, revision):
    return scorekeeping.outlook(session, revision, revision.score, scorekeeping.standing_flags(session, revision))


def test_the_outlook_starts_from_the_stored_score(session):
    revision = make_listing(session, "published").approved
    add(session, revision.listing, EvidenceKind.CLIENT, 4)
    score = scorekeeping.rescore(session, revision)
    found = look(session, revision).now
    for name in ("estimate", "rank_score", "low", "high"):
        assert getattr(found, name) == pytest.approx(getattr(score, name)), name


def test_what_is_foretold_of_three_clients_comes_true_when_they_report(session):
    revision = make_listing(session, "published").approved
    foretold = next(one for one in look(session, revision).prospects if (one.kind, one.count) == ("client", 3))
    add(session, revision.listing, EvidenceKind.CLIENT, 3)
    score = scorekeeping.rescore(session, revision)
    assert score.estimate == pytest.approx(foretold.highest.estimate)
    assert score.low == pytest.approx(foretold.highest.low)


def test_evidence_that_agrees_narrows_the_range_and_leaves_the_estimate(session):
    found = look(session, make_listing(session, "published").approved)
    widths = [found.now.width, *(one.agreeing.width for one in found.prospects)]
    assert widths == sorted(widths, reverse=True)
    assert all(one.agreeing.estimate == pytest.approx(found.now.estimate) for one in found.prospects)
    assert all(one.lowest.estimate < found.now.estimate < one.highest.estimate for one in found.prospects)


def test_what_a_flag_holds_down_is_told_as_it_is_when_the_flag_falls(session):
    answers = {**CLINICAL, "Q2": ("yes", CLINICAL["Q2"][1] + " Results are guaranteed.")}
    revision = make_listing(session, "published", answers=answers).approved
    foretold = look(session, revision).without_flags
    for flag in session.scalars(select(Flag).where(Flag.revision_id == revision.id)):
        flag.state, flag.reviewed_at = FlagState.DISMISSED, now()
    session.flush()
    assert scorekeeping.rescore(session, revision).estimate == pytest.approx(foretold.estimate)
    assert look(session, revision).without_flags is None


def test_few_clients_are_not_counted_out_and_an_interview_says_when_it_fades(session):
    listing = make_listing(session, "published")
    add(session, listing, EvidenceKind.CLIENT, 2, questions=["Q1"])
    add(session, listing, EvidenceKind.CLIENT, 3, questions=["Q2"])
    add(session, listing, EvidenceKind.INTERVIEW, questions=["Q3"], observed_at=now() - timedelta(days=100))
    add(session, listing, EvidenceKind.INTERVIEW, questions=["Q4"], observed_at=now() - timedelta(days=900))
    known = look(session, listing.approved).backing
    assert (known["Q1"].any_clients, known["Q1"].clients, known["Q1"].latest_client) == (True, None, None)
    assert known["Q2"].clients == 3, "as many as visitors are told of"
    assert known["Q2"].latest_client.day == 1
    assert known["Q3"].fades_on > now().date()
    assert known["Q4"].fades_on is None


def test_every_step_of_the_history_says_what_moved_the_score(session):
    listing = make_listing(session, "published")
    first = listing.approved
    first.scores[0].computed_at -= timedelta(days=60)
    add(session, listing, EvidenceKind.CLIENT, 3, recorded_at=now() - timedelta(days=30))
    scorekeeping.rescore(session, first).computed_at -= timedelta(days=29)
    scorekeeping.rescore(session, first).computed_at -= timedelta(days=28)
    edit = begin_edit(session, listing, listing.account)
    edit.answer("Q5").text = "Plenty of warm oil from start to end."
    submit(session, edit)
    assert [one.causes[0][0] for one in scorekeeping.history(session, listing)] == [Cause.FIRST, Cause.CLIENTS]
    first.move(RevisionState.REPLACED)
    session.flush()
    edit.move(RevisionState.APPROVED)
    session.flush()
    steps = scorekeeping.history(session, listing)
    assert [one.causes[0] for one in steps] == [(Cause.FIRST, ()), (Cause.CLIENTS, ()), (Cause.ANSWERS, ("Oil",))]
    assert steps[1].change > 0 > steps[2].change
    assert {one.title for one in steps[2].moves} == {"Oil"}


def test_new_criteria_and_a_fallen_flag_are_named_as_causes(session):
    listing = make_listing(session, "published")
    revision = listing.approved
    revision.scores[0].computed_at -= timedelta(days=9)
    revision.scores[0].rubric_version = "clinical-massage-1"
    session.add(
        Flag(
            revision=revision,
            question_id="Q1",
            kind=FlagKind.ECHO,
            state=FlagState.DISMISSED,
            reviewed_at=now() - timedelta(days=1),
        )
    )
    session.flush()
    scorekeeping.rescore(session, revision)
    causes = [kind for kind, _ in scorekeeping.history(session, listing)[-1].causes]
    assert causes == [Cause.RUBRIC, Cause.FLAGS]


def test_a_flag_without_ground_does_not_come_back_with_an_edit_of_something_else(session):
    answers = {**CLINICAL, "Q2": ("yes", CLINICAL["Q2"][1] + " Results are guaranteed.")}
    listing = make_listing(session, "published", answers=answers)
    flag = session.scalars(select(Flag).where(Flag.revision_id == listing.approved.id)).one()
    flag.state, flag.reviewed_at = FlagState.DISMISSED, now()
    session.flush()
    edit = begin_edit(session, listing, listing.account)
    edit.bio = "New words about me."
    assert scorekeeping.standing_flags(session, submit(session, edit)) == []


def test_a_flag_without_ground_protects_no_other_words(session):
    answers = {**CLINICAL, "Q2": ("yes", CLINICAL["Q2"][1] + " Results are guaranteed.")}
    listing = make_listing(session, "published", answers=answers)
    flag = session.scalars(select(Flag).where(Flag.revision_id == listing.approved.id)).one()
    flag.state, flag.reviewed_at = FlagState.DISMISSED, now()
    session.flush()
    edit = begin_edit(session, listing, listing.account)
    edit.answer("Q2").text = "Slow pressure, and a permanent cure is guaranteed."
    (standing,) = scorekeeping.standing_flags(session, submit(session, edit))
    assert standing.state is FlagState.OPEN
