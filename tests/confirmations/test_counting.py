"""From confirmations to evidence: fixed days, three at least, a flood weighs little, withdrawn is gone."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from directory_app import confirming, scorekeeping
from directory_app.confirming import counting
from directory_app.confirming.facts import FACTS
from directory_app.confirming.tasks import sweep
from directory_app.models import (
    AuditEntry,
    Confirmation,
    ConfirmationState,
    Evidence,
    EvidenceKind,
    Jurisdiction,
    PublicListing,
    now,
)
from scoring.evidence import CLIENTS_AT_MOST, PRIOR, posterior
from scoring.evidence import Evidence as Report

from ..factories import make_listing
from .conftest import NO, SECRET, UNSURE, YES, count_on, fixed, later, send


def evidence(session, listing):
    return session.scalar(select(func.count()).where(Evidence.listing_id == listing.id)) or 0


def send_on(session, listing, day, *reports):
    with fixed(day):
        return [send(session, listing, answers) for answers in reports]


def test_three_reports_count_on_the_next_fixed_day_and_not_before(session, listing):
    send_on(session, listing, (3, 3), YES, YES, YES)
    before = listing.approved.score.rank_score
    assert count_on(session, listing, (3, 14)) == 0
    assert evidence(session, listing) == 0
    assert count_on(session, listing, (3, 15)) == 3
    assert evidence(session, listing) == 15
    assert listing.approved.score.rank_score > before
    assert session.get(PublicListing, listing.id).rank_score == listing.approved.score.rank_score


def test_two_reports_wait_until_a_third_has_come(session, listing):
    send_on(session, listing, (3, 3), YES, NO)
    assert count_on(session, listing, (3, 15)) == 0
    send_on(session, listing, (3, 20), YES)
    assert count_on(session, listing, (3, 31)) == 0, "the third came after the last fixed day"
    assert count_on(session, listing, (4, 1)) == 3


def test_a_report_of_the_fixed_day_itself_waits_for_the_next(session, listing):
    send_on(session, listing, (3, 15), YES, YES, YES)
    assert count_on(session, listing, (3, 15)) == 0
    assert count_on(session, listing, (4, 1)) == 3


@pytest.mark.parametrize(
    ("today", "last", "following"),
    [((1, 1), (1, 1), (1, 15)), ((2, 14), (2, 1), (2, 15)), ((2, 28), (2, 15), (3, 1)), ((12, 31), (12, 15), (1, 1))],
)
def test_the_fixed_days_are_the_first_and_the_fifteenth(today, last, following):
    with fixed(today):
        day = now().date()
    assert (counting.last_day(day).month, counting.last_day(day).day) == last
    assert (counting.next_day(day).month, counting.next_day(day).day) == following


def test_what_a_client_did_not_know_counts_as_nothing(session, listing):
    answers = {**UNSURE, "Q5": "little"}
    send_on(session, listing, (3, 3), answers, answers, answers)
    count_on(session, listing, (3, 15))
    rows = session.scalars(select(Evidence).where(Evidence.listing_id == listing.id)).all()
    assert [(one.question_id, one.value, one.kind) for one in rows] == [("Q5", 0.75, EvidenceKind.CLIENT)] * 3
    assert {(one.observed_at.day, one.observed_at.hour) for one in rows} == {(1, 0)}, "the month and no more"


def test_clients_who_agree_confirm_a_question_and_those_who_contradict_lower_it(session):
    agreeing, contradicted = make_listing(session, "published"), make_listing(session, "published")
    start = agreeing.approved.score.rank_score
    send_on(session, agreeing, (3, 3), YES, YES, YES)
    send_on(session, contradicted, (3, 3), NO, NO, NO)
    for one in (agreeing, contradicted):
        count_on(session, one, (3, 15))
    with fixed((3, 16)):
        assert agreeing.approved.score.level == "L2"
    assert contradicted.approved.score.rank_score < start < agreeing.approved.score.rank_score


def test_a_flood_weighs_no_more_than_twelve(session, listing):
    weights = []
    for number in (1, 3, 12, 100, 5000):
        found = posterior(None, None, [Report("client", "Q1", 1.0, 1.0)] * number)
        weights.append(found.alpha + found.beta - sum(PRIOR))
    assert weights == sorted(weights)
    assert weights[-1] <= CLIENTS_AT_MOST + 1e-9
    assert weights[2] < CLIENTS_AT_MOST * 0.64, "twelve clients count for fewer than eight"


any_answers = st.fixed_dictionaries({one.question_id: st.sampled_from([c.value for c in one.choices]) for one in FACTS})


@given(st.lists(any_answers, max_size=60), st.floats(0, 1), st.one_of(st.none(), st.floats(0, 1)))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_confirmations_leaves_the_bounds_and_a_flood_is_capped(reports, claim, text):
    for fact in FACTS:
        values = [v for v in (confirming.counted(one).get(fact.question_id) for one in reports) if v is not None]
        assert all(0.0 <= value <= 1.0 for value in values)
        came = [Report("client", fact.question_id, value, 1.0) for value in values]
        found, without = posterior(claim, text, came), posterior(claim, text, [])
        assert 0.0 <= found.quantile(0.1) <= found.quantile(0.2) <= found.quantile(0.9) <= 1.0
        assert found.alpha + found.beta <= without.alpha + without.beta + CLIENTS_AT_MOST + 1e-9
        best = without.with_evidence(1.0, CLIENTS_AT_MOST)
        assert math.isfinite(found.mean)
        assert found.mean <= best.mean + 1e-9


def test_a_listing_flooded_with_yes_stays_below_what_an_interview_brings(session, listing):
    send_on(session, listing, (3, 3), *[YES] * 16)
    assert count_on(session, listing, (3, 15)) == 16
    score = listing.approved.score
    assert 0 <= score.low <= score.estimate <= score.high <= 100
    weights = {one.alpha + one.beta for one in score.questions}
    assert max(weights) <= sum(PRIOR) + 1 + 3 + CLIENTS_AT_MOST


def test_what_is_taken_back_before_it_counts_never_counts(session, listing):
    sent = send_on(session, listing, (3, 3), YES, YES, YES)
    with fixed((3, 4)):
        assert confirming.withdraw(session, confirming.make_receipt(SECRET, sent[0][1].key), SECRET)
    assert sent[0][0].answers == {}
    assert count_on(session, listing, (3, 15)) == 0, "two are left"


def test_what_is_taken_back_later_ceases_to_count_at_once(session, listing):
    start = listing.approved.score.rank_score
    sent = send_on(session, listing, (3, 3), YES, YES, YES)
    count_on(session, listing, (3, 15))
    counted = listing.approved.score.rank_score
    with fixed((3, 20)):
        for number, (_, through) in enumerate(sent):
            assert confirming.withdraw(session, confirming.make_receipt(SECRET, through.key), SECRET)
            left = listing.approved.score.rank_score
            assert start <= left < counted, number
            reports = scorekeeping.client_reports(session, listing)
            assert reports is None or reports.number == 0, "two or one are not shown"
    assert listing.approved.score.rank_score == pytest.approx(start)
    assert evidence(session, listing) == 15, "evidence is withdrawn, never deleted"


def test_after_thirty_days_nothing_ties_a_receipt_to_a_report(session, listing):
    made, through = send(session, listing)
    other, _ = send(session, listing)
    other.state = ConfirmationState.COUNTED
    with later(days=31):
        confirming.forget(session)
        session.expire_all()
        assert not confirming.withdraw(session, confirming.make_receipt(SECRET, through.key), SECRET)
    assert (made.key, made.receipt_hash, made.network) == (None, None, None)
    assert (other.received_at, other.network) == (None, None)


def test_networks_are_forgotten_the_next_day_and_codes_when_they_run_out(session, listing):
    from directory_app.models import ConfirmationCode, ConfirmationSheet, DaySalt

    made, _ = send(session, listing)
    confirming.forget(session)
    session.expire_all()
    assert made.network is not None, "the day is not over"
    with later(days=1):
        confirming.forget(session)
    session.expire_all()
    assert made.network is None
    assert session.scalars(select(DaySalt)).all() == []
    assert session.scalars(select(ConfirmationSheet.network)).all() == [None]
    with later(days=121):
        confirming.forget(session)
    assert session.scalar(select(func.count()).select_from(ConfirmationCode)) == 0
    assert session.scalar(select(func.count()).select_from(Confirmation)) == 1


def test_the_job_counts_everywhere_and_a_second_run_changes_nothing(app, session, listing):
    send_on(session, listing, (3, 3), YES, YES, NO)
    session.commit()
    with fixed((3, 16)):
        assert sweep(app) == 3
        assert sweep(app) == 0
    session.expire_all()
    assert session.get(PublicListing, listing.id).level == listing.approved.score.level
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "confirmations_counted")).one()
    assert entry.after == {"number": 3}


def test_where_a_rule_forbids_testimonials_counted_reports_cease_to_count(session, listing):
    start = listing.approved.score.rank_score
    send_on(session, listing, (3, 3), YES, YES, YES)
    count_on(session, listing, (3, 15))
    assert scorekeeping.client_reports(session, listing).number == 3
    session.get(Jurisdiction, "US-OR").testimonials = "restricted"
    session.flush()
    assert scorekeeping.client_reports(session, listing) is None, "they are not shown from this moment on"
    counting.score_again(session, listing)
    assert listing.approved.score.rank_score == pytest.approx(start)
    assert session.get(PublicListing, listing.id).rank_score == pytest.approx(start)


def test_words_stand_where_figures_would_be_too_small(session, listing):
    send_on(session, listing, (3, 3), YES, YES, {**UNSURE, "Q1": "yes", "Q2": "no"})
    count_on(session, listing, (3, 15))
    found = scorekeeping.client_reports(session, listing)
    assert found.number == 3
    assert found.shares == {"Q1": "all of them", "Q2": "most of them"}, "two answers to Q3 are not shown"


def test_an_operator_forbids_testimonials_and_what_was_counted_ceases_to_count(app, session, listing):
    start = listing.approved.score.rank_score
    send_on(session, listing, (3, 3), YES, YES, YES)
    count_on(session, listing, (3, 15))
    session.commit()
    run = app.test_cli_runner().invoke
    asked = ["directory", "testimonials", "us-or", "restricted", "--citation", "OAR 334-1", "--as-of", "2026-11"]
    assert "restricted in Oregon now; 1 listings were scored again" in run(args=asked).output
    session.expire_all()
    assert session.get(PublicListing, listing.id).rank_score == pytest.approx(start)
    assert session.get(Jurisdiction, "US-OR").citation == "OAR 334-1"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "testimonials_set")).one()
    assert (entry.before["testimonials"], entry.after["testimonials"]) == ("allowed", "restricted")
    assert "there is no jurisdiction XX" in run(args=["directory", "testimonials", "XX", *asked[3:]]).output
    assert "there is no jurisdiction US-ZZ" in run(args=["directory", "republish", "--place", "US-ZZ"]).output
    for month in ("2026-13", "2999-01", "soon"):
        assert "--as-of must be the month" in run(args=[*asked[:-1], month]).output
    assert (
        "--citation must say"
        in run(args=["directory", "testimonials", "us-or", "allowed", "--citation", " ", *asked[6:]]).output
    )
    assert session.get(Jurisdiction, "US-OR").citation == "OAR 334-1"
