"""Properties of the total that hold for any evidence and any text."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring import Answer, Evidence, load_rubric, score_answer, score_practice
from scoring.evidence import posterior

RUBRIC = load_rubric()
IDS = [q.id for q in RUBRIC.questions]
SHARE = st.floats(0.0, 1.0)
MAYBE = st.none() | SHARE
REPORTS = st.lists(
    st.builds(Evidence, st.sampled_from(["client", "interview"]), st.just("Q1"), SHARE, st.floats(0.0, 60.0)),
    max_size=8,
)
VOCABULARY = (
    "no oil not slow psoas tight weak low back hips refers to the pelvis a lot of little at end whole hour yes . , ? "
    "fascia surrounds muscles I never always full body relax 😀 é <b> myofascial because"
)
WORDS = st.lists(st.sampled_from(re.findall(r"\S+", VOCABULARY)), max_size=60).map(" ".join)
TEXTS = st.none() | WORDS | st.text(max_size=200)


@st.composite
def answers(draw):
    return {
        q.id: Answer(draw(st.none() | st.sampled_from([c.value for c in q.choices])), draw(TEXTS))
        for q in RUBRIC.questions
    }


@given(answers())
def test_every_number_is_bounded_and_in_order(given_answers):
    result = score_practice(RUBRIC, given_answers)
    assert 0.0 <= result.low <= result.rank_score <= result.high <= 100.0
    assert 0.0 <= result.estimate <= 100.0
    for q in result.questions:
        assert 0.0 <= q.q10 <= q.q20 <= q.q90 <= 1.0
    assert sum(q.contribution for q in result.questions) == pytest.approx(result.rank_score)


@given(answers())
def test_texts_and_choices_alone_cannot_pass_the_ceiling(given_answers):
    result = score_practice(RUBRIC, given_answers)
    assert result.estimate <= 65.0 + 1e-9
    assert result.rank_score <= 51.15


@given(MAYBE, SHARE, SHARE, REPORTS)
def test_a_better_text_never_lowers_a_quantile(claim, one, other, reports):
    worse, better = sorted((one, other))
    below, above = posterior(claim, worse, reports), posterior(claim, better, reports)
    assert all(below.quantile(p) <= above.quantile(p) + 1e-9 for p in (0.1, 0.2, 0.9))


@given(SHARE, SHARE, MAYBE, REPORTS)
def test_a_higher_claim_never_lowers_a_quantile(one, other, text, reports):
    worse, better = sorted((one, other))
    below, above = posterior(worse, text, reports), posterior(better, text, reports)
    assert all(below.quantile(p) <= above.quantile(p) + 1e-9 for p in (0.1, 0.2, 0.9))


@given(MAYBE, MAYBE, REPORTS)
def test_one_more_yes_never_lowers_and_one_more_no_never_raises(claim, text, reports):
    now = posterior(claim, text, reports).quantile(0.2)
    yes, no = Evidence("client", "Q1", 1.0, 0.0), Evidence("client", "Q1", 0.0, 0.0)
    assert posterior(claim, text, [*reports, yes]).quantile(0.2) >= now - 1e-9
    assert posterior(claim, text, [*reports, no]).quantile(0.2) <= now + 1e-9


@given(MAYBE, MAYBE, REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(claim, text, reports, chance: random.Random):
    shuffled = reports[:]
    chance.shuffle(shuffled)
    assert posterior(claim, text, shuffled) == posterior(claim, text, reports)


@settings(max_examples=50)
@given(answers(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_come_does_not_matter(given_answers, chance: random.Random):
    shuffled = list(given_answers.items())
    chance.shuffle(shuffled)
    assert score_practice(RUBRIC, dict(shuffled)) == score_practice(RUBRIC, given_answers)


@given(MAYBE, MAYBE, st.floats(0.1, 10.0))
def test_agreeing_evidence_narrows_the_range(claim, text, weight):
    before = posterior(claim, text, [])
    after = before.with_evidence(before.mean, weight)
    assert after.quantile(0.9) - after.quantile(0.1) < before.quantile(0.9) - before.quantile(0.1)


@settings(max_examples=50)
@given(answers(), st.sampled_from(IDS), TEXTS)
def test_one_answer_changes_no_number_of_another_question(given_answers, changed, text):
    before = score_practice(RUBRIC, given_answers)
    after = score_practice(RUBRIC, given_answers | {changed: Answer(None, text)})
    for old, new in zip(before.questions, after.questions, strict=True):
        assert old.question_id == changed or old == new


@given(st.sampled_from(IDS), TEXTS)
def test_a_text_scores_the_same_every_time_and_within_bounds(question_id, text):
    result = score_answer(RUBRIC, question_id, text or "")
    assert result == score_answer(RUBRIC, question_id, text or "")
    assert 0.0 <= result.score <= 1.0


@given(st.sampled_from(IDS), TEXTS)
@example("Q2", "¼")
def test_every_span_lies_in_the_text_in_order(question_id, text):
    for criterion in score_answer(RUBRIC, question_id, text or "").criteria:
        edges = [edge for span in criterion.spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(text or "") for start, end in criterion.spans)


GOOD = [
    ("Q2", "I work slowly and wait for the fascia to soften."),
    ("Q3", "Tight hip flexors and weak glutes can tilt the pelvis forward."),
    ("Q4", "Trigger points in the gluteus medius refer pain to the low back."),
    ("Q5", "I use very little oil, so that my hands do not slide."),
]


@pytest.mark.parametrize(("question_id", "sentence"), GOOD)
def test_repeating_a_sentence_changes_nothing(question_id, sentence):
    once = score_answer(RUBRIC, question_id, sentence)
    often = score_answer(RUBRIC, question_id, " ".join([sentence] * 6))
    assert once.score == often.score > 0


@given(st.sampled_from(GOOD), WORDS)
def test_more_text_adds_no_points_to_a_criterion_already_met(good, more):
    question_id, sentence = good
    before = score_answer(RUBRIC, question_id, sentence)
    after = score_answer(RUBRIC, question_id, f"{sentence} {more}")
    # Doubt is a row of its own, there only where a text loses by it.
    now = {criterion.id: criterion for criterion in after.criteria}
    for old in before.criteria:
        new = now.get(old.id, old)
        assert old.status != "met" or new.points <= old.points
