"""Visitors' pages for people who use a keyboard, large text, no scripts, their own colours, paper; and in private."""

from __future__ import annotations

import re

import pytest

PORTLAND = "/search?place=Portland%2C+OR&radius=25"
KINDS = ("/", PORTLAND, "/places/united-states/oregon/portland", "/before-you-book", "profile")
STOPS = 150
ONLY_WITH_OR_WITHOUT = ".shortlist-add, .shortlist-gather, .near-me, [data-print], [data-copy]"


@pytest.fixture(scope="session")
def profile_path(site, chromium):
    """The address of somebody's profile."""
    page = chromium.new_page()
    page.goto(site.address + PORTLAND)
    path = page.locator(".listing-name a").first.get_attribute("href")
    page.close()
    return path


@pytest.fixture
def visit(open_page, profile_path):
    """Open one of the kinds of pages that visitors see."""
    return lambda path, **options: open_page(profile_path if path == "profile" else path, **options)


FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) { return null; }
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const label = one.labels && one.labels[0] ? getComputedStyle(one.labels[0]) : style;
    const across = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
    const down = Math.min(Math.max(box.y + Math.min(box.height / 2, 10), 1), innerHeight - 1);
    const top = document.elementFromPoint(across, down);
    return {
        html: one.outerHTML.slice(0, 90),
        seen: [style, label].some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2),
        covered: top !== null && !one.contains(top) && !top.contains(one),
    };
}"""


@pytest.mark.parametrize("path", KINDS)
def test_every_stop_of_the_keyboard_is_seen_and_none_is_a_trap(visit, path):
    page = visit(path)
    stops = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    assert "skip-link" in stops[0]["html"]
    assert len(stops) < STOPS
    assert [one["html"] for one in stops if not one["seen"] or one["covered"]] == []
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED) is not None


def test_the_whole_path_needs_no_mouse(open_page):
    page = open_page("/", width=390)
    page.locator("#place").focus()
    page.keyboard.type("Portland, OR")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    name = page.locator(".listing-name a").first
    while not name.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    wanted = name.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/therapists/**")
    assert page.locator("h1").inner_text() == wanted
    more = page.get_by_role("link", name=re.compile("^More therapists"))
    while not more.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/**")
    assert page.locator("h1").inner_text().startswith("Clinical massage in ")


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize(
    "path",
    [
        PORTLAND,
        "/places/united-states/oregon/portland",
        "/therapists/idris-okonjo-bell-portland",
        "/therapists/idris-okonjo-bell-portland/contact",
        "/therapists/idris-okonjo-bell-portland/call-card",
        "/shortlist?t=idris-okonjo-bell-portland",
        "/compare?t=idris-okonjo-bell-portland&t=marisol-etcheverry-portland",
    ],
)
def test_a_name_of_one_very_long_word_stays_on_the_page(open_page, path, width):
    page = open_page(path, width=width)
    page.evaluate(
        """() => {
            const letters = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
            while (letters.nextNode()) {
                letters.currentNode.data = letters.currentNode.data
                    .replace('Idris Okonjo-Bell', 'W'.repeat(120))
                    .replace('Plumb Line Clinical Massage', 'M'.repeat(120));
            }
        }"""
    )
    assert page.get_by_text("W" * 120).first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", KINDS)
def test_two_hundred_percent_and_twice_as_large_letters_lose_nothing(visit, path):
    page = visit(path, width=640, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(one => {
            const style = getComputedStyle(one);
            return style.overflow === 'hidden' && !one.closest('svg, .visually-hidden, [aria-hidden]')
                && one.clientWidth > 1 && one.scrollHeight > one.clientHeight + 1;
        }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert cut == []


SPACED = """() => document.querySelectorAll('body, body *').forEach(one => {
    const set = (name, value) => one.style.setProperty(name, value, 'important');
    set('line-height', '1.5'); set('letter-spacing', '0.12em'); set('word-spacing', '0.16em');
    if (one.tagName === 'P') { set('margin-bottom', '2em'); }
})"""
LOST = """() => {
    const lost = [], lines = [], pen = document.createElement('canvas').getContext('2d');
    const clipped = one => one && (getComputedStyle(one).clipPath !== 'none' || clipped(one.parentElement));
    const hidden = one => !one.checkVisibility({visibilityProperty: true}) || clipped(one);
    for (const one of document.querySelectorAll('body *')) {
        if (hidden(one) || one.closest('svg, .table-scroll')) { continue; }
        const style = getComputedStyle(one), name = one.outerHTML.slice(0, 80);
        const clips = [style.overflowX, style.overflowY].some(how => ['hidden', 'clip'].includes(how));
        if ((clips || one.tagName === 'BUTTON') && one.clientWidth > 1
            && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
            && one.tagName !== 'INPUT') { lost.push(`cut: ${name}`); }
        if (one.tagName === 'SELECT') {
            pen.font = style.font; pen.letterSpacing = style.letterSpacing;
            const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            if (pen.measureText(one.selectedOptions[0].text).width > room) { lost.push(`cut: ${name}`); }
        }
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, holder = text.parentElement;
        if (!text.data.trim() || hidden(holder) || holder.closest('option, textarea, .place-map')) { continue; }
        const range = document.createRange();
        range.selectNodeContents(text);
        lines.push(...[...range.getClientRects()].filter(box => box.width > 1).map(box => [box, text]));
    }
    lines.forEach(([a, first], index) => lines.slice(index + 1).forEach(([b, second]) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (first !== second && across > 2 && down > 0.35 * Math.min(a.height, b.height)) {
            lost.push(`overlap: ${first.data.trim().slice(0, 40)} | ${second.data.trim().slice(0, 40)}`);
        }
    }));
    return lost;
}"""
SPACED_OUT = (
    *KINDS,
    "/compare?t=marisol-etcheverry-portland&t=idris-okonjo-bell-portland",
    "/call-card",
    "/therapists/marisol-etcheverry-portland/message",
    "/therapists/marisol-etcheverry-portland/contact",
    "/account/sign-in",
)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", SPACED_OUT)
def test_spaced_out_text_is_neither_cut_nor_on_other_text(visit, path, width):
    page = visit(path, width=width)
    page.evaluate(SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LOST) == []


@pytest.mark.parametrize("path", KINDS)
def test_without_scripts_a_page_says_the_same(visit, path):
    said = []
    for scripts in (True, False):
        page = visit(path, scripts=scripts)
        # What only a script can serve, and what stands there without one, may differ.
        said.append(page.locator("main").inner_text())
        for own in page.locator(ONLY_WITH_OR_WITHOUT).all_inner_texts():
            said[-1] = said[-1].replace(own.strip(), "", 1)
    assert said[0].split() == said[1].split()


@pytest.mark.parametrize("path", KINDS)
def test_nothing_moves_for_people_who_asked_for_less_motion(visit, path):
    page = visit(path, reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(one => {
            const style = getComputedStyle(one);
            return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none'
                || style.scrollBehavior === 'smooth';
        }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("path", KINDS)
def test_in_colours_of_their_own_people_still_see_controls_and_figures(visit, path):
    page = visit(path, forced_colors="active")
    borderless = page.evaluate(
        """() => [...document.querySelectorAll('main .button, main input, main select')].filter(
            one => one.offsetParent && parseFloat(getComputedStyle(one).borderTopWidth) === 0
        ).filter(
            // The browser itself draws boxes and radio buttons in its own colours.
            one => !['hidden', 'checkbox', 'radio'].includes(one.type)
        ).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert borderless == []
    # A figure drawn in the colour of the ground would be gone.
    gone = page.evaluate(
        """() => [...document.querySelectorAll('.range-span, .range-point, .share-fill')].filter(
            one => getComputedStyle(one).fill === getComputedStyle(document.body).backgroundColor
        ).length"""
    )
    assert gone == 0


