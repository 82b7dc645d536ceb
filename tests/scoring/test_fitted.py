"""The fitted section of a rubric: points in place of those set by hand, words, and what each question is about."""

from __future__ import annotations

from statistics import fmean

import pytest

from benchmarks.scoring_corpus import graded
from scoring import Answer, InvalidRubric, load_rubric, score_answer, score_practice
from scoring.evidence import posterior
from scoring.score import worth
from scoring.wording import stem

from .conftest import BAKERY

METHOD = '[fitted]\nmethod = "by hand"\n'


def bakery_with(tmp_path, fitted):
    path = tmp_path / "bakery.toml"
    path.write_text(f"{BAKERY.read_text(encoding='utf-8')}\n{fitted}", encoding="utf-8")
    return path


def test_words_of_graded_texts_raise_and_lower_a_score_by_their_share_and_no_more(tmp_path):
    words = '[fitted.words]\nshare = 0.3\nbase = 0.5\nweights = "patienc 2.0 | rush -2.0"\n'
    rubric = load_rubric(bakery_with(tmp_path, METHOD + words))

    def score(text):
        return score_answer(rubric, "dough", text).score

    assert score("Patience is what it takes.") == pytest.approx(0.3)
    assert score("Rush is what it takes.") == 0.0
    assert score("Patience, patience, patience is what it takes.") == pytest.approx(0.3)


def test_a_word_can_weigh_more_under_one_question_than_under_another(tmp_path):
    words = '[fitted.words]\nshare = 0.3\nbase = 0.5\nweights = "patienc 0.1"\n'
    own = '[fitted.words.questions.dough]\nweights = "patienc 0.2 | rush -0.5"\n'
    rubric = load_rubric(bakery_with(tmp_path, METHOD + words + own))
    shares = {name: 0.3 * worth for name, worth in (("dough", 0.8), ("sweetness", 0.6))}
    for question, expected in shares.items():
        assert score_answer(rubric, question, "Patience.").score == pytest.approx(expected)
    assert score_answer(rubric, "dough", "Rush.").score == 0.0
    assert score_answer(rubric, "sweetness", "Rush.").score == 0.0, "not known there"


def test_wording_earns_only_what_it_is_worth_above_texts_that_say_nothing(tmp_path):
    words = '[fitted.words]\nshare = 0.3\nbase = 0.1\nabove = 0.2\nweights = "patienc 0.5 | wait 0.1 | gold 5.0"\n'
    rubric = load_rubric(bakery_with(tmp_path, METHOD + words))
    shares = {"Patience.": (0.6 - 0.2) / 0.8, "Wait.": 0.0, "Gold.": 1.0}
    for text, share in shares.items():
        assert score_answer(rubric, "dough", text).score == pytest.approx(0.3 * share)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much for your interest! We are a lovely team and look forward to meeting you soon.",
        "Please ring us or drop in, there is always somebody at the desk who is happy to tell you more.",
    ],
)
def test_friendly_words_that_say_nothing_are_not_shown_as_worded_like_an_explanation(rubric, text):
    for question in ("Q2", "Q5"):
        worded = next(c for c in score_answer(rubric, question, text).criteria if c.id.endswith(".wording"))
        assert worded.points < 0.8, question


def test_the_words_behind_the_wording_are_shown(rubric):
    text = "I press, wait until it softens and ask whether that is the pain you know."
    worded = next(c for c in score_answer(rubric, "Q4", text).criteria if c.id == "q4.wording")
    assert 0 < worded.points <= worded.max_points
    assert worded.spans
    assert all(text[start:end].isalpha() for start, end in worded.spans)


def test_fitted_points_replace_those_by_hand_in_proportion(tmp_path):
    name = next(c.id for c in load_rubric(BAKERY).question("dough").criteria if c.points > 0)
    fitted = f'{METHOD}[fitted.points]\n"{name}" = 7.5\n'
    before = next(c for c in load_rubric(BAKERY).question("dough").criteria if c.id == name)
    after = next(c for c in load_rubric(bakery_with(tmp_path, fitted)).question("dough").criteria if c.id == name)
    assert after.points == 7.5
    assert after.max_points == pytest.approx(before.max_points * 7.5 / before.points)


