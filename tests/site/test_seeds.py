"""What ships as data: valid, invented, varied, with its licences."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from directory_app.jurisdictions import EFFECTS, RULES
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


def rules_of_places():
    return json.loads((SEEDS / "jurisdictions.json").read_text())


def test_every_rule_of_a_place_that_changes_a_listing_names_its_source():
    silent = []
    for place in rules_of_places():
        facts = {name: place.get(name) for name in EFFECTS}
        facts["testimonials"] = place["testimonials"] != "allowed"
        facts["score_shown"] = place.get("score_shown") == "band"
        for rule, asked in facts.items():
            source = place["sources"].get(rule, {})
            if asked and not (source.get("citation") and (source.get("as_of") or source.get("note"))):
                silent.append((place["code"], rule))
    assert silent == []


def test_the_places_asked_for_are_known_and_those_without_a_licence_say_so():
    known = {place["code"]: place for place in rules_of_places()}
    assert len(known) == len(rules_of_places())
    for code in ("CA-ON", "CA-BC", "US-TX", "US-NJ", "US-MA", "US-AZ", "US-AL", "US-WA", "US-CA"):
        assert set(known[code]["sources"]) - {"licence"}, code
    assert {code for code in ("US-KS", "US-WY", "US-MN") if known[code]["licence"] in {"none", "local"}} == {
        "US-KS", "US-WY", "US-MN",
    }  # fmt: skip
    assert all(known[code]["sources"]["licence"]["citation"] for code in ("US-KS", "US-WY", "US-MN", "US-VT"))


def test_rules_name_only_rules_months_and_secure_addresses():
    for place in rules_of_places():
        assert set(place["sources"]) <= set(RULES), place["code"]
        assert not place.get("lookup") or place["lookup"].startswith("https://"), place["code"]
        assert not place.get("number_words") or "{number}" in place["number_words"]
        for source in place["sources"].values():
            assert re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", source["as_of"] or "2026-11"), place["code"]
