"""Names that were mistyped, and names that nobody here has."""

from __future__ import annotations

import random
import string

import pytest

from directory_app.search.criteria import Criteria
from directory_app.search.queries import search

from ..factories import make_listing


def found(session, words):
    """Names that a search finds, the words looked for instead, and those only offered."""
    results = search(session, None, Criteria(words=words))
    return [row.name for row in results.page.rows], results.words, results.maybe


@pytest.fixture
def people(session):
    """People with names that are near to one another or to words, in practices named with ordinary words."""
    for name, practice in (
        ("Lachlan Prakash-Innes", "Front Range Bodywork"),
        ("Callan Dhillon", "Ask Massage"),
        ("Harlan Vukovich", "Leg and Foot"),
        ("Calliope Brandt", "By the Sea"),
        ("Rashida Kowalczyk", "Etcheverry Massage"),
        ("Cassidy Brightwater", ""),
        ("Jae-Won Lim", ""),
        ("Malachy Brankin-Sood", ""),
        ("Malik Abdur-Raheem", ""),
        ("Síle O’Brien", ""),
        ("Fiona MacDonald", ""),
    ):
        make_listing(session, "published", name=name, practice=practice)
    make_listing(
        session, "published", name="Wen Ho", bio="In front I ask about a leg. The sea is near, and so is Brand street."
    )


SLIPPED = (
    ("cachlan", "lachlan", "Lachlan Prakash-Innes"),
    ("larlan", "harlan", "Harlan Vukovich"),
    ("frandt", "brandt", "Calliope Brandt"),
    ("cashida", "rashida", "Rashida Kowalczyk"),
    ("achlan", "lachlan", "Lachlan Prakash-Innes"),
    ("alchlan", "lachlan", "Lachlan Prakash-Innes"),
    ("xlachlan", "lachlan", "Lachlan Prakash-Innes"),
    ("kowalcyzk myofascial", "kowalczyk myofascial", "Rashida Kowalczyk"),
    ("Calliope Brand", "calliope brandt", "Calliope Brandt"),
    ("etchevery", "etcheverry", "Rashida Kowalczyk"),
)


def test_the_name_the_fewest_slips_away_is_looked_for(session, people):
    for typed, right, name in SLIPPED:
        assert found(session, typed) == ([name], right, None), typed


def test_nobody_is_shown_for_a_name_that_only_words_are_near(session, people):
    for typed in ["sean", "asa", "frond", "lee kim", "kim lee", "malik zeppelin", "Lachlan Brandt"]:
        names, instead, maybe = found(session, typed)
        assert (names, instead) == ([], None), typed
        assert maybe is None or not {"ask", "sea", "leg"} & set(maybe.split())


def test_a_short_name_is_offered_and_not_put_in_place_of_another(browser, session, people):
    page = browser.open("/search?words=lin")
    assert "Nobody meets all that you chose." in page.text
    assert "Did you mean this?" in page.text
    assert page.soup.select(".listing-name") == []
    found = browser.follow("Search for “lim” as a name or word: 1 therapist")
    assert "Jae-Won Lim" in found.text


def test_what_is_put_in_is_looked_for_in_names_alone(session, people):
    make_listing(session, "published", name="Ida Holm", bio="I learnt from Calliope Brandt.")
    assert found(session, "frandt") == (["Calliope Brandt"], "brandt", None)


def test_a_short_word_put_right_is_only_offered_whatever_stands_beside_it(session):
    make_listing(session, "published", name="Ida Brandt Holm")
    assert found(session, "frandt holm") == (["Ida Brandt Holm"], "brandt holm", None)
    assert found(session, "frandt hulm") == ([], None, "brandt holm")