def test_numbers_stand_in_an_answer_while_their_list_is_open_and_always_on_paper(visit):
    page = visit("profile", width=390, scripts=False)
    answer = page.locator(".answer").first
    number, line = answer.locator("mark sup").first, answer.locator(".answer-legend li").first
    assert not number.is_visible()
    answer.locator("summary").click()
    assert number.is_visible()
    assert line.is_visible()
    answer.locator("summary").click()
    page.emulate_media(media="print")
    assert number.is_visible()
    assert line.is_visible()


def test_on_paper_the_facts_of_a_profile_are_of_one_size(visit):
    page = visit("profile")
    page.emulate_media(media="print")
    texts = page.locator(".profile-box :is(dt, dd, .fact-date), .profile-side > .score .score-note")
    assert len(texts.evaluate_all("all => [...new Set(all.map(one => getComputedStyle(one).fontSize))]")) == 1


@pytest.mark.parametrize("path", KINDS)
def test_on_paper_the_content_stands_alone(visit, path):
    page = visit(path)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    for gone in (".masthead-navs", ".skip-link", "main .button", ".breadcrumbs"):
        assert page.locator(gone).locator("visible=true").count() == 0, gone
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_no_public_page_asks_another_host_for_anything_or_leaves_a_cookie(open_page, site, profile_path):
    page = open_page("/")
    listed = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", page.request.get("/sitemap.xml").text())
    pages = {path or "/" for path in listed if not path.startswith(("/therapists/", "/places/"))}
    assert {"/", "/places", "/about", "/privacy"} <= pages
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    for path in sorted(
        pages | {profile_path, PORTLAND, "/search", "/nowhere", "/places/united-states/oregon/portland"}
    ):
        page.goto(path, wait_until="networkidle")
    assert [url for url in asked if not url.startswith((site.address, "data:"))] == []
    assert len(asked) > 2 * len(pages)
    assert page.context.cookies() == []
    page.goto("/account/sign-in", wait_until="networkidle")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["session"]
