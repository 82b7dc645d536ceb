"""The call card on paper and as a PDF."""

from __future__ import annotations

import io

import pypdf
import pytest

from directory_app import create_app
from directory_app.scorekeeping import QUESTIONS
from directory_app.scorekeeping.reading import SETTLED
from directory_app.shortlist.call_card import ANSWERED, DECLINES, HEARD, RELAXING, SAID_BY, blank_card
from directory_app.shortlist.sheet import pdf_of

from ..browser import Browser
from ..conftest import TESTING
from ..factories import CLINICAL, make_listing
from .conftest import SECRET_STREET


def pdf(browser, path):
    answer = browser.client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.data))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def ada(session):
    """A therapist with much to say, who hides her street."""
    place = {"city": "Portland", "region": "OR", "postal_code": "97205", "lat": 45.5152, "lon": -122.6784}
    return make_listing(session, "published", name="Ada Lind", place={**place, "street": SECRET_STREET})


def test_the_card_for_anyone_asks_the_five_questions_and_warns_first(browser):
    page = browser.open("/call-card")
    for question in QUESTIONS:
        assert question.asked_as in page.text
    assert page.text.index("some signs need a doctor") < page.text.index(QUESTIONS[0].asked_as)
    assert page.link("Before you book") == "/before-you-book"
    assert len(page.soup.select(".tick-list li")) == sum(
        len(q.clinical) + len(q.relaxing) for q in blank_card().questions
    )


def test_page_and_pdf_say_the_same(browser, ada):
    for path in ("/call-card", f"/therapists/{ada.slug}/call-card"):
        page, sheet = browser.open(path), text_of(pdf(browser, path + ".pdf"))
        for hidden in page.soup.select(".call-card .visually-hidden"):
            hidden.decompose()
        lines = [
            one.get_text(" ", strip=True)
            for one in page.soup.select(".call-card li h2, .tick-list li, .call-card .lead, .emergency-signs li")
        ]
        assert len(lines) > 30
        assert [line for line in lines if line not in sheet] == []


def test_every_label_of_the_card_is_one_of_the_rubric():
    for question in QUESTIONS:
        assert set(HEARD[question.id]) <= {one.id for one in question.criteria}
        assert not any(one.penalty for one in question.criteria if one.id in HEARD[question.id])
        assert RELAXING[question.id]
    penalties = {one.id for question in QUESTIONS for one in question.criteria if one.penalty}
    choices = {one.value for question in QUESTIONS for one in question.choices}
    assert penalties >= DECLINES
    assert penalties | choices >= {one for told in SAID_BY.values() for one in told}
    assert set(SAID_BY) <= {words for phrases in RELAXING.values() for words in phrases}
    assert {one for chosen in HEARD.values() for one in chosen} >= ANSWERED


def test_the_relaxing_end_is_never_called_worse():
    words = " ".join(" ".join(labels) for labels in RELAXING.values()).casefold()
    assert not {"only relax", "just", "bad", "unskilled", "fluff", "wrong", "fail"} & set(words.split())


def test_a_listed_therapist_s_card_holds_what_they_said_and_what_they_did_not(browser, session):
    answers = {**CLINICAL, "Q1": ("partly", "Most of the hour can stay on the low back."), "Q4": ("rarely", None)}
    listing = make_listing(session, "published", name="Ada Lind", answers=answers)
    page = browser.open(f"/therapists/{listing.slug}/call-card")
    first, *_, fourth, _last = page.soup.select(".call-card-questions > li")
    assert "Most of the session there." in first.get_text(" ", strip=True)
    assert "low back" in first.q.text
    assert "Left to ask: How do low back, hips and thighs belong together?" in first.get_text(" ", strip=True)
    assert "Which hip muscles can play a part? Can pain be felt away" in fourth.get_text(" ", strip=True)
    assert "503 555 0142" not in page.text, "programs that gather numbers read call cards too"
    assert "$95" in page.text


def test_who_is_not_listed_has_no_card(browser, session):
    waiting = make_listing(session, "submitted")
    waiting.slug = "waiting-person"
    for path in ("/therapists/waiting-person/call-card", "/therapists/nobody/call-card.pdf"):
        assert browser.open(path).status == 404


@pytest.mark.parametrize(
    ("paper", "size"), [("", (595, 842)), ("?paper=a4", (595, 842)), ("?paper=letter", (612, 792))]
)
def test_the_pdf_is_one_page_of_the_paper_asked_for(browser, ada, paper, size):
    for path in ("/call-card.pdf", f"/therapists/{ada.slug}/call-card.pdf"):
        reader = pdf(browser, path + paper)
        assert len(reader.pages) == 1
        assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == size


