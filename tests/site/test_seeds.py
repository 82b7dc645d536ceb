"""What ships as data: valid, invented, varied, with its licences."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from directory_app.models import ANSWER_LENGTH
from directory_app.scorekeeping import QUESTIONS

SEEDS = Path(__file__).parents[2] / "seeds"


def therapists():
    return [
        json.loads(line)
        for path in sorted((SEEDS / "demonstration").glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]


def test_at_least_three_hundred_therapists_in_three_countries_and_many_states():
    people = therapists()
    assert len(people) >= 300
    assert len({one["country"] for one in people}) >= 3
    assert len({one["region"] for one in people if one["country"] == "US"}) >= 20


def test_nobody_is_real_and_nobody_is_twice():
    people = therapists()
    assert all(one["email"].endswith("@example.org") for one in people)
    assert max(Counter(one["email"] for one in people).values()) == 1
    assert max(Counter(one["name"] for one in people).values()) == 1
    us = [one["phone"] for one in people if one["country"] in {"US", "CA"}]
    assert all(re.fullmatch(r"\+1 \d{3} 555 01\d\d", phone) for phone in us)
    assert all(not one["website"] or "//example." in one["website"] for one in people)


def test_answers_fit_the_questionnaire():
    choices = {q.id: {c.value for c in q.choices} for q in QUESTIONS}
    for one in therapists():
        for question_id, answer in one["answers"].items():
            assert answer["choice"] is None or answer["choice"] in choices[question_id], one["name"]
            assert len(answer["text"] or "") <= ANSWER_LENGTH, one["name"]


def test_techniques_named_are_known():
    known = {one["slug"] for one in json.loads((SEEDS / "techniques.json").read_text())}
    assert {slug for one in therapists() for slug in one["techniques"]} <= known


def test_answers_differ_in_length_and_are_rarely_equal():
    texts = [a["text"] for one in therapists() for a in one["answers"].values() if a["text"]]
    lengths = sorted(len(text) for text in texts)
    assert lengths[len(lengths) // 10] < 80
    assert lengths[-len(lengths) // 10] > 250
    assert len(set(texts)) > 0.97 * len(texts)


def test_place_data_carries_its_credits():
    credits = (SEEDS / "places" / "CREDITS.md").read_text()
    assert "GeoNames" in credits
    assert "CC BY 4.0" in credits
