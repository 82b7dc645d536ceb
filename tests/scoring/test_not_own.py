"""What a text mentions but not as its writer's own: told with its words and the reason, never counted, never silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import score_answer
from scoring.draft import read_draft
from scoring.not_own import ASKED, NOT_DONE, OTHERS, TAKEN_BACK

SAID = "trigger points in the gluteus medius refer pain into the low back"
FRAMES = [
    (f"A colleague of mine knows how {SAID}. I give a calm hour with warm towels.", "Q4", OTHERS, "gluteus medius"),
    (f"It may be that {SAID}. None of it is what I do.", "Q4", TAKEN_BACK, "gluteus medius"),
    ("I have not learned to sink into fascia slowly and do not offer it.", "Q2", NOT_DONE, "fascia"),
    (f"Can you tell me why {SAID}?", "Q4", ASKED, "gluteus medius"),
]


@pytest.mark.parametrize(
    ("text", "question_id", "reason", "mentioned"), FRAMES, ids=["others", "taken back", "not done", "asked"]
)
def test_words_that_are_not_the_writers_own_are_told_with_the_reason(rubric, text, question_id, reason, mentioned):
    read = score_answer(rubric, question_id, text)
    assert read.mentioned
    for one in read.mentioned:
        assert (one.status, one.note, one.points) == ("not_own", reason, 0)
        assert next(c for c in read.criteria if c.id == one.id).status == "missing"
    assert mentioned in {text[start:end] for one in read.mentioned for start, end in one.spans}


def test_the_same_words_said_of_the_own_practice_are_simply_met(rubric):
    read = score_answer(rubric, "Q4", f"In my work {SAID}, and I press there slowly.")
    assert not read.mentioned
    assert read.told == read.criteria


def test_what_a_text_says_twice_is_not_told_where_it_counts_once(rubric):
    text = f"A colleague of mine knows how {SAID}. I work on the gluteus medius myself."
    assert "q4.hip_muscles" not in {one.id for one in score_answer(rubric, "Q4", text).mentioned}


def test_a_guard_does_not_say_that_nothing_was_found_where_it_is_mentioned(rubric):
    text, question_id, *_ = FRAMES[1]
    notes = [guard.note for guard in score_answer(rubric, question_id, text).held]
    assert "What this question asks about is mentioned, but not as the writer’s own." in notes
    assert "Nothing was found that this question asks about." not in notes


def test_how_little_oil_others_use_is_told_too(rubric):
    read = score_answer(rubric, "Q5", "Other therapists use little oil. I love my warm towels.")
    assert {one.note for one in read.mentioned} == {OTHERS}


def test_a_draft_does_not_call_missing_what_it_mentions(rubric):
    text, question_id, *_ = FRAMES[0]
    draft = read_draft(rubric, question_id, text)
    assert draft.not_own
    assert not {one.label for one in draft.not_own} & set(draft.open)


def test_costs_and_what_is_beside_the_question_are_not_told(rubric):
    quiet = {c.id for question in rubric.questions for c in question.criteria if c.penalty or c.beside}
    text = f"Other therapists always fix every back and use hot stones, and {SAID}. I give a calm hour."
    read = score_answer(rubric, "Q4", text)
    assert read.mentioned
    assert not quiet & {one.id for one in read.mentioned}


@given(
    st.lists(
        st.sampled_from([SAID, "other therapists", "I do not", "?", ".", "None of it is", "I use", "my"]), max_size=9
    )
)
def test_what_is_told_never_moves_the_points(rubric, parts):
    read = score_answer(rubric, "Q4", " ".join(parts))
    assert [(c.id, c.points) for c in read.told] == [(c.id, c.points) for c in read.criteria]
    assert {one.id for one in read.mentioned} <= {c.id for c in read.criteria if c.status == "missing"}
