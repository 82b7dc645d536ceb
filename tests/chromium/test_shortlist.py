"""Shortlist, comparison and call card in a real browser, on a phone and on paper, with scripts and without."""

from __future__ import annotations

import io

import pypdf
import pytest

SEARCH = "/search?place=Portland%2C+OR"
THREE = "t=marisol-etcheverry-portland&t=idris-okonjo-bell-portland&t=tobias-lindqvist-amoah-portland"


def add_from_results(page, *numbers):
    for number in numbers:
        page.locator(".listing-row").nth(number).get_by_role("button", name="Add to shortlist").click()


def listed(page):
    return page.locator(".shortlist-line h2 a").all_inner_texts()


def test_a_phone_adds_from_results_sees_the_count_and_compares(open_page):
    page = open_page(SEARCH, width=390)
    link = page.get_by_role("link", name="Shortlist", exact=False).and_(page.locator("[data-shortlist-link] a"))
    assert not link.is_visible()
    names = [page.locator(".listing-name a").nth(number).inner_text() for number in (0, 2)]
    add_from_results(page, 0, 2)
    assert page.get_by_role("button", name="On your shortlist").count() == 2
    assert page.get_by_role("status").last.inner_text() == "Added. 2 on your shortlist."
    assert page.locator("[data-shortlist-count]").inner_text() == "2"
    link.click()
    page.wait_for_url("**/shortlist?t=*&t=*")
    assert listed(page) == names
    page.get_by_role("button", name="Compare the ticked").click()
    assert page.locator("h1").inner_text() == f"Compare {names[0]} and {names[1]}"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first = page.locator(".compare tbody tr", has_text="Can we spend the whole hour on my low back, hips and thighs?")
    assert first.locator(".compare-whose").all_inner_texts() == [name.split()[0] for name in names]
    assert page.context.cookies() == []


def test_a_list_survives_the_visit_and_is_changed_and_cleared(open_page):
    page = open_page(SEARCH, width=390)
    add_from_results(page, 0, 1, 2)
    page.get_by_role("button", name="On your shortlist").first.click()
    assert page.locator("[data-shortlist-count]").inner_text() == "2"
    page.goto("/")
    assert page.locator("[data-shortlist-count]").inner_text() == "2"
    page.goto("/shortlist")
    page.wait_for_url("**t=**")
    left = listed(page)
    page.get_by_role("link", name="Remove").first.click()
    page.wait_for_load_state()
    assert listed(page) == left[1:]
    page.goto("/shortlist")
    page.wait_for_url("**t=**")
    assert listed(page) == left[1:]
    page.get_by_role("button", name="Clear").click()
    page.get_by_text("Nobody is on it yet").wait_for()
    assert not page.locator("[data-shortlist-link]").is_visible()


def test_a_profile_adds_and_a_broken_memory_breaks_nothing(open_page):
    page = open_page("/therapists/marisol-etcheverry-portland", width=390)
    page.evaluate("localStorage.setItem('shortlist', '{broken')")
    page.reload()
    page.get_by_role("button", name="Add to shortlist Marisol Etcheverry").click()
    assert page.evaluate("localStorage.getItem('shortlist')") == '["marisol-etcheverry-portland"]'
    page.evaluate(
        "localStorage.setItem('shortlist', JSON.stringify(['<img>', 7, 'x y', 'idris-okonjo-bell-portland']))"
    )
    page.goto("/shortlist")
    # At the top of every page as many are counted as are on the list.
    page.wait_for_url("**/shortlist?t=idris-okonjo-bell-portland")
    assert page.locator("[data-shortlist-count]").inner_text() == "1"


def test_whoever_is_added_by_their_address_is_on_the_own_list(open_page):
    page = open_page(SEARCH, width=390)
    add_from_results(page, 0)
    page.goto("/shortlist")
    page.wait_for_url("**t=**")
    page.get_by_label("Address of a profile").fill("https://example.org/therapists/yun-seo-pak-portland/contact")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**t=**&t=yun-seo-pak-portland")
    assert page.locator("[data-shortlist-count]").inner_text() == "2"
    assert not page.locator("[data-shortlist-foreign]").is_visible()


def test_a_browser_that_keeps_nothing_offers_what_needs_no_memory(open_page):
    page = open_page("/", width=390)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})")
    page.goto(SEARCH)
    for number in range(2):
        page.get_by_label("For my shortlist").nth(number).check()
    page.get_by_role("button", name="Make a shortlist of the ticked").click()
    assert len(listed(page)) == 2
    page.goto("/therapists/marisol-etcheverry-portland")
    page.get_by_role("link", name="Start a shortlist with Marisol Etcheverry").click()
    assert listed(page) == ["Marisol Etcheverry"]


