"""Criteria in plain words: every one that can be quoted or asked for has some that a visitor understands."""

from __future__ import annotations

import json
import re

import pytest

from directory_app.config import data_dir
from directory_app.scorekeeping import QUESTIONS, asked, reason, says

CRITERIA = [(question, one) for question in QUESTIONS for one in question.criteria]
# What brings points is what a row can quote.
QUOTED = [(question, one) for question, one in CRITERIA if not one.penalty]
TOPICS = [(question, one) for question, one in QUOTED if not one.beside]
# Words of the trade and of the rubric that explain nothing to somebody with a sore back.
UNEXPLAINED = re.compile(
    r"\b(criterion|skeleton|mechanism|referral|referred|lumbar|assessment|clinical)\b", re.IGNORECASE
)


@pytest.mark.parametrize(("question", "criterion"), QUOTED, ids=lambda one: one.id)
def test_what_can_be_quoted_has_plain_words_that_follow_a_name(question, criterion):
    words = reason(question.id, criterion.label)
    assert words == says(criterion.id, "") != ""
    assert re.match(r"([a-z]+s|would)\b", words), "it reads on from a name, so it begins with what somebody does"
    assert len(words) <= 60
    assert not UNEXPLAINED.search(words)
    assert not words.endswith(".")


@pytest.mark.parametrize(("question", "criterion"), TOPICS, ids=lambda one: one.id)
def test_every_topic_can_be_asked_for_in_one_short_question(question, criterion):
    words = asked(criterion.id)
    assert words.endswith("?")
    assert words.count("?") == 1
    assert words[0].isupper()
    assert len(words) <= 60
    assert not UNEXPLAINED.search(words)


def test_there_are_words_for_criteria_alone_and_none_twice_in_a_question():
    ids = {one.id for _, one in QUOTED}
    assert set(json.loads((data_dir("seeds") / "criterion_words.json").read_text("utf-8"))) == ids
    for question in QUESTIONS:
        for words in (lambda one: says(one.id, one.label), lambda one: asked(one.id)):
            told = [words(one) for one in question.criteria if one.id in ids and words(one)]
            assert len(set(told)) == len(told)


def test_a_criterion_of_another_rubric_keeps_its_label():
    assert reason("Q1", "Brings a dog") == "Brings a dog"
    assert says("q9.dog", "Brings a dog") == "Brings a dog"
    assert asked("q9.dog") == ""


def test_one_label_in_two_questions_is_told_by_its_question():
    assert reason("Q3", "Careful wording") != reason("Q4", "Careful wording")
