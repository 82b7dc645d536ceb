"""Texts that deny, mock or take back what they say: the same right words, turned round, lose points and say why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from scoring import InvalidRubric, load_rubric, score_answer
from scoring.doubt import LONGEST, patterns, symbols
from scoring.normalise import prepare
from scoring.patterns import UNKNOWN
from scoring.rubric import DEFAULT, PACKAGED

from .conftest import BAKERY

METHOD = '[fitted]\nmethod = "by hand"\n'
DOUBT = '[fitted.doubt]\nabove = 0.2\nsurely = 0.4\nleast = 0.25\nbase = 0.0\nweights = "never TERM 5.0 | truly -1.0"\n'

PAIRS = [
    (
        "Q2",
        "Fascia wraps every muscle. I rest my forearm on dry skin, sink slowly to the first resistance and wait there, "
        "two or three minutes, until it softens and you can move again.",
        "Fascia wraps every muscle, they say. Resting a forearm on dry skin, sinking slowly and waiting two or three "
        "minutes until it softens is not something I do, and I have never been one for it.",
    ),
    (
        "Q4",
        "A knot in the glutes may be felt in the low back, and the psoas starts on the lumbar vertebrae. I press, ask "
        "whether that is your pain, and test again.",
        "A knot in the glutes felt in the low back, the psoas starting on the lumbar vertebrae: I do not believe in "
        "any of that, I do not press there and I leave it to others.",
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


def test_an_answer_that_is_meant_loses_next_to_nothing_by_its_wording(rubric):
    for question_id, text, _ in PAIRS:
        criteria = score_answer(rubric, question_id, text).criteria
        assert sum(c.points for c in criteria if c.id.endswith(".doubt")) > -0.3


def test_doubt_takes_away_no_more_than_the_rubric_says(tmp_path):
    text = (
        "Our levain rests overnight for the flavour, and in the morning two of us shape round loaves while somebody "
        "else sweeps out the oven. I never taste it."
    )
    before = score_answer(load_rubric(BAKERY), "dough", text).score
    after = score_answer(bakery_with(tmp_path, DOUBT), "dough", text).score
    assert before > 0
    assert after == pytest.approx(0.25 * before, abs=1e-4)


@pytest.mark.parametrize(("added", "kept"), [("", 0.625), ("added = true\n", 0.25)])
def test_doubts_about_a_text_and_about_one_sentence_are_added_only_where_the_rubric_says_so(tmp_path, added, kept):
    """The base of each is halfway from the first doubt to the last, which leaves a quarter."""
    text = "Levain overnight for the flavour, then " + " ".join(f"word{chr(97 + n)}" for n in range(20))
    halfway = 'above = 0.2\nsurely = 0.4\nleast = 0.25\nbase = 0.3\nweights = "nothing 1.0"\n'
    doubted = bakery_with(tmp_path, f"[fitted.doubt]\n{halfway}[fitted.turns]\n{halfway}{added}")
    before = score_answer(load_rubric(BAKERY), "dough", text).score
    assert before > 0
    assert score_answer(doubted, "dough", text).score == pytest.approx(kept * before, abs=1e-4)


def test_many_who_read_the_first_texts_at_once_get_what_one_gets(rubric):
    texts = [text for pair in PAIRS for text in pair[1:]]
    expected = [score_answer(rubric, "Q1", text).score for text in texts]
    for _ in range(3):
        fresh = load_rubric(PACKAGED / f"{DEFAULT}.toml")
        with ThreadPoolExecutor(len(texts)) as pool:
            scores = pool.map(lambda text, read=fresh: score_answer(read, "Q1", text).score, texts)
            assert list(scores) == expected


def test_patterns_put_together_at_once_say_what_those_of_each_text_say(rubric):
    texts = [(question_id, text) for question_id, *pair in PAIRS for text in pair]
    fresh = load_rubric(PACKAGED / f"{DEFAULT}.toml")
    fresh.put_together()
    assert [score_answer(fresh, *one) for one in texts] == [score_answer(rubric, *one) for one in texts]


def test_every_pattern_that_the_fit_counts_is_found(rubric):
    def known(written):
        first, *further = written.split(" ")
        found = rubric.doubts.patterns.first[first]
        for symbol in further:
            found = found.get(symbol, UNKNOWN)
        return found

    for _, one, other in PAIRS:
        for text in (one, other):
            spelt = symbols(prepare(text), rubric.home.spelling)
            expected = {written: known(written) for written in patterns(spelt) if known(written).text}
            found = {pattern for column in rubric.doubts.columns(spelt) for pattern in column}
            assert {pattern for pattern in found if pattern.text} == set(expected.values())
            assert expected
            assert all(len(written.split(" ")) <= LONGEST for written in expected)


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
