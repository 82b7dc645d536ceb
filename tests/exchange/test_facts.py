"""One line of a table: what it says, and in plain words why it cannot be used. No database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest

from directory_app.exchange.columns import match
from directory_app.exchange.facts import Consent
from directory_app.exchange.reader import Reader

GOOD = {
    "name": "Nora Early", "city": "Portland", "region": "OR", "postal_code": "97205", "email": "nora@example.org",
    "source": "the Guild", "consent_note": "Agreed by letter.", "consented_on": "2026-03-02",
}  # fmt: skip
TECHNIQUES = {"myofascial release": "myofascial-release"}


def read(consent=None, **changes):
    cells = {**GOOD, **changes}
    return Reader(match(cells).columns, TECHNIQUES, consent or Consent()).read(cells)


def test_a_line_may_say_everything_that_a_therapist_can():
    facts, problems = read(
        phone="(503) 555-0142", website="early.example.org", languages="English; Español", gender="F",
        techniques="Myofascial Release, Cranial hold", prices="60 min 95; 90 min $135", price_30="50",
        hours="Mon-Fri 9am-5pm, Sat by appointment", accepting_clients="Y", step_free="no", privacy="postal code",
        city_2="Salem", region_2="OR", licence_number="OR-1", licence_expires="31 January 2027",
        q1_choice="yes_whole_hour", q2_text="Slowly, without oil.", q5_choice="none or only at the end",
    )  # fmt: skip
    assert problems == []
    assert (facts.phone, facts.website, facts.gender) == ("+1 503-555-0142", "https://early.example.org", "woman")
    assert (facts.techniques, facts.own_techniques) == (("myofascial-release",), ("Cranial hold",))
    assert facts.prices == ((30, Decimal(50), "USD"), (60, Decimal(95), "USD"), (90, Decimal(135), "USD"))
    assert (facts.hours["fri"], facts.by_appointment) == ([["09:00", "17:00"]], ("sat",))
    assert (facts.accepting_clients, facts.step_free, facts.receipts) == (True, False, None)
    assert [(one.city, one.privacy) for one in facts.places] == [("Portland", "postal_code"), ("Salem", "area")]
    assert (facts.licences[0].number, facts.licences[0].expires_on) == ("OR-1", date(2027, 1, 31))
    assert (facts.answers["Q1"], facts.answers["Q2"]) == (("yes_whole_hour", None), (None, "Slowly, without oil."))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "The name is missing"),
        ({"city": "", "postal_code": ""}, "A town or a postal code is missing"),
        ({"email": ""}, "nobody could claim the listing"),
        ({"email": "nora"}, "does not look like an e-mail address"),
        ({"source": ""}, "where the facts come from"),
        ({"consent_note": " "}, "Without consent nobody is listed"),
        ({"consented_on": ""}, "The day of the consent is missing"),
        ({"consented_on": "2999-01-01"}, "lies in the future"),
        ({"consented_on": "31/03/2026"}, "can be read in two ways"),
        ({"consented_on": "46112"}, "what a spreadsheet counts days by"),
        ({"postal_code": "9.72E+04"}, "was changed by a spreadsheet"),
        ({"postal_code": "2139"}, "takes the first zero away"),
        ({"phone": "5.03556E+09"}, "was changed by a spreadsheet"),
        ({"phone": "12"}, "too few or too many digits"),
        ({"country": "Atlantis"}, "is not known"),
        ({"privacy": "secret"}, "is none of exact, area"),
        ({"privacy": "exact"}, "the street is missing"),
        ({"accepting_clients": "perhaps"}, "write yes or no"),
        ({"q3_choice": "always"}, "is none of rarely"),
        ({"q4_text": "x" * 601}, "601 characters are more than 600"),
        ({"prices": "60 min 95; 60 min 80"}, "two prices for 60 minutes"),
        ({"prices": "60 min £95"}, "names another currency"),
        ({"prices": "60 min 9500"}, "too high for US dollar"),
        ({"currency": "Taler"}, "code of three letters"),
        ({"price_60": "abc"}, "Price of 60 minutes: Write a price"),
        ({"hours": "whenever"}, "no day in this"),
        ({"licence_expires": "01/02/27"}, "two ways"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence_and_never_guessed(changes, words):
    _, problems = read(**changes)
    assert any(words in one for one in problems), problems


def test_all_that_is_wrong_with_a_line_is_told_at_once():
    assert len(read(name="", email="nora", consented_on="soon")[1]) == 3


def test_consent_for_the_whole_file_holds_where_a_line_says_nothing():
    facts, problems = read(Consent("the register", "All agreed.", date(2026, 1, 2)), source="", consented_on="")
    assert problems == []
    assert (facts.source, facts.consent_note, facts.consented_on) == (
        "the register",
        "Agreed by letter.",
        date(2026, 1, 2),
    )


def test_a_cell_made_safe_for_spreadsheets_is_read_without_its_apostrophe():
    facts, problems = read(name="'=Nora Early", phone="'+1 503 555 0142")
    assert (problems, facts.name, facts.phone) == ([], "=Nora Early", "+1 503-555-0142")


def test_the_same_facts_are_known_again_and_others_are_not():
    assert read()[0].digest == read(name=" Nora  Early ")[0].digest != read(phone="(503) 555-0142")[0].digest
    assert read(key="7")[0].known_by == read(key="7", name="Other")[0].known_by != read(key="8")[0].known_by


def test_a_line_is_known_by_what_it_was_known_by_in_earlier_releases():
    facts, _ = read(licence_number="OR-1", licence_expires="2027-01-31", hours="Mon-Fri 9-17", q1_choice="often")
    said = json.dumps(asdict(facts), sort_keys=True, default=str, ensure_ascii=False)
    assert facts.digest == hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