def test_a_list_that_would_grow_too_long_says_so_and_loses_nobody(open_page):
    page = open_page("/", width=390)
    own = [f"somebody-{number}" for number in range(19)]
    page.evaluate("own => localStorage.setItem('shortlist', JSON.stringify(own))", own)
    page.goto(f"/shortlist?{THREE}")
    page.get_by_role("button", name="Put these on my shortlist").click()
    assert page.get_by_text("Your shortlist is full: it holds 20 at most.").is_visible()
    assert page.evaluate("JSON.parse(localStorage.getItem('shortlist'))") == own


def test_a_link_that_may_not_be_copied_stands_there_selected(open_page):
    page = open_page("/", width=390)
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto(f"/shortlist?{THREE}")
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_label("To copy by hand").wait_for()
    assert page.evaluate("getSelection().toString()").endswith(f"/shortlist?{THREE}")


def test_a_link_from_somebody_else_does_not_change_the_own_list_unasked(open_page):
    page = open_page(SEARCH, width=390)
    add_from_results(page, 7)
    own = page.evaluate("localStorage.getItem('shortlist')")
    page.goto(f"/shortlist?{THREE}")
    assert page.get_by_text("another list than the one kept in this browser").is_visible()
    page.get_by_role("link", name="Remove").first.click()
    page.wait_for_load_state()
    assert page.evaluate("localStorage.getItem('shortlist')") == own
    page.get_by_role("button", name="Put these on my shortlist").click()
    page.get_by_role("button", name="Clear").wait_for()
    assert len(listed(page)) == 3


def test_without_scripts_ticked_rows_become_a_shortlist(open_page):
    page = open_page(SEARCH, width=390, scripts=False)
    assert not page.get_by_role("button", name="Add to shortlist").first.is_visible()
    page.get_by_label("For my shortlist").nth(0).check()
    page.get_by_label("For my shortlist").nth(1).check()
    page.get_by_role("button", name="Make a shortlist of the ticked").click()
    assert len(listed(page)) == 2
    page.get_by_role("button", name="Compare the ticked").click()
    assert page.locator("h1").inner_text().startswith("Compare ")
    assert page.locator(".compare").first.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_comparison_is_read_as_a_table_on_every_screen(open_page, width):
    page = open_page(f"/compare?{THREE}", width=width)
    table = page.get_by_role("table", name="Where they differ")
    assert table.get_by_role("columnheader").count() == 3
    rows = table.get_by_role("row")
    assert rows.nth(1).get_by_role("rowheader").count() == 1
    assert rows.nth(1).get_by_role("cell").count() == 3


@pytest.mark.parametrize("scripts", [True, False])
def test_four_on_a_phone_are_a_few_screens_and_their_words_are_a_touch_away(open_page, scripts):
    page = open_page(f"/compare?{THREE}&t=delphine-oakhurst-portland", width=390, scripts=scripts)
    assert page.evaluate("document.documentElement.scrollHeight") < 4200
    oil = page.locator(".compare-row", has_text="Do you use a lot of oil?")
    choices, words = oil.locator(".compare-choice"), oil.locator(".compare-said")
    assert choices.count() == words.count() == 4
    for choice, points in zip(choices.all(), oil.locator(".compare-points").all(), strict=True):
        assert abs(choice.bounding_box()["y"] - points.bounding_box()["y"]) < 12, "a line for each of them"
    assert not words.first.is_visible()
    oil.get_by_text("Words", exact=True).click()
    assert all(one.is_visible() for one in words.all())
    assert (
        not page.locator(".compare-row", has_text="Do you use myofascial").locator(".compare-said").first.is_visible()
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_where_there_is_room_all_words_stand_side_by_side_without_a_touch(open_page, medium):
    page = open_page(f"/compare?{THREE}")
    page.emulate_media(media=medium)
    assert page.locator(".compare-said").count() == 15
    assert all(one.is_visible() for one in page.locator(".compare-said").all())
    assert not any(one.is_visible() for one in page.locator(".compare-more").all())


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    "path",
    [
        "/call-card",
        "/therapists/marisol-etcheverry-portland/call-card",
        # Much is left to ask here.
        "/therapists/hal-vandermolen-beaverton/call-card",
        "/therapists/bethany-crowfoot-hale-portland/contact/call-card",
    ],
)
def test_a_call_card_prints_on_one_page_without_the_site_around_it(open_page, path, paper):
    page = open_page(path)
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
    sheet = pypdf.PdfReader(io.BytesIO(page.pdf(format=paper, margin=margin)))
    assert len(sheet.pages) == 1
    text = sheet.pages[0].extract_text()
    assert "Do you use a lot of oil?" in text
    assert "For therapists" not in text


