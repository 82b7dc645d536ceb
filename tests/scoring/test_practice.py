"""Whole practices: levels, open answers, flags and refused input."""

from __future__ import annotations

from functools import partial

import pytest

from scoring import (
    Answer,
    Evidence,
    InvalidAnswer,
    contains_instructions,
    load_rubric,
    looks_like_list,
    score_answer,
    score_practice,
)
from scoring.agreement import contradictions
from scoring.explanation import level_name, segments, summary
from scoring.known import pairs_in
from scoring.rubric import DEFAULT, PACKAGED

from .test_texts import HIGH

BEST = {"Q1": "yes_whole_hour", "Q2": "yes", "Q3": "routinely", "Q4": "routinely", "Q5": "none_or_only_at_the_end"}
CLAIMED = {q: Answer(c) for q, c in BEST.items()}
EXPLAINED = {q: Answer(BEST[q], text) for q, text in HIGH}


def test_claims_alone_give_the_worked_totals(rubric):
    result = score_practice(rubric, CLAIMED)
    assert (round(result.rank_score, 1), round(result.estimate)) == (17.6, 36)
    assert result.level == "L0"
    assert result.rubric_version == DEFAULT


def test_before_rubric_21_a_choice_alone_was_believed_a_quarter():
    result = score_practice(load_rubric(PACKAGED / "clinical-massage-20.toml"), CLAIMED)
    assert (round(result.rank_score, 1), round(result.estimate)) == (11.8, 29)


def test_few_words_are_less_to_go_by_for_and_against(rubric):
    said = "Slow pressure on the hip flexors until they let go."

    def observations(text):
        found = score_practice(rubric, {"Q2": Answer(None, text)}).questions[1]
        return found.alpha + found.beta - 4.0

    # Ten different words of forty: half of the weight of three.
    assert observations(said) == pytest.approx(1.5)
    # Saying it again makes it no more to go by; eight words more do, up to the whole weight.
    assert observations(f"{said} {said}") == pytest.approx(1.5)
    assert observations(f"{said} Then I test whether bending forward has changed.") == pytest.approx(
        3 * (18 / 40) ** 0.5
    )
    assert observations(" ".join(text for _, text in HIGH)) == pytest.approx(3.0)
    longest = max(HIGH, key=lambda one: len(one[1].split()))
    short, whole = (score_practice(rubric, {longest[0]: Answer(None, one)}) for one in (said, longest[1]))
    assert short.high - short.low > whole.high - whole.low


def test_a_text_that_a_flag_holds_back_still_weighs_less_by_its_length(rubric):
    found = score_practice(rubric, {"Q5": Answer(None, "None.")}, text_weights={"Q5": 1.0}).questions[4]
    assert found.alpha + found.beta == pytest.approx(4.0 + (1 / 40) ** 0.5)


def test_before_rubric_22_any_text_counted_in_full():
    result = score_practice(load_rubric(PACKAGED / "clinical-massage-21.toml"), {"Q5": Answer(None, "None.")})
    assert result.questions[4].alpha + result.questions[4].beta == pytest.approx(7.0)


def test_nothing_answered_is_the_prior(rubric):
    assert score_practice(rubric, {}).estimate == pytest.approx(30.0)


def test_explained_practices_stand_above_claimed_ones(rubric):
    assert score_practice(rubric, EXPLAINED).rank_score > 2 * score_practice(rubric, CLAIMED).rank_score


def test_four_of_five_questions_make_the_level(rubric):
    reports = [Evidence("interview", q, 0.9, 3.0) for q in ("Q1", "Q2", "Q3", "Q4")]
    assert score_practice(rubric, CLAIMED, reports).level == "L3"
    assert score_practice(rubric, CLAIMED, reports[:3]).level == "L0"


def test_a_flagged_text_lowers_level_and_weight(rubric):
    whole = score_practice(rubric, EXPLAINED).questions[4]
    flagged = score_practice(rubric, EXPLAINED, text_weights={"Q5": 1.0}).questions[4]
    assert (whole.level, flagged.level) == ("L1", "L0")
    assert flagged.q20 < whole.q20


def test_a_text_in_another_language_is_no_evidence(rubric):
    italian = {"Q5": Answer("minimal", "No, uso pochissimo olio per non perdere il contatto con la schiena.")}
    assert score_practice(rubric, italian).estimate == score_practice(rubric, {"Q5": Answer("minimal")}).estimate
    assert score_practice(rubric, italian).questions[4].text_score is None