JOINED = {
    "Malachy BrankinSood": "Malachy Brankin-Sood",
    "Malachy Brankin Sood": "Malachy Brankin-Sood",
    "Malachy BrankinS-ood": "Malachy Brankin-Sood",
    "MalachyBrankin-Sood": "Malachy Brankin-Sood",
    "Malachy Brankinxsood": "Malachy Brankin-Sood",
    "AbdurRaheem": "Malik Abdur-Raheem",
    "Malik AbdurR-aheem": "Malik Abdur-Raheem",
    "Malik Abdu-rRaheem": "Malik Abdur-Raheem",
    "jaewon lim": "Jae-Won Lim",
    "O Brien": "Síle O’Brien",
    "O'Brien": "Síle O’Brien",
    "OBrien": "Síle O’Brien",
    "o-brien": "Síle O’Brien",
    "Mac Donald": "Fiona MacDonald",
    "Mac-Donald": "Fiona MacDonald",
}


def test_a_name_is_found_however_it_is_joined(session, people):
    for typed, name in JOINED.items():
        assert found(session, typed)[0] == [name], typed


def test_a_name_in_two_words_and_in_one_are_both_found(session, people):
    make_listing(session, "published", name="Ewan Mac Donald")
    for typed in ["MacDonald", "Mac Donald", "mac-donald"]:
        assert sorted(found(session, typed)[0]) == ["Ewan Mac Donald", "Fiona MacDonald"], typed


ONE_NAME = (
    ("Fiona MacDonald", "Ewan McDonald", "Ros Mac Donald", "Una Mc Donald"),
    ("Jan Müller", "Rolf Mueller", "Kim Muller"),
    ("Jörg Schröder", "Ute Schroeder"),
    ("Søren Kjær", "Soeren Holt"),
    ("Ivy St. John", "Max St John", "Amy Saint John"),
    ("Síle O’Brien", "Pat O'Brien", "Tom OBrien", "Una O Brien"),
)
TYPED_FOR = (
    ("Mc Donald", "MacDonald", "mcdonald", "Mac Donald", "Mac-Donald"),
    ("Müller", "Mueller", "muller", "MÜLLER"),
    ("Schröder", "schroeder", "schroder"),
    ("Søren", "soeren", "soren"),
    ("St John", "St. John", "st john", "Saint John"),
    ("O Brien", "O'Brien", "obrien", "O’Brien"),
)


def test_a_name_of_several_spellings_is_found_by_each_of_them(session):
    for number, name in enumerate(name for names in ONE_NAME for name in names):
        make_listing(session, "published", name=name, bio=f"A room of my own, number {number}.")
    for names, typed in zip(ONE_NAME, TYPED_FOR, strict=True):
        for one in typed:
            assert sorted(found(session, one)[0]) == sorted(names), one


def test_names_that_only_look_like_two_spellings_stay_apart(session):
    for name in ("Michael Hart", "Michal Hartl", "Samuel Poole", "Bauer Lee", "Baur Kim", "Mackenzie Poe"):
        make_listing(session, "published", name=name)
    assert found(session, "michal")[0] == ["Michal Hartl"]
    assert found(session, "michael")[0] == ["Michael Hart"]
    assert found(session, "bauer")[0] == ["Bauer Lee"]
    assert found(session, "McKenzie")[0] == ["Mackenzie Poe"]


def test_one_slip_anywhere_in_a_long_name_still_finds_it(session):
    source = random.Random(7)
    surnames = ("Vandenberg-Okafor", "Quattlebaum", "Lindqvist", "Etcheverry-Ruiz", "Brightwater", "Castellanos")
    firsts = ("Bronwyn", "Rashida", "Hezekiah", "Gwendolyn", "Consolación", "Marisol")
    everybody = [f"{first} {last}" for first, last in zip(firsts, surnames, strict=True)]
    for name in everybody:
        make_listing(session, "published", name=name)
    for name in everybody:
        for at in range(len(name)):
            letter = source.choice(string.ascii_lowercase)
            changed, missing = name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :]
            added, swapped = name[:at] + letter + name[at:], name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
            # At every place one of the four, each of them at a quarter of all places.
            typed = source.choice((changed, missing, added, swapped))
            # A short part is offered; the others are found.
            results = search(session, None, Criteria(words=typed))
            names = [row.name for row in results.page.rows]
            short = any(len(word) < 5 for word in typed.replace("-", " ").split())
            assert names == [name] or (short and results.maybe), typed
