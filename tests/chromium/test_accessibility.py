"""Every page in a real browser: no accessibility fault that axe knows, nothing wider than a phone, all by keyboard."""

from __future__ import annotations

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import Windows

THREE = "t=marisol-etcheverry-portland&t=idris-okonjo-bell-portland&t=tobias-lindqvist-amoah-portland"
PAGES = [
    ("", "/"),
    ("", "/search"),
    ("", "/search?place=Portland%2C+OR&radius=25"),
    ("", "/search/map?place=Portland%2C+OR&radius=25"),
    ("", "/search/map?place=Utqiagvik%2C+AK&radius=5"),
    ("", "/search?place=Prtland"),
    ("", "/search?place=Utqiagvik%2C+AK&radius=5"),
    ("", "/search?place=Portland&radius=-1"),
    ("", "/places"),
    ("", "/places/united-states"),
    ("", "/places/united-states/oregon"),
    ("", "/places/united-states/oregon/portland"),
    ("", "/places/united-states/oregon/nowhere"),
    ("", "/how-the-score-works"),
    ("", "/before-you-book"),
    ("", "/understand-your-pain"),
    ("", "/good-to-know"),
    ("", "/good-to-know/misconceptions"),
    ("", "/good-to-know/evidence"),
    ("", "/good-to-know/referral"),
    ("", "/good-to-know/posture"),
    ("", "/good-to-know/fascia"),
    ("", "/good-to-know/oil"),
    ("", "/shortlist"),
    ("", f"/shortlist?{THREE}&t=nobody-here"),
    ("", f"/shortlist?{THREE}&add=nowhere"),
    ("", "/compare"),
    ("", f"/compare?{THREE}"),
    ("", f"/compare?{THREE}&place=Prtland"),
    ("", "/call-card"),
    ("", "/therapists/marisol-etcheverry-portland/call-card"),
    ("", "/therapists/marisol-etcheverry-portland/contact/call-card"),
    ("", "/about"),
    ("", "/rules"),
    ("", "/privacy"),
    ("", "/reading-in-private"),
    ("", "/contact"),
    ("", "/consumer-health-data"),
    ("", "/terms"),
    ("", "/accessibility"),
    ("", "/for-therapists"),
    ("", "/account/sign-in"),
    ("", "/account/register"),
    ("", "/account/recover"),
    ("", "/account/confirm"),
    ("", "/nowhere"),
    ("", "/therapists/marisol-etcheverry-portland"),
    ("", "/therapists/marisol-etcheverry-portland/contact"),
    ("", "/therapists/marisol-etcheverry-portland/message"),
    ("", "/therapists/marisol-etcheverry-portland/message/sent"),
    ("", "/therapists/marisol-etcheverry-portland/report"),
    ("", "/therapists/marisol-etcheverry-portland/report/received"),
    ("", "/confirm"),
    ("", "/confirm/damaged"),
    ("", "/confirm/thanks?receipt=bodika-ruvelo"),
    ("", "/confirm/withdraw"),
    ("", "/confirm/withdrawn"),
    ("", "/therapists/marisol-etcheverry-portland/claim"),
    ("therapist", "/my-listing"),
    ("therapist", "/my-listing/confirmations"),
    ("therapist", "/therapists/idris-okonjo-bell-portland/claim"),
    ("therapist", "/my-listing/contact"),
    ("therapist", "/my-listing/hide"),
    ("therapist", "/my-listing/licence"),
    ("therapist", "/my-listing/preview"),
    ("therapist", "/my-listing/messages"),
    ("therapist", "/my-listing/score"),
    ("therapist", "/my-listing/score/Q2/objection"),
    ("therapist", "/account"),
    ("therapist", "/my-listing/totals?days=90"),
    ("therapist", "/my-listing/still-true"),
    ("therapist", "/my-listing/pause"),
    ("therapist", "/my-listing/share"),
    ("therapist", "/my-data"),
    ("therapist", "/my-data/export"),
    ("therapist", "/my-data/delete"),
    ("", "/conversation"),
    ("", "/my-data/gone"),
    ("therapist", "/account/change-password"),
    ("therapist", "/account/passkeys"),
    ("therapist", "/account/second-factor"),
    ("therapist", "/account/sessions"),
    ("moderator", "/moderation/"),
    ("moderator", "/moderation/?kind=edit&late=1"),
    ("moderator", "/moderation/listings/1"),
    ("moderator", "/moderation/health"),
    ("moderator", "/moderation/listings?state=published"),
    ("moderator", "/moderation/decisions"),
    ("moderator", "/moderation/hidden"),
    ("moderator", "/moderation/listings/1/hidden"),
    ("moderator", "/moderation/reports"),
    ("moderator", "/moderation/appeals"),
    ("moderator", "/moderation/confirmations"),
    ("moderator", "/moderation/confirmations/1"),
    ("moderator", "/moderation/claims"),
    ("moderator", "/moderation/integrity"),
    ("moderator", "/moderation/integrity/copies"),
    ("moderator", "/moderation/integrity/registrations"),
    ("moderator", "/moderation/licences"),
    ("moderator", "/moderation/licences/1"),
    ("moderator", "/moderation/interviews"),
    ("moderator", "/moderation/interviews/new/1"),
    ("administrator", "/administration/"),
    ("administrator", "/administration/accounts"),
    ("administrator", "/administration/accounts/3"),
    ("administrator", "/administration/audit"),
    ("administrator", "/administration/lists/techniques/myofascial-release"),
    ("administrator", "/administration/letters/submitted"),
    ("administrator", "/administration/settings/site"),
    ("administrator", "/administration/settings/operator"),
    ("administrator", "/administration/settings/confirmations"),
    ("administrator", "/administration/rubrics"),
    ("administrator", "/administration/jobs"),
    ("administrator", "/administration/import"),
    ("administrator", "/administration/import/columns"),
    ("administrator", "/administration/export"),
]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"
# What else depends on colours; the rest is the same in the dark.
OF_COLOURS = ["link-in-text-block"]
# Between the widest and the narrowest nothing appears that neither has; whether it fits is looked at there too.
WIDTHS = (1280, 768, 320)
READ_AT = {1280, 320}
# After ten minutes some pages ask for the password again.
FRESH_SECONDS = 300
# Where letters twice as large have to fit: a small phone, a common one and a common screen.
LARGE_LETTERS_AT = (320, 390, 1280)
# The pages that a therapist opens most, beside all those of visitors.
LARGE_LETTERS_OF_THERAPISTS = {"/my-listing", "/my-listing/messages", "/my-listing/still-true"}


