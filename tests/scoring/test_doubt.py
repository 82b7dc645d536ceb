"""Texts that deny, mock or take back what they say: the same right words, turned round, lose points and say why."""

from __future__ import annotations

import pytest

from scoring import InvalidRubric, load_rubric, score_answer
from scoring.doubt import LONGEST, patterns, symbols
from scoring.normalise import prepare

from .conftest import BAKERY

METHOD = '[fitted]\nmethod = "by hand"\n'
DOUBT = '[fitted.doubt]\nabove = 0.2\nsurely = 0.4\nleast = 0.25\nbase = 0.0\nweights = "never TERM 1.0 | truly -1.0"\n'

PAIRS = [
    (
        "Q2",
        "You won't find me gliding and rushing. Slow sustained pressure on dry skin is all that's on my list.",
        "You won't find me sinking in and waiting. Slow sustained pressure on dry skin isn't on my list.",
    ),
    (
        "Q4",
        "I leave essences to others. If your back hurts I check glutes and psoas for referred pain.",
        "I leave glutes, psoas and referred pain to whoever enjoys that sort of thing.",
    ),
]


def bakery_with(tmp_path, fitted):
    path = tmp_path / "bakery.toml"
    path.write_text(f"{BAKERY.read_text(encoding='utf-8')}\n{METHOD}{fitted}", encoding="utf-8")
    return load_rubric(path)


@pytest.mark.parametrize(("question_id", "meant", "turned"), PAIRS)
def test_an_answer_turned_round_scores_far_less_than_the_one_it_was_made_of(rubric, question_id, meant, turned):
    assert score_answer(rubric, question_id, turned).score < 0.35 < score_answer(rubric, question_id, meant).score


def test_doubt_is_shown_as_a_penalty_with_the_words_that_speak_against_the_text(rubric):
    question_id, _, text = PAIRS[1]
    found = [c for c in score_answer(rubric, question_id, text).criteria if c.id == "q4.doubt"]
    assert [c.status for c in found] == ["penalty"]
    assert found[0].points < 0
    assert found[0].spans
    assert all(text[start:end].strip() for start, end in found[0].spans)


def test_an_answer_that_is_meant_has_no_row_of_doubt(rubric):
    text = "Slow sustained pressure without oil, held until the fascia softens and the muscle moves again."
    assert not [c for c in score_answer(rubric, "Q2", text).criteria if c.id == "q2.doubt"]


def test_doubt_takes_away_no_more_than_the_rubric_says(tmp_path):
    text = "Our levain rests overnight for the flavour. I never taste it."
    before = score_answer(load_rubric(BAKERY), "dough", text).score
    after = score_answer(bakery_with(tmp_path, DOUBT), "dough", text).score
    assert 0 < before
    assert after == pytest.approx(0.25 * before, abs=1e-4)


def test_the_walk_through_the_tree_finds_every_pattern_that_the_fit_counts(rubric):
    known = rubric.home.lexicon.begins_with
    for _, one, other in PAIRS:
        for text in (one, other):
            spelt = symbols(prepare(text), known)
            expected = patterns(spelt) & rubric.doubt.weights.keys()
            assert set(rubric.doubt._found(spelt)) == expected
            assert expected
            assert all(len(pattern.split(" ")) <= LONGEST for pattern in expected)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("surely = 0.4", "surely = 0.1"), "fitted.doubt.surely must be more than above"),
        (("least = 0.25", "least = 0"), "fitted.doubt.least"),
        (("truly -1.0", "truly much"), "fitted.doubt.weights"),
        (("base = 0.0", "bias = 0.0"), "fitted.doubt.bias is not a key"),
    ],
)
def test_a_faulty_table_is_refused_with_its_key(tmp_path, change, said):
    with pytest.raises(InvalidRubric, match=said):
        bakery_with(tmp_path, DOUBT.replace(*change))