def test_a_text_counts_with_its_calibrated_score_and_is_shown_with_its_own(tmp_path):
    text = "I let the dough rise slowly overnight, so that it develops flavour."
    plain, calibrated = (load_rubric(bakery_with(tmp_path, fitted)) for fitted in ("", f"{METHOD}calibration = 0.5\n"))
    before, after = (score_practice(one, {"dough": Answer(None, text)}).questions[0] for one in (plain, calibrated))
    assert 0.0 < before.text_score == after.text_score < 1.0
    assert before.alpha == posterior(None, before.text_score, []).alpha
    assert after.alpha == posterior(None, before.text_score**0.5, []).alpha > before.alpha


def test_a_guard_leaves_what_the_rubric_says_and_otherwise_what_it_always_did(tmp_path):
    path = tmp_path / "bakery.toml"

    def read(fitted):
        path.write_text(f"fewest_words = 3\n{BAKERY.read_text(encoding='utf-8')}\n{METHOD}{fitted}", encoding="utf-8")
        return score_answer(load_rubric(path), "dough", "Sourdough overnight")

    before, after = read(""), read("[fitted.guards]\ntoo_short = 0.3\n")
    assert (before.guards, before.held[0].share, after.held[0].share) == (("too_short",), 0.6, 0.3)
    assert after.score == pytest.approx(before.score / 2, abs=1e-6)


def test_the_packaged_rubric_is_calibrated_to_grades(rubric):
    """Half-right answers, read low, are worth about the half that people gave them."""
    half = [text for text in graded() if text.part == "check" and text.grade == 2.0]
    read = [score_answer(rubric, text.question, text.text).score for text in half]
    assert abs(fmean(worth(rubric, score) for score in read) - 0.5) < abs(fmean(read) - 0.5)


@pytest.mark.parametrize(
    ("fitted", "said"),
    [
        ('[fitted]\nmethod = ""\n', "fitted.method"),
        (f"{METHOD}[fitted.rows]\ncover = 1.0\n", "fitted.rows.base must be a number"),
        (f"{METHOD}[fitted.rows]\ncovers = 1.0\n", "fitted.rows.covers is not a key"),
        (f"{METHOD}[fitted.guards]\nlist = 0.5\n", "fitted.guards.list is not a key"),
        (f"{METHOD}[fitted.guards]\nechoes = 0.5\necho = 1.5\n", "fitted.guards.echo must be a number from 0 to 1"),
        (f"{METHOD}[fitted.topics]\nhardly = 2\n", "fitted.topics.hardly must be a number from 0 to 1"),
        (f"{METHOD}[fitted.topics]\nhardly = 0.01\n[fitted.topics.cake]\n", "fitted.topics.cake is not a key"),
        (f"{METHOD}[fitted.topics]\nhardly = 0.01\n", "fitted.topics.dough.weights"),
        (f"{METHOD}calibration = 0\n", "fitted.calibration must be a number from 0.3 to 3"),
        (f'{METHOD}[fitted.points]\n"nothing" = 1\n', "fitted.points.nothing is not a key"),
        (f'{METHOD}[fitted.words]\nshare = 0.3\nbase = 0.5\nweights = "love much"\n', "fitted.words.weights"),
        (f'{METHOD}[fitted.words]\nshare = 3\nbase = 0.5\nweights = "love 1"\n', "fitted.words.share"),
        (f'{METHOD}[fitted.words]\nshare = 0.3\nbase = 0.5\nletters = -1\nweights = "love 1"\n', "words.letters"),
        (
            f'{METHOD}[fitted.words]\nshare = 0.3\nbase = 0.5\nweights = "love 1"\n'
            '[fitted.words.questions.cake]\nweights = "love 1"\n',
            "fitted.words.questions.cake is not a key",
        ),
        (f"{METHOD}[fitted.subjects]\nnothing = [0.1]\n", "fitted.subjects.nothing is not a key"),
        (f"{METHOD}[fitted.subjects]\nflour = [0.1, 0.2, 0.3]\n", "fitted.subjects.flour"),
    ],
)
def test_a_faulty_fitted_section_is_refused_with_its_key(tmp_path, fitted, said):
    with pytest.raises(InvalidRubric, match=said):
        load_rubric(bakery_with(tmp_path, fitted))


def test_in_the_packaged_rubric_no_penalty_became_a_reward(rubric):
    for question in rubric.questions:
        for criterion in question.criteria:
            assert (criterion.points < 0) == (criterion.max_points < 0)
            assert criterion.points != 0


@pytest.mark.parametrize(("one", "other"), [("holds", "holding"), ("slowly", "slow"), ("muscles", "muscle")])
def test_inflections_have_one_stem(one, other):
    assert stem(one) == stem(other)