# The visible elements with text of their own, of those alike one: twenty rows of a list have the same colours, and
# comparing colours took three quarters of the time. Alike are those with the same elements, classes and grounds around
# them, in the same letters, usable or not: axe passes over the words of what is disabled.
DIFFERENT = """() => {
    const around = new Map([[document.documentElement, ""]]), seen = new Set();
    const of = one => {
        if (!around.has(one)) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(one);
            const own = [one.tagName, one.className, backgroundColor, backgroundImage, opacity].join(" ");
            around.set(one, of(one.parentElement) + "/" + own);
        }
        return around.get(one);
    };
    const isNew = one => {
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one);
        const off = one.closest(":disabled, [aria-disabled=true], label:has(:disabled)") !== null;
        const key = [of(one), color, fontSize, fontWeight, textShadow, off].join(" ");
        return !seen.has(key) && seen.add(key);
    };
    const says = one => one.matches("input, select, textarea") ||
        [...one.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
    return [...document.querySelectorAll("body *")].filter(
        one => one.getClientRects().length && says(one) && isNew(one)
    );
}"""
LOOK = f"""async ([only, contrast]) => {{
    const look = (where, more) => axe.run(where, {{resultTypes: ["violations"], ...more}});
    const found = await look(document, {{runOnly: only, rules: {{[contrast]: {{enabled: false}}}}}});
    const colours = await look(({DIFFERENT})(), {{runOnly: [contrast]}});
    return [...found.violations, ...colours.violations];
}}"""


