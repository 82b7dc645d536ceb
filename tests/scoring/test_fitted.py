"""The fitted section of a rubric: points in place of those set by hand, and points of single words."""

from __future__ import annotations

import pytest

from scoring import InvalidRubric, load_rubric, score_answer
from scoring.wording import stem

from .conftest import BAKERY

WORDS = '{ id = "dough.wording", label = "Words", note = "Words.", words = true, points = 1.0 },\n'


def bakery_with(tmp_path, fitted):
    path = tmp_path / "bakery.toml"
    text = BAKERY.read_text(encoding="utf-8").replace("criteria = [\n", f"criteria = [\n  {WORDS}", 1)
    path.write_text(f"{text}\n{fitted}", encoding="utf-8")
    return path


def test_words_earn_their_points_once_each_and_no_more_than_the_criterion_allows(tmp_path):
    fitted = '[fitted]\nmethod = "by hand"\n[fitted.words]\n"dough.wording" = "patient 0.75 | lov 0.5"\n'
    rubric = load_rubric(bakery_with(tmp_path, fitted))

    def points(text):
        return next(c for c in score_answer(rubric, "dough", text).criteria if c.id == "dough.wording").points

    assert points("Much patience.") == 0.0
    assert points("We are patient, patient, patient.") == 0.75
    assert points("It takes love.") == 0.5
    assert points("It takes love and more love.") == 0.5


def test_fitted_points_replace_those_by_hand_in_proportion(tmp_path):
    name = next(c.id for c in load_rubric(BAKERY).question("dough").criteria if c.points > 0)
    fitted = f'[fitted]\nmethod = "by hand"\n[fitted.points]\n"{name}" = 7.5\n'
    before = next(c for c in load_rubric(BAKERY).question("dough").criteria if c.id == name)
    after = next(c for c in load_rubric(bakery_with(tmp_path, fitted)).question("dough").criteria if c.id == name)
    assert after.points == 7.5
    assert after.max_points == pytest.approx(before.max_points * 7.5 / before.points)


@pytest.mark.parametrize(
    ("fitted", "said"),
    [
        ('[fitted]\nmethod = ""\n', "fitted.method"),
        ('[fitted]\nmethod = "m"\n[fitted.points]\n"nothing" = 1\n', "fitted.points.nothing is not a key"),
        ('[fitted]\nmethod = "m"\n[fitted.words]\n"dough.wording" = "love much"\n', "fitted.words.dough.wording"),
        ('[fitted]\nmethod = "m"\n[fitted.words]\n"dough.wording" = "love -1"\n', "fitted.words.dough.wording"),
    ],
)
def test_a_faulty_fitted_section_is_refused_with_its_key(tmp_path, fitted, said):
    with pytest.raises(InvalidRubric, match=said):
        load_rubric(bakery_with(tmp_path, fitted))


def test_the_packaged_rubric_says_how_it_was_fitted_and_no_penalty_became_a_reward(rubric):
    for question in rubric.questions:
        for criterion in question.criteria:
            assert all(points >= 0 for points in criterion.weights.values())
            assert criterion.points != 0


@pytest.mark.parametrize(("one", "other"), [("holds", "holding"), ("slowly", "slow"), ("muscles", "muscle")])
def test_inflections_have_one_stem(one, other):
    assert stem(one) == stem(other)
