"""The pages under “Good to know”: each is of a good length, says where it has its facts from and leads on to search."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag

from directory_app.pages.guides import GUIDES
from directory_app.pages.sources import SOURCES

from ..browser import words


@pytest.fixture
def database_app(sqlite_app):
    """These pages hold nothing of the database, so that one is enough."""
    return sqlite_app


# What nobody may claim, in our own words least of all.
BANNED = re.compile(
    r"\b(cur(e|es|ed|ing)|eliminat\w+|fix(es|ed|ing)?|heal(s|ed|ing)?|permanent\w*|guarantee\w*|detox\w*|toxins?|"
    r"realign\w*|treats? (the |a |your )?(disc|sciatica|arthritis|cancer)\w*|instead of (a|your) doctor|will stop|"
    r"pain[- ]free|adhesions?|self-diagnosis|decompress\w*|best therapist)\b",
    re.IGNORECASE,
)
PAGES = ["/before-you-book", "/understand-your-pain", "/good-to-know", *(f"/good-to-know/{slug}" for slug in GUIDES)]
OF_RELAXATION = re.compile(r"relaxation[^.]*\b(not|never|no)\b[^.]*(help|work|ease)", re.IGNORECASE)


def prose(soup: BeautifulSoup) -> str:
    """The words of a guide: without its sources, the search and the lists of links."""
    main = BeautifulSoup(str(soup.find("main")), "html.parser")
    for one in main.select(".sources, .way-on, nav, svg, .small"):
        one.decompose()
    return words(main)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_claims_what_nobody_can(browser, path):
    page = browser.open(path)
    description = str(page.soup.find("meta", attrs={"name": "description"})["content"])
    found = BANNED.search(f"{page.text} {description}")
    assert found is None, found
    assert OF_RELAXATION.search(page.text) is None


def test_the_banned_words_would_be_found():
    for claim in ("It cures pain.", "We fix backs", "flushes out toxins", "treats sciatica", "Permanent relief"):
        assert BANNED.search(claim)
    assert BANNED.search("good for your health") is None


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_is_neither_a_note_nor_a_book(browser, slug):
    count = len(prose(browser.open(f"/good-to-know/{slug}").soup).split())
    assert 350 <= count <= 700, count


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_opens_with_one_sentence_and_says_what_to_ask(browser, slug):
    page = browser.open(f"/good-to-know/{slug}")
    headings = [words(one) for one in page.soup.find_all("h2")]
    assert headings[0] == "In one sentence"
    assert "What to ask a therapist" in headings
    assert len(page.soup.select(".ask li")) >= 3
    assert words(page.soup.select_one(".one-sentence p")).count(".") == 1


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_names_study_and_year_and_what_it_said(browser, slug):
    page = browser.open(f"/good-to-know/{slug}")
    lines = [words(one) for one in page.soup.find(id="sources").parent.find_all("li")]
    assert len(lines) == len(GUIDES[slug].rests_on)
    for line, source in zip(lines, GUIDES[slug].sources, strict=True):
        assert line.startswith(f"{source.who}, {source.year}")
        assert line.endswith(source.said)
        assert re.search(r"\b(19|20)\d\d\b", line)


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_leads_to_search_to_the_signs_and_to_the_others(browser, slug):
    page = browser.open(f"/good-to-know/{slug}")
    for other in GUIDES.values():
        assert page.soup.find("a", href=f"/good-to-know/{other.slug}")
    for path in ("/before-you-book", "/understand-your-pain", "/how-the-score-works", "/good-to-know"):
        assert page.soup.find("main").find("a", href=path), path
    browser.fill("City or postal code", "97201")
    assert browser.press("Search").h1.startswith("Massage therapists near")


@pytest.mark.parametrize("path", PAGES)
def test_titles_and_descriptions_are_of_a_length_that_search_engines_show(browser, path):
    page = browser.open(path)
    description = str(page.soup.find("meta", attrs={"name": "description"})["content"])
    assert 70 <= len(description) <= 200, (len(description), description)
    assert len(words(page.soup.title)) <= 75


def test_titles_and_descriptions_are_all_different(browser):
    pages = [browser.open(path).soup for path in PAGES]
    assert len({words(one.title) for one in pages}) == len(PAGES)
    assert len({one.find("meta", attrs={"name": "description"})["content"] for one in pages}) == len(PAGES)


def test_the_index_leads_to_every_guide(browser):
    browser.open("/good-to-know")
    for guide in GUIDES.values():
        browser.open("/good-to-know")
        assert browser.follow(guide.title).h1 == guide.title


def test_a_guide_that_does_not_exist_is_not_found(browser):
    assert browser.open("/good-to-know/horoscopes").status == 404


def test_every_source_is_used_somewhere():
    used = {name for guide in GUIDES.values() for name in guide.rests_on}
    assert used == set(SOURCES)


def test_relaxation_and_focused_massage_are_shown_as_equals(browser):
    for slug in ("evidence", "misconceptions", "oil", "fascia"):
        assert re.search(
            r"about equally|no difference that a person would notice", browser.open(f"/good-to-know/{slug}").text
        )


def test_every_page_reaches_the_new_ones_from_its_footer(browser):
    page = browser.open("/about")
    assert page.link("Good to know") == "/good-to-know"
    assert page.link("Understand your pain") == "/understand-your-pain"


def test_each_question_on_how_the_score_works_leads_to_its_guide(browser):
    page = browser.open("/how-the-score-works")
    for name, slug in (
        ("Myofascial techniques", "fascia"),
        ("Postural imbalance", "posture"),
        ("Hips and low back", "referral"),
        ("Oil", "oil"),
    ):
        assert page.link(name) == f"/good-to-know/{slug}"


def last_points(path: Tag) -> list[float]:
    """How far down each stroke of a drawn path ends."""
    return [float(stroke.split()[-1]) for stroke in path["d"].removeprefix("M").split("M")]


def test_five_vertebrae_stand_between_the_lowest_rib_and_the_sacrum(browser):
    picture = browser.open("/good-to-know/referral").soup.find(attrs={"aria-labelledby": "pelvis-title"})
    rib = float(re.search(r"M\d+ (\d+)", picture.find(class_="picture-rib")["d"]).group(1))
    middles = [float(one["y"]) + float(one["height"]) / 2 for one in picture.find_all("rect", class_="picture-bone")]
    assert len([one for one in middles if one > rib + 9]) == 5


@pytest.mark.parametrize(("slug", "title"), [("referral", "pelvis-title"), ("posture", "tilt-title")])
def test_hamstrings_are_drawn_and_told_from_the_bone_one_sits_on_to_the_knee(browser, slug, title):
    page = browser.open(f"/good-to-know/{slug}")
    picture = page.soup.find(attrs={"aria-labelledby": title})
    knee = max(float(one) for one in re.findall(r"\d+ (\d+)", picture.find(attrs={"data-part": "thigh bone"})["d"]))
    for one in picture.find_all(attrs={"data-part": "hamstrings"}):
        assert min(last_points(one)) > knee
    assert "Hamstrings: from the bone you sit on down the back of the thigh to the knee." in page.text


def test_the_crossed_pattern_is_drawn_as_it_is_told(browser):
    text = browser.open("/good-to-know/posture").text
    assert "the buttocks and the belly are long or weak" in text
    assert "1 and 4 are long or weak" in text
    assert re.search(r"hamstrings[^.]* (long or weak|are long)", text) is None
