"""What the pages about health look like on paper and on a wide screen."""

from __future__ import annotations

import io
from unicodedata import normalize

import pypdf
import pytest

from directory_app.warning_signs import EMERGENCY, TELL_THE_THERAPIST


def printed(page, **paper):
    """The text of each sheet that the browser would print."""
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(**paper)))
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in reader.pages]


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("paper", [{"format": "A4"}, {"format": "Letter"}])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_self_check_is_a_worksheet_of_three_sheets(open_page, paper, scripts, landscape):
    page = open_page("/understand-your-pain", scripts=scripts)
    if scripts:
        page.evaluate("window.print = () => {}")
        page.get_by_role("button", name="Print it as a worksheet").click()
    sheets = printed(page, **paper, landscape=landscape)
    assert len(sheets) == 3
    assert "Stop: get emergency help now" in sheets[0]
    assert "I have seen a doctor about this" in sheets[0]
    assert "Where do you feel it?" in sheets[1]
    assert "What helped, even a little?" in sheets[1]
    assert "Your summary" in sheets[2]
    assert "kappa 0.45" in sheets[2]


@pytest.mark.parametrize(("landscape", "most"), [(False, 3), (True, 4)])
def test_the_warning_signs_print_from_the_first_sheet_on_and_no_list_is_torn(open_page, landscape, most):
    page = open_page("/before-you-book")
    sheets = printed(page, format="A4", landscape=landscape)
    assert len(sheets) <= most
    assert all(sign.text.split(",")[0] in sheets[0] for sign in EMERGENCY)
    torn = [sign.text for sign in TELL_THE_THERAPIST]
    assert [all(text in sheet for text in torn) for sheet in sheets].count(True) == 1
    assert "Tell the therapist" in next(sheet for sheet in sheets if torn[-1] in sheet)


def test_sheets_begin_at_the_top_and_carry_no_controls(open_page):
    page = open_page("/therapists/marisol-etcheverry-portland/message")
    assert "Write to Marisol Etcheverry" in printed(page, format="A4")[0]
    page.goto("/search?place=Portland%2C+OR")
    assert "Show map" not in printed(page, format="A4")[0]
    two = "t=marisol-etcheverry-portland&t=idris-okonjo-bell-portland"
    page.goto(f"/compare?{two}")
    assert "Going to call?" not in " ".join(printed(page, format="A4"))
    page.goto(f"/shortlist?{two}")
    assert "/therapists/idris-okonjo-bell-portland/contact" in printed(page, format="A4")[0].replace(" ", "")


def test_on_paper_a_question_stands_above_its_answer(open_page):
    page = open_page("/therapists/marisol-etcheverry-portland")
    sheets = printed(page, format="A4")
    questions = page.locator(".answer h3").all_inner_texts()
    assert [asked for asked in questions if not any(f"{asked} Their choice:" in sheet for sheet in sheets)] == []
    choice = "Their choice:"
    assert [sheet.rindex(choice) + 60 < len(sheet) for sheet in sheets if choice in sheet].count(False) == 0


@pytest.mark.parametrize(
    ("path", "block"),
    [
        ("/understand-your-pain", "[data-check]"),
        ("/good-to-know/posture", ".guide"),
        ("/before-you-book", ".guide"),
        ("/call-card", ".call-card"),
    ],
)
def test_on_a_wide_screen_a_page_stands_in_the_middle_and_its_lines_stay_short(open_page, path, block):
    page = open_page(path, width=1280)
    box = page.locator(block).bounding_box()
    assert abs(box["x"] - (1280 - box["x"] - box["width"])) < 20
    used = page.locator(f"{block} *:visible").evaluate_all(
        "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    )
    assert used > box["x"] + box["width"] - 60
    texts = page.locator("main p:visible:not(.actions, .check-chosen, .call-card *)")
    assert max(texts.evaluate_all("all => all.map(one => one.getBoundingClientRect().width)"), default=0) <= 610


def test_results_print_as_a_list_to_take_along(open_page):
    page = open_page("/search?place=Portland%2C+OR")
    people = page.locator(".listing-row").count()
    sheets = printed(page, format="A4")
    assert sheets[0].count("of 100") >= 5
    assert len(sheets) <= people / 5 + 1
    whole = "".join("".join(sheets).split())
    for link in page.locator(".listing-name a").all():
        assert link.get_attribute("href") in whole
    assert "then what stands beside the name" in " ".join(sheets)
    assert "shortlist" not in " ".join(sheets)
