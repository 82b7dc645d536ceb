"""A warning sign that is named on some page is one of the lists there, in their words and with their urgency."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from bs4 import BeautifulSoup, Tag

from directory_app.pages.guides import GUIDES
from directory_app.warning_signs import DOCTOR_FIRST, EMERGENCY, TELL_THE_THERAPIST, Sign

from ..browser import words
from ..factories import make_listing
from .public_routes import public_paths

NAMES_A_SIGN = re.compile(
    r"\b(pee(ing)?|bladder|bowels?|numb(ness)?|genitals|both legs|leg weakness|dropping foot|foot drop|fever|chills|"
    r"weak(ness)? (in|of) (a|one|the|your) legs?|losing weight|weight loss|cancer|pain that never eases|calf|"
    r"after (a|an) (bad |serious |minor )?(fall|crash|accident))\b",
    re.IGNORECASE,
)
# What somebody is told to do about the signs of a list, in the sentence or above the lines that name them.
ADVICE = (
    (EMERGENCY, re.compile(r"get emergency help now|emergency signs", re.IGNORECASE)),
    (DOCTOR_FIRST, re.compile(r"doctor first", re.IGNORECASE)),
)


@pytest.fixture
def pages(app, browser, session):
    """Every page and sheet that anyone may open, by its address."""
    paths = [*public_paths(app, make_listing(session, "published")), *(f"/good-to-know/{slug}" for slug in GUIDES)]
    found: dict[str, Tag] = {}
    for path in paths:
        answer = browser.client.get(path)
        data = answer.get_data()
        if answer.mimetype == "text/html":
            soup = BeautifulSoup(data, "html.parser")
            found[path] = soup.find("main") or soup
        elif answer.mimetype == "application/pdf":
            text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
            found[path] = BeautifulSoup(f"<p>{' '.join(text.split())}</p>", "html.parser")
    return found


def phrases(sign: Sign) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(one) for one in (sign.text, sign.short)), re.IGNORECASE)


def without_signs(text: str) -> str:
    """The text without what is said in the words of the lists."""
    signs = [*EMERGENCY, *DOCTOR_FIRST, *TELL_THE_THERAPIST]
    for said in sorted((said for one in signs for said in (one.text, one.short)), key=len, reverse=True):
        text = re.sub(re.escape(said), "…", text, flags=re.IGNORECASE)
    return text


def told(line: Tag, sign: Sign) -> str:
    """What stands above a line of a list, or the sentence within a paragraph."""
    if line.name in ("li", "label"):
        around = line.find_parent(["details", "fieldset", "section"])
        return " ".join(words(one) for one in around.find_all(["h2", "legend", "summary", "p"]))
    (sentence,) = [one for one in re.split(r"(?<=[.:?]) ", words(line)) if phrases(sign).search(one)]
    return sentence


def test_no_page_names_a_sign_in_words_of_its_own(pages):
    texts = {path: words(one) for path, one in pages.items()}
    found = {path: [one.group() for one in NAMES_A_SIGN.finditer(without_signs(text))] for path, text in texts.items()}
    assert {path: names for path, names in found.items() if names} == {}
    naming = {path.rpartition("/")[2] for path, text in texts.items() if without_signs(text) != text}
    assert {
        "", "before-you-book", "understand-your-pain", "referral", "call-card", "call-card.pdf", "contact", "message"
    } <= naming  # fmt: skip


def test_the_same_sign_gets_the_same_advice_on_every_page(pages):
    seen = 0
    for path, page in pages.items():
        for signs, advice in ADVICE:
            for sign in signs:
                for line in page.find_all(["li", "label", "p"]):
                    if not line.find(["li", "label", "p"]) and phrases(sign).search(words(line)):
                        assert advice.search(told(line, sign)), (path, sign.id, words(line))
                        seen += 1
    assert seen > 100
