"""The Beta posterior of one question: worked examples and levels."""

from __future__ import annotations

import pytest

from scoring import Evidence
from scoring.evidence import level, posterior
from scoring.quantile import beta_quantile, incomplete_beta


def clients(yes: int, no: int = 0, age_months: float = 1.0) -> list[Evidence]:
    return [Evidence("client", "Q1", float(i < yes), age_months) for i in range(yes + no)]


def interview(value: float, age_months: float = 1.0) -> Evidence:
    return Evidence("interview", "Q1", value, age_months)


WORKED = [
    (None, None, [], 0.300, 0.058, 0.107, 0.600),
    (1.0, None, [], 0.290, 0.069, 0.118, 0.556),
    (1.0, 0.25, [], 0.306, 0.117, 0.167, 0.520),
    (1.0, 0.75, [], 0.556, 0.333, 0.409, 0.772),
    (1.0, 1.0, [], 0.650, 0.431, 0.511, 0.850),
    (1.0, 1.0, clients(1), 0.687, 0.485, 0.561, 0.869),
    (1.0, 1.0, clients(3), 0.737, 0.559, 0.629, 0.894),
    (1.0, 1.0, clients(5), 0.768, 0.608, 0.672, 0.908),
    (1.0, 1.0, clients(12), 0.820, 0.691, 0.744, 0.931),
    (1.0, 1.0, clients(1, 4), 0.498, 0.316, 0.376, 0.680),
    (1.0, 0.2, clients(8), 0.585, 0.414, 0.474, 0.749),
    (1.0, 1.0, [interview(1.0)], 0.844, 0.730, 0.778, 0.941),
]


@pytest.mark.parametrize(("claim", "text", "reports", "mean", "q10", "q20", "q90"), WORKED)
def test_the_worked_examples_come_out_to_three_places(claim, text, reports, mean, q10, q20, q90):
    result = posterior(claim, text, reports)
    found = (result.mean, result.quantile(0.1), result.quantile(0.2), result.quantile(0.9))
    assert found == pytest.approx((mean, q10, q20, q90), abs=0.0006)


def test_a_choice_alone_is_believed_as_far_as_the_rubric_says_and_never_against_a_text():
    alone = posterior(1.0, None, [], choice_alone=0.6)
    assert (alone.mean, alone.quantile(0.2)) == pytest.approx((0.360, 0.176), abs=0.0006)
    assert posterior(0.3, None, [], choice_alone=0.6) == posterior(0.3, None, [], choice_alone=1.0)
    assert posterior(1.0, 0.1, [], choice_alone=0.6) == posterior(1.0, 0.1, [])
    # Whoever explains well is ahead of whoever only chooses, and whoever says nothing to the point is not.
    assert posterior(1.0, 0.1, []).quantile(0.2) < alone.quantile(0.2) < posterior(1.0, 0.3, []).quantile(0.2)


def test_an_old_interview_counts_half():
    fresh, old = posterior(None, None, [interview(1.0)]), posterior(None, None, [interview(1.0, 24.0)])
    assert (fresh.alpha, old.alpha) == (11.2, 6.2)


def test_only_the_latest_interview_counts():
    both = posterior(None, None, [interview(0.0, 10.0), interview(1.0, 2.0)])
    assert both == posterior(None, None, [interview(1.0, 2.0)])


def test_a_flagged_text_weighs_less():
    assert posterior(None, 1.0, [], text_weight=1.0).alpha == pytest.approx(2.2)


@pytest.mark.parametrize(
    ("yes", "no", "reached"), [(3, 0, "L2"), (4, 1, "L2"), (8, 2, "L2"), (2, 1, "L0"), (2, 0, "L0")]
)
def test_clients_confirm_from_three_reports_that_mostly_agree(yes, no, reached):
    assert level(None, None, clients(yes, no), text_stands=False) == reached


def test_reports_of_clients_older_than_two_years_give_no_level():
    assert level(None, None, clients(3, age_months=24.0), text_stands=False) == "L0"


def test_a_fresh_interview_is_the_highest_level_and_wears_off():
    assert level(None, None, [interview(0.1)], text_stands=False) == "L3"
    assert level(None, None, [interview(0.1, 24.0)], text_stands=False) == "L0"


@pytest.mark.parametrize(
    ("claim", "text", "stands", "reached"),
    [
        (0.6, 0.4, True, "L1"),
        (1.0, 0.7, True, "L0"),
        (0.6, 0.39, True, "L0"),
        (0.6, 0.5, False, "L0"),
        (None, 0.9, True, "L0"),
    ],
)
def test_a_text_explains_a_claim_that_agrees_with_it(claim, text, stands, reached):
    assert level(claim, text, [], stands) == reached


@pytest.mark.parametrize("p", [0.01, 0.1, 0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize(("a", "b"), [(1.2, 2.8), (1.0, 1.0), (40.0, 2.0), (1.2, 30.0), (500.0, 500.0)])
def test_a_quantile_inverts_the_distribution(a, b, p):
    assert incomplete_beta(a, b, beta_quantile(a, b, p)) == pytest.approx(p, abs=1e-9)


def test_the_uniform_distribution_is_its_own_quantile():
    assert beta_quantile(1.0, 1.0, 0.2) == pytest.approx(0.2, abs=1e-12)
