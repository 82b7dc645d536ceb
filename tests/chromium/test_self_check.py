"""The self-check in a real browser: with mouse and keyboard, with scripts and without, and nothing leaves it."""

from __future__ import annotations

import re

import pytest

from directory_app.warning_signs import DOCTOR_FIRST, EMERGENCY, TELL_THE_THERAPIST

from .test_accessibility import faults

PATH = "/understand-your-pain"


def heading(page):
    return " ".join(page.locator("[data-check] h2:visible").first.inner_text().split())


def go_on(page):
    page.locator("[data-next]:visible").click()


def walk_to_the_summary(page):
    go_on(page)
    page.locator("[data-area=where-low-back-side-right]").click()
    page.get_by_label("To the buttock", exact=True).check()
    go_on(page)
    page.get_by_label("6 to 12 weeks").check()
    page.get_by_label("Aching").check()
    page.get_by_label("It comes and goes").check()
    page.locator("#worse-1").check()
    page.locator("#worse-more").fill("driving more than 30 minutes. ")
    page.locator("#better-1").check()
    page.locator("#sleep-5").check()
    page.locator("#work-7").check()
    go_on(page)
    page.get_by_label("Warmth or cold").check()
    page.get_by_label("Relaxation massage").check()
    go_on(page)
    page.get_by_label("Most of it on low back, hips and thighs").check()
    page.get_by_label("Medium").check()
    page.get_by_label("Little or none").check()
    go_on(page)


SUMMARY = [
    "For 6 to 12 weeks I have had aching pain in my right low back above the hip bone, sometimes spreading to "
    "the buttock. "
    "It comes and goes.",
    "Worse with sitting and driving more than 30 minutes. Better with walking.",
    "It affects sleep 4/10 and work 6/10.",
    "I have tried warmth or cold and relaxation massage.",
    "I answered the safety questions. Signs that need a doctor: none.",
    "I would like most of the session on low back, hips and thighs, medium pressure and little or no oil.",
    "Questions:",
    "1. Do you work the QL, and how?",
    "This is my own description, not a diagnosis.",
]