def faults(page, *, rules=None):
    """What axe finds on the page as it is now, by all rules or by contrast and `rules`; its script is put in once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in page.evaluate(LOOK, [only, CONTRAST])]


def all_faults(page):
    """What axe finds at every width in light, and of colours in dark."""
    found = []
    # Without motion, so that no colour is caught halfway between light and dark.
    for scheme, rules in (("light", None), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Colours are the same at every width.
        for width in WIDTHS if scheme == "light" else WIDTHS[-1:]:
            page.set_viewport_size({"width": width, "height": 900})
            if width in READ_AT:
                found += [f"{width} {scheme}: {one}" for one in faults(page, rules=rules)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"wider than {width}")
    return found


STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [`wider than ${innerWidth}`].concat(
    [...document.querySelectorAll('body *')].filter(
        one => !one.closest('.visually-hidden, .table-scroll') && one.getBoundingClientRect().right > innerWidth + 1
    ).map(one => one.outerHTML.slice(0, 80))
)"""


def what_sticks_out_in_large_letters(page):
    """What somebody who has set their letters twice as large would have to scroll sideways for."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = []
    for width in LARGE_LETTERS_AT:
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate(STICKING_OUT)
    return found


class Kept:
    """One window for each role, which goes from page to page: fresh ones and sign-ins took a third of the time."""

    def __init__(self, windows):
        self.windows, self.pages = windows, {}

    def go(self, role, path):
        page, since = self.pages.get(role, (None, 0.0))
        if page and (not role or time.monotonic() - since < FRESH_SECONDS):
            # Each page is opened as a fresh window would open it, not as the last one was left.
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            page.set_viewport_size({"width": WIDTHS[0], "height": 900})
            page.goto(path)
        else:
            page = self.windows.open(path, role=role)
            self.pages[role] = page, time.monotonic()
        return page


@pytest.fixture(scope="module")
def kept(chromium, site):
    windows = Windows(chromium, site)
    yield Kept(windows)
    windows.close()
    assert windows.take_complaints() == []


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_at_any_width(kept, role, path):
    page = kept.go(role, path)
    assert "/account/sign-in" not in page.url or path == "/account/sign-in"
    assert all_faults(page) == []
    if not role or path in LARGE_LETTERS_OF_THERAPISTS:
        assert what_sticks_out_in_large_letters(page) == []
    assert kept.windows.take_complaints() == []


def test_axe_finds_nothing_on_a_profile_and_a_case(open_page):
    page = open_page("/search?place=Portland%2C+OR")
    page.locator(".listing-name a").first.click()
    assert all_faults(page) == []
    page = open_page("/moderation/", role="moderator")
    page.locator(".queue th a").first.click()
    assert all_faults(page) == []


def test_axe_finds_nothing_on_a_question_with_its_reading(open_page):
    page = open_page("/my-listing", role="therapist")
    if page.get_by_role("button", name="Edit my listing").count():
        page.get_by_role("button", name="Edit my listing").click()
    page.goto("/my-listing/questions/Q2")
    page.get_by_label("In your own words").fill("I will fix you, slowly and without oil. Write to me@example.org.")
    page.locator("mark.mark-costs").first.wait_for()
    assert all_faults(page) == []


def test_a_case_fits_a_small_phone(open_page):
    page = open_page("/moderation/", width=320, role="moderator")
    page.locator(".queue th a").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_search_needs_no_mouse(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "place"
    page.keyboard.type("Portland, OR")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    assert page.locator("h1").inner_text() == "Massage therapists near Portland, OR"


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page("/account/register")
    page.get_by_role("button", name="Create the account").click()
    summary = page.locator("[data-error-summary]")
    assert summary.evaluate("one => one === document.activeElement")
    summary.locator("a").first.click()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"


@pytest.mark.parametrize("width", [320, 390, 640, 1024, 1280])
@pytest.mark.parametrize("path", ["/", "/search?place=Portland, OR#search"])
def test_the_distance_chosen_can_be_read_in_full(open_page, path, width):
    page = open_page(path, width=width)
    page.locator("#radius").select_option("any")
    cut_off = page.locator("#radius").evaluate(
        """list => {
            const style = getComputedStyle(list), pen = document.createElement("canvas").getContext("2d");
            pen.font = style.font;
            const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            return Math.max(0, pen.measureText(list.selectedOptions[0].text).width - room);
        }"""
    )
    assert cut_off == 0


def test_controls_are_large_enough_to_touch(open_page):
    page = open_page("/", width=320)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), .button')]
            .filter(one => one.getBoundingClientRect().height < 44)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