def test_results_with_a_shortlist_stay_light(open_page):
    page = open_page("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda one: received.append(one["encodedDataLength"]))
    page.goto(f"/compare?{THREE}", wait_until="networkidle")
    assert len(received) <= 6
    assert sum(received) <= 55_000


@pytest.mark.parametrize("width", [320, 1280])
def test_a_button_follows_what_stands_above_it_without_a_hole(open_page, width):
    page = open_page(SEARCH, width=width)
    row = page.locator(".listing-row").first
    above = row.locator(".score-facts" if width == 1280 else ".listing-facts").bounding_box()
    button = row.get_by_role("button").bounding_box()
    assert 0 < button["y"] - above["y"] - above["height"] < 32
    # The ends of the scale fit beside the figure and make no row taller.
    if width == 320:
        score = row.locator(".score").bounding_box()
        assert score["height"] < 100


def test_four_side_by_side_print_dates_and_bars_inside_their_columns(open_page):
    page = open_page(f"/compare?{THREE}&t=rosalind-achterberg-portland")
    page.emulate_media(media="print")
    # What a sheet of Letter leaves between its margins.
    page.set_viewport_size({"width": 710, "height": 950})
    for cell in page.locator(".compare-accepting td, .compare-score td").all():
        column = cell.bounding_box()
        for part in cell.locator("time, .range, .score-ends").all():
            box = part.bounding_box()
            assert box["x"] + box["width"] <= column["x"] + column["width"] + 1
    assert all(one.bounding_box()["width"] > 80 for one in page.locator(".compare-score .range").all())


@pytest.mark.parametrize("width", [390, 1280])
def test_the_button_that_compares_stands_right_below_the_ticks(open_page, width):
    page = open_page(f"/shortlist?{THREE}", width=width)
    last = page.locator(".shortlist-line").last.bounding_box()
    button = page.get_by_role("button", name="Compare the ticked").bounding_box()
    assert 0 < button["y"] - last["y"] - last["height"] < 40
    assert abs(button["x"] - last["x"]) < 2


def test_a_printed_shortlist_asks_nobody_to_tick_or_to_keep_it(open_page):
    page = open_page(f"/shortlist?{THREE}")
    assert page.get_by_text("This list is in the link alone").is_visible()
    sheet = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter")))
    text = " ".join(" ".join(one.extract_text() for one in sheet.pages).split())
    assert "Marisol Etcheverry" in text
    assert not any(words in text for words in ("Tick two to four", "in the link alone", "Compare the ticked"))


@pytest.mark.parametrize("scripts", [True, False])
def test_whoever_calls_ticks_on_the_telephone_and_nothing_is_sent_or_kept(open_page, scripts):
    page = open_page("/therapists/marisol-etcheverry-portland/call-card", width=390, scripts=scripts, has_touch=True)
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    heard = page.get_by_role("checkbox", name="Warmth and an even rhythm")
    assert not heard.is_checked()
    page.get_by_text("Warmth and an even rhythm").tap()
    assert heard.is_checked()
    assert page.get_by_role("checkbox", name="Explains what fascia is (said already)").is_checked()
    assert heard.locator("xpath=..").bounding_box()["height"] >= 36
    assert asked == []
    page.reload()
    assert not page.get_by_role("checkbox", name="Warmth and an even rhythm").is_checked()


def test_on_the_smallest_phone_each_question_stands_on_one_line_with_the_fold_of_its_words(open_page):
    page = open_page(SEARCH)
    slugs = [one.get_attribute("href").rsplit("/", 1)[1] for one in page.locator(".listing-name a").all()[:3]]
    page = open_page("/compare?" + "&".join(f"t={slug}" for slug in slugs), width=320)
    heads = page.locator(".compare tbody th:has(.compare-more)")
    assert heads.count() == 5
    assert len({one.bounding_box()["height"] for one in heads.all()}) == 1


def test_on_a_phone_whatever_the_tab_key_comes_to_in_a_comparison_is_seen(open_page):
    page = open_page(f"/compare?{THREE}", width=320)
    page.locator(".compare-place .button").focus()
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => {
                    const one = document.activeElement, box = one.getClientRects()[0];
                    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                    return [one.textContent, one.contains(seen) && box.right <= innerWidth];
                }"""
            )
        )
        if stops[-1][0] == "Contact of Marisol Etcheverry":
            break
    assert len(stops) > 10
    assert [name for name, seen in stops if not seen] == []
    assert page.get_by_role("columnheader", name="Marisol Etcheverry").count() == 2