@pytest.mark.parametrize("width", [320, 1280])
def test_six_steps_make_a_summary_to_copy(open_page, width):
    page = open_page(PATH, width=width, permissions=["clipboard-read", "clipboard-write"])
    assert heading(page) == "Step 1 of 6 Check the warning signs"
    walk_to_the_summary(page)
    assert heading(page) == "Step 6 of 6 Your summary"
    page.get_by_role("button", name="Copy the summary").click()
    page.get_by_text("Copied. Paste it where you like.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").split("\n") == SUMMARY
    assert page.locator("[data-card]:visible h4").all_inner_texts() == ["Low back, to one side, above the hip bone"]
    assert page.get_by_role("search").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_step_is_wider_than_the_screen_and_each_takes_the_focus(open_page, width):
    page = open_page(PATH, width=width)
    for number in range(1, 7):
        assert page.title().startswith(f"Step {number} of 6")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if number > 1:
            assert page.evaluate("document.activeElement.id") == f"step-{number}"
            assert page.evaluate("window.scrollY") == 0
        if number < 6:
            go_on(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_step(open_page, scheme):
    page = open_page(PATH, color_scheme=scheme)
    for number in range(1, 7):
        if number == 2:
            page.locator("[data-area=where-buttock-left]").click()
        assert faults(page) == [], number
        if number < 6:
            go_on(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_stop_and_the_advice(open_page, scheme):
    page = open_page(PATH, color_scheme=scheme)
    page.locator("#sign-fever").check()
    go_on(page)
    assert heading(page) == "See a doctor first"
    assert faults(page) == []
    page.get_by_role("button", name="Back to the list").click()
    page.locator("#sign-pee").check()
    go_on(page)
    assert heading(page) == "Stop: get emergency help now"
    assert faults(page) == []


def test_any_emergency_sign_stops_everything(open_page):
    page = open_page(PATH, width=390)
    for sign in EMERGENCY:
        page.locator(f"#sign-{sign.id}").check()
        go_on(page)
        assert heading(page) == "Stop: get emergency help now", sign.id
        assert page.title().startswith("Stop: get emergency help now")
        assert page.evaluate("document.activeElement.id") == "halt-stop"
        assert page.locator("[data-halt=stop] li").all_inner_texts() == [sign.text]
        assert page.get_by_text("Call your local emergency number or go to an emergency department now.").is_visible()
        assert page.locator("[data-next]:visible, form:visible").count() == 0
        page.get_by_role("button", name="Back to the list").click()
        page.locator(f"#sign-{sign.id}").uncheck()


def test_nothing_on_the_stop_leads_to_a_therapist(open_page):
    page = open_page(PATH)
    page.locator("#sign-bowels").check()
    go_on(page)
    visible = page.locator("a:visible").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert {one for one in visible if not one.startswith("tel:")} <= {
        "#main",
        # The way out of a page that somebody may not want to be seen with.
        "/reading-in-private",
        "https://www.wikipedia.org/",
        "https://www.geonames.org/",
        "https://creativecommons.org/licenses/by/4.0/",
    }
    assert page.locator("button:visible").all_inner_texts() == ["Back to the list"]


def test_no_way_leads_past_a_stop_but_taking_the_tick_away(open_page):
    page = open_page(PATH)
    go_on(page)
    go_on(page)
    page.go_back()
    page.go_back()
    assert heading(page).startswith("Step 1")
    page.locator("#sign-chest").check()
    page.go_forward()
    assert heading(page) == "Stop: get emergency help now"
    page.go_forward()
    assert heading(page) == "Stop: get emergency help now"
    page.get_by_role("button", name="Back to the list").click()
    page.locator("#sign-chest").uncheck()
    go_on(page)
    assert heading(page) == "Step 2 of 6 Where do you feel it?"
    assert page.locator("nav[aria-label=Main]").is_visible()


def test_a_sign_for_the_doctor_gives_advice_and_lets_go_on_after_a_promise(open_page):
    page = open_page(PATH, width=390)
    for sign in (*DOCTOR_FIRST, *(one for one in TELL_THE_THERAPIST if one.doctor_first)):
        page.locator(f"#sign-{sign.id}").check()
        go_on(page)
        assert heading(page) == "See a doctor first", sign.id
        assert page.locator("[data-halt=doctor] li").all_inner_texts() == [sign.text]
        assert page.locator("[data-clot]").is_visible() == (sign.id == "clot")
        page.get_by_role("button", name="Back to the list").click()
        page.locator(f"#sign-{sign.id}").uncheck()
    page.locator("#sign-fever").check()
    go_on(page)
    go_on(page)
    assert heading(page) == "See a doctor first"
    assert page.get_by_text("Tick the box below to go on.").is_visible()
    page.get_by_label("I have seen a doctor about this, or will see one before a massage").check()
    go_on(page)
    assert heading(page).startswith("Step 2")
    for _ in range(4):
        go_on(page)
    summary = page.locator("[data-summary]").inner_text()
    assert "Signs that need a doctor: fever, chills or feeling very unwell." in summary
    assert "I have seen a doctor about this, or will before the massage." in summary


def test_a_swollen_calf_alone_is_said_to_be_urgent_and_nothing_soothes(open_page):
    page = open_page(PATH, width=390)
    halt = page.locator("[data-halt=doctor]")
    page.locator("#sign-clot").check()
    go_on(page)
    first, *others = halt.locator("p:visible").all_inner_texts()[1:]
    assert first.startswith("One calf swollen, warm and painful: this may be a clot. Get it seen urgently, today")
    assert not any("same day" in one or "more than one" in one for one in others)
    page.get_by_role("button", name="Back to the list").click()
    page.locator("#sign-clot").uncheck()
    page.locator("#sign-cancer").check()
    go_on(page)
    first, *others = halt.locator("p:visible").all_inner_texts()[1:]
    assert first.startswith("What you ticked needs checking, the same day or at an urgent appointment")
    assert not any("more than one" in one for one in others)
    page.get_by_role("button", name="Back to the list").click()
    page.locator("#sign-weight").check()
    go_on(page)
    assert halt.get_by_text("You ticked more than one. Tell the doctor about all of them.").is_visible()


def test_a_fever_today_and_cancer_treatment_stop_at_a_doctor_and_stand_among_the_signs(open_page):
    page = open_page(PATH, width=390)
    page.get_by_label("a fever today").check()
    page.get_by_label("cancer treatment at present").check()
    go_on(page)
    assert heading(page) == "See a doctor first"
    assert page.locator("[data-halt=doctor] li").all_inner_texts() == [
        "a fever today: see a doctor first",
        "cancer treatment at present: ask the doctor who treats you first",
    ]
    assert page.get_by_text("What you ticked needs checking").is_visible()
    assert page.get_by_text("You ticked more than one.").is_visible()
    page.get_by_label("I have seen a doctor about this, or will see one before a massage").check()
    for _ in range(5):
        go_on(page)
    assert (
        "Signs that need a doctor: a fever today and cancer treatment at present. "
        "I have seen a doctor about this, or will before the massage."
    ) in page.locator("[data-summary]").inner_text()


def test_on_a_phone_the_emergency_signs_come_first(open_page):
    page = open_page("/before-you-book", width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    boxes = page.locator(".stop li").evaluate_all("all => all.map(one => one.getBoundingClientRect().bottom)")
    assert boxes[1] < 844


def test_what_only_the_therapist_should_know_stops_nobody(open_page):
    page = open_page(PATH)
    page.locator("#sign-pregnancy").check()
    for _ in range(5):
        go_on(page)
    assert "Signs that need a doctor: none. Please note: pregnancy." in page.locator("[data-summary]").inner_text()


def test_everything_can_be_done_by_keyboard_alone(open_page):
    page = open_page(PATH)
    press = page.keyboard.press

    def tab_to(condition, limit=80):
        for _ in range(limit):
            press("Tab")
            if page.evaluate(f"(one => {condition})(document.activeElement)"):
                return
        raise AssertionError(f"never reached: {condition}")

    tab_to("one.id === 'sign-skin'")
    press("Space")
    tab_to("'next' in one.dataset")
    press("Enter")
    assert heading(page).startswith("Step 2")
    press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "option"
    press("End")
    press("ArrowUp")
    press("Home")
    press("ArrowDown")
    press("Space")
    assert page.locator("#where-low-back-centre").is_checked()
    assert page.locator("[data-chosen]").inner_text() == "Chosen: the middle of my low back"
    press("Space")
    assert not page.locator("#where-low-back-centre").is_checked()
    tab_to("one.id === 'where-buttock-left'")
    press("Space")
    assert page.locator("[data-area=where-buttock-left]").get_attribute("aria-selected") == "true"
    tab_to("'next' in one.dataset")
    press("Enter")
    tab_to("one.name === 'duration'")
    press("ArrowDown")
    for _ in range(3):
        tab_to("'next' in one.dataset")
        press("Enter")
    assert heading(page) == "Step 6 of 6 Your summary"
    summary = page.locator("[data-summary]").inner_text()
    assert "For 6 to 12 weeks I have had pain in my left buttock." in summary
    assert "Please note: a skin infection or an open wound." in summary
    tab_to("'back' in one.dataset")
    press("Enter")
    assert heading(page).startswith("Step 5")


def test_the_map_is_one_stop_of_the_keyboard_and_names_every_place(open_page):
    page = open_page(PATH)
    go_on(page)
    options = page.get_by_role("option")
    assert options.count() == 16
    assert page.locator("[data-area][tabindex='0']").count() == 1
    assert options.first.get_attribute("aria-label") == "Upper back and neck"
    assert page.get_by_role("option", name="Buttock, right").count() == 1


def test_right_and_left_are_those_of_the_person(open_page):
    page = open_page(PATH)
    go_on(page)

    def middle(area, which=0):
        box = page.locator(f"[data-area={area}]").nth(which).bounding_box()
        return box["x"] + box["width"] / 2

    assert middle("where-buttock-left") < middle("where-buttock-right")
    assert middle("where-front-hip-right") < middle("where-front-hip-left")
    assert middle("where-outer-hip-left", 0) < middle("where-outer-hip-right", 0)
    assert middle("where-outer-hip-right", 1) < middle("where-outer-hip-left", 1)


def test_nothing_leaves_the_browser_and_nothing_stays_in_it(open_page, site):
    page = open_page(PATH, permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda one: sent.append(one.url))
    page.on("websocket", lambda one: sent.append(one.url))
    walk_to_the_summary(page)
    page.get_by_role("button", name="Copy the summary").click()
    page.keyboard.press("Enter")
    page.go_back()
    page.locator("#avoid").fill("my feet")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert sent == []
    assert page.url == site.address + PATH
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, JSON.stringify(history.state)]") == [
        0,
        0,
        '{"page":"5"}',
    ]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_leaving_and_coming_back_finds_an_empty_sheet(open_page):
    page = open_page(PATH)
    page.locator("#sign-weight").check()
    page.reload()
    assert not page.locator("#sign-weight").is_checked()
    go_on(page)
    assert heading(page).startswith("Step 2")
    page.locator("#where-buttock-left").check()
    page.goto("/about")
    page.go_back()
    assert page.locator("input:checked").count() == 0


def test_one_button_clears_everything(open_page):
    page = open_page(PATH)
    walk_to_the_summary(page)
    page.get_by_role("button", name="Clear everything").click()
    assert heading(page).startswith("Step 1")
    assert page.locator("input:checked").count() == 0
    assert page.locator("#worse-more").input_value() == ""


def test_an_answer_touched_by_mistake_can_be_taken_back(open_page):
    page = open_page(PATH, width=390)
    go_on(page)
    go_on(page)
    top = "one => one.getBoundingClientRect().top + scrollY"
    below = page.get_by_text("What does it feel like?")
    stood = below.evaluate(top)
    page.get_by_label("6 to 12 weeks").check()
    page.locator("#sleep-5").check()
    assert below.evaluate(top) == stood
    page.get_by_role("button", name="Clear: How long have you had it?").press("Enter")
    assert page.evaluate("document.activeElement.name") == "duration"
    assert page.locator("input:checked").count() == 1
    assert page.get_by_role("button", name="Clear: ").count() == 1
    for _ in range(3):
        go_on(page)
    summary = page.locator("[data-summary]").inner_text()
    assert summary.startswith("I have had pain.\n")
    assert "It affects sleep 4/10." in summary


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_it_is_a_worksheet(open_page, width):
    page = open_page(PATH, width=width, scripts=False)
    assert page.locator("[data-step]:visible").count() == 6
    assert page.locator("[data-card]:visible").count() == 9
    assert page.get_by_text("Print the page and fill it in with a pen").is_visible()
    assert page.locator("[data-next]:visible, [data-back]:visible, [data-copy-summary]:visible").count() == 0
    assert page.locator("[data-halt=stop]").is_visible()
    blanks = page.locator("[data-summary] .blank:visible")
    assert blanks.count() >= 20
    assert all(
        one["width"] > 100 for one in blanks.evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    )
    box = page.locator("#sign-fever")
    box.check()
    page.get_by_role("search").get_by_label("City or postal code").fill("97201")
    page.get_by_role("button", name="Search").click()
    assert "fever" not in page.url
    assert set(re.findall(r"[?&](\w+)=", page.url)) == {"place", "radius", "unit"}


def test_on_paper_the_summary_stands_alone(open_page):
    page = open_page(PATH)
    walk_to_the_summary(page)
    page.emulate_media(media="print")
    assert page.locator("[data-summary]").is_visible()
    assert page.locator("[data-card]:visible").count() == 1
    assert page.locator(".check-evidence").is_visible()
    assert page.locator("button:visible, form:visible, nav:visible").count() == 0
    assert page.locator("[data-step]:visible").count() == 1


def test_the_empty_worksheet_can_be_printed_with_scripts_as_well(open_page):
    page = open_page(PATH)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print it as a worksheet").click()
    assert page.evaluate("window.printed")
    assert page.locator("[data-step]:visible").count() == 1
    page.emulate_media(media="print")
    assert page.locator("[data-step]:visible").count() == 6
    assert page.locator("[data-card]:visible").count() == 9
    assert page.locator("[data-summary] .blank:visible").count() >= 20
    assert page.locator("button:visible").count() == 0
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("[data-step]:visible").count() == 1


def test_the_list_of_signs_prints_as_boxes_to_tick(open_page):
    page = open_page("/before-you-book")
    page.emulate_media(media="print")
    assert page.locator(".checklist li:visible").count() == 29
    assert page.locator("nav:visible, form:visible, button:visible").count() == 0
    box = page.locator(".checklist li").first.evaluate("one => getComputedStyle(one, '::before').borderTopWidth")
    assert float(box.removesuffix("px")) >= 1


@pytest.mark.parametrize("path", [PATH, "/before-you-book", "/good-to-know/referral"])
def test_the_first_view_of_these_pages_is_light(open_page, path):
    page = open_page("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda one: received.append(one["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    assert len(received) <= 6
    assert sum(received) <= 55_000


@pytest.mark.parametrize("width", [320, 1280])
def test_every_place_of_the_picture_is_large_enough_for_a_finger_and_has_the_number_of_the_list(open_page, width):
    page = open_page(PATH, width=width)
    go_on(page)
    # The largest square, looked for every two pixels, in which every point belongs to the area itself.
    found = page.evaluate(
        """() => [...document.querySelectorAll("[data-area]")].map(area => {
            area.scrollIntoView({ block: "center" });
            const box = area.getBoundingClientRect(), reach = Array.from({ length: 13 }, (_, i) => i * 2);
            const ours = (x, y) => {
                const met = document.elementFromPoint(x, y);
                return met && met.closest("[data-area]") === area;
            };
            let fits = false;
            for (let x = box.left; !fits && x + 24 <= box.right + 0.5; x += 1) {
                for (let y = box.top; !fits && y + 24 <= box.bottom + 0.5; y += 2) {
                    fits = reach.every(i => reach.every(j => ours(x + i, y + j)));
                }
            }
            return [area.dataset.area, fits, area.querySelector("text").textContent];
        })"""
    )
    assert [area for area, fits, _ in found if not fits] == []
    listed = dict(line.split(maxsplit=1) for line in page.locator(".check-region legend").all_inner_texts())
    for area, _, number in found:
        assert page.locator(f"[data-area={area}]").first.get_attribute("data-name").startswith(listed[number])