@pytest.mark.parametrize(
    ("answers", "evidence", "weights", "message"),
    [
        ({"Q9": Answer()}, [], {}, "no such question"),
        ({"Q1": Answer("maybe")}, [], {}, "'maybe' is not one of its choices"),
        ({}, [Evidence("client", "Q9", 1.0, 0.0)], {}, "no such question"),
        ({}, [Evidence("star", "Q1", 1.0, 0.0)], {}, "kind client or interview"),
        ({}, [Evidence("client", "Q1", float("nan"), 0.0)], {}, "from 0 to 1"),
        ({}, [Evidence("client", "Q1", 1.0, -1.0)], {}, "age"),
        ({}, [], {"Q1": 9.0}, "weight"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(rubric, answers, evidence, weights, message):
    with pytest.raises(InvalidAnswer, match=message):
        score_practice(rubric, answers, evidence, weights)


NO_ANSWERS = [
    (None, "mapping of question ids, not None"),
    (["Q1"], "mapping of question ids, not a value of type list"),
    ({"Q1": {"choice": "yes", "text": ""}}, "Q1: must be an Answer, not a value of type dict"),
    ({"Q1": Answer(None, 0)}, "Q1: the text of an answer must be a string, not a value of type int"),
    ({"Q1": Answer(None, b"dry")}, "Q1: the text of an answer must be a string, not a value of type bytes"),
    ({"Q1": Answer(["yes"])}, "Q1: a value of type list is not one of its choices"),
    ({7: Answer()}, "no such question"),
]


@pytest.mark.parametrize(("answers", "message"), NO_ANSWERS)
def test_answers_of_the_wrong_type_are_refused_with_their_question(rubric, answers, message):
    for read in (score_practice, contradictions):
        with pytest.raises(InvalidAnswer, match=message):
            read(rubric, answers)


@pytest.mark.parametrize(
    ("evidence", "weights", "message"),
    [
        (7, None, "evidence must be a list of reports"),
        (["yes"], None, "evidence must be of the type Evidence"),
        ([Evidence("client", "Q1", "1", 0.0)], None, "Q1: the value of evidence must be from 0 to 1"),
        ([Evidence("client", "Q1", 1.0, None)], None, "Q1: the age of evidence must be 0 months or more"),
        ([Evidence(None, "Q1", 1.0, 0.0)], None, "Q1: evidence must be of kind client or interview"),
        ([], {"Q1": "1"}, "Q1: the weight of a text must be from 0 to 3"),
        ([], 0, "weights of texts must be a mapping"),
    ],
)
def test_evidence_and_weights_of_the_wrong_type_are_refused(rubric, evidence, weights, message):
    with pytest.raises(InvalidAnswer, match=message):
        score_practice(rubric, {}, evidence, weights)


def test_evidence_that_can_be_read_only_once_counts(rubric):
    reports = [Evidence("interview", "Q1", 1.0, 0.0)]
    assert score_practice(rubric, {}, (report for report in reports)) == score_practice(rubric, {}, reports)


READERS = (contains_instructions, looks_like_list, pairs_in, partial(score_answer, load_rubric(), "Q1"))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", [None, b"dry", 7, ["dry"]])
def test_what_is_no_text_is_refused(read, text):
    with pytest.raises(InvalidAnswer, match="the text of an answer must be a string"):
        read(text)


def test_a_refusal_stays_short_however_long_the_question_or_choice(rubric):
    for answers in ({"Q" * 1_000_000: Answer()}, {"Q1": Answer("y" * 1_000_000)}):
        with pytest.raises(InvalidAnswer) as refused:
            score_practice(rubric, answers)
        assert len(str(refused.value)) < 300


def test_segments_are_the_text_in_pieces_and_overlapping_spans_make_one(rubric):
    text = "Tight glutes 😀 can refer pain to the low back."
    result = score_practice(rubric, {"Q4": Answer(None, text)}).questions[3]
    pieces = segments(text, result.criteria)
    assert "".join(piece for piece, _ in pieces) == text
    assert "Names hip muscles" in next(labels for piece, labels in pieces if "glutes" in piece)
    assert any(len(labels) > 1 for _, labels in pieces)
    assert segments("", []) == []
    assert all(not labels for _, labels in pieces[1::2]) or all(not labels for _, labels in pieces[::2])


def test_the_summary_is_one_plain_line(rubric):
    assert summary(score_practice(rubric, {})) == "30 of 100, range 6 to 60, claimed on 5 of 5 questions"
    assert level_name("L2") == "Confirmed by clients"