def test_the_longest_answers_still_fit_one_page(browser, session):
    long = (
        "Slow sustained myofascial pressure without any oil on the hips and the low back and the pelvis and the thighs "
    )
    answers = {question_id: (choice, (long * 6)[:600]) for question_id, (choice, _) in CLINICAL.items()}
    listing = make_listing(
        session, "published", name="Ada " + "Longname " * 12, practice="Practice " * 12, answers=answers
    )
    assert len(pdf(browser, f"/therapists/{listing.slug}/call-card.pdf?paper=letter").pages) == 1


def test_another_paper_is_refused(browser):
    page = browser.open("/call-card.pdf?paper=napkin")
    assert page.status == 400
    assert "Known are: a4, letter" in page.text


def test_the_pdf_has_a_title_a_language_and_tags(browser, ada):
    reader = pdf(browser, f"/therapists/{ada.slug}/call-card.pdf")
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Call card: Ada Lind"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    links = [one.get_object().get("/A", {}).get("/URI") for one in reader.pages[0]["/Annots"]]
    assert any(str(link).endswith("/before-you-book") for link in links)


@pytest.mark.parametrize("name", ["Zoë Nguyễn Đặng", "Елена Петрова", "Ελένη Γεωργίου", "שרה לוי", "Թորոս Գրիգորյան"])
def test_names_of_many_alphabets_are_set(browser, session, name):
    listing = make_listing(session, "published", name=name)
    sheet = text_of(pdf(browser, f"/therapists/{listing.slug}/call-card.pdf"))
    assert "□" not in sheet
    assert all(word in sheet or word[::-1] in sheet for word in name.split())


def test_letters_that_no_type_has_become_boxes_and_the_sheet_says_so(browser, session):
    listing = make_listing(session, "published", name="Ada \U00013000 Lind")
    sheet = text_of(pdf(browser, f"/therapists/{listing.slug}/call-card.pdf"))
    assert "Ada □ Lind" in sheet
    assert "The profile shows it" in sheet


def test_what_people_type_is_never_read_as_markup(browser, session):
    name = '#panic() $x$ *bold* [a](b) "quoted" \\ <t> @t //c'
    listing = make_listing(session, "published", name=name)
    assert '#panic() $x$ *bold* [a](b) "quoted" \\ <t> @t //c' in text_of(
        pdf(browser, f"/therapists/{listing.slug}/call-card.pdf")
    )


def test_no_street_of_a_private_place_is_on_a_card(browser, ada):
    answer = browser.client.get(f"/therapists/{ada.slug}/call-card.pdf")
    assert SECRET_STREET not in browser.open(f"/therapists/{ada.slug}/call-card").html
    assert SECRET_STREET not in text_of(pypdf.PdfReader(io.BytesIO(answer.data)))
    assert SECRET_STREET.encode() not in answer.data


def test_the_library_for_sheets_is_not_loaded_at_the_start():
    import subprocess
    import sys

    code = "import sys, directory_app; directory_app.shortlist; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_sheets_are_limited_and_pages_are_not(sqlite_app, tmp_path):
    app = create_app(
        {
            **TESTING,
            "RATELIMIT_ENABLED": True,
            "DATA": str(tmp_path),
            "DATABASE_URL": sqlite_app.config["DATABASE_URL"],
        }
    )
    visitor = Browser(app)
    answers = [visitor.client.get("/call-card.pdf") for _ in range(31)]
    assert [one.status_code for one in answers] == [200] * 30 + [429]
    assert [one.headers.get("Retry-After") for one in answers[:30]] == [None] * 30, "who got the sheet need not wait"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert visitor.client.get("/therapists/nobody/call-card.pdf").status_code == 429
    assert visitor.open("/call-card").status == 200
    app.extensions["engine"].dispose()


def test_the_sheet_needs_nothing_but_the_card():
    made = pdf_of(blank_card(), paper="a4", site="Test", safety_address="https://x.example/before-you-book")
    assert made.startswith(b"%PDF")


def test_the_card_asks_for_nothing_that_a_choice_has_settled(browser, session):
    chosen = {**CLINICAL, "Q1": ("yes_whole_hour", None), "Q5": ("none_or_only_at_the_end", None)}
    listing = make_listing(session, "published", answers=chosen)
    page = browser.open(f"/therapists/{listing.slug}/call-card")
    first, *_, last = [one.get_text(" ", strip=True) for one in page.soup.select(".call-card-questions > li")]
    assert "Left to ask: How do low back, hips and thighs belong together?" in first
    assert "Left to ask: What does oil change for your hands?" in last


def test_what_a_choice_settles_is_asked_in_its_question():
    for question_id, choice in SETTLED:
        question = next(one for one in QUESTIONS if one.id == question_id)
        assert choice in {one.value for one in question.choices}
        assert SETTLED[question_id, choice] <= {one.id for one in question.criteria}
