"""Pictures of the main pages for docs/, taken from the demonstration directory: `python -m tools.screenshots`."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from playwright.sync_api import FloatRect, Page, sync_playwright
from werkzeug.serving import make_server

from directory_app import create_app
from directory_app.cli.demonstration import SIGN_INS
from directory_app.cli.prepare import prepare
from tests.services.chromium import find_chromium

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 390}
LONGEST = 2400


def main() -> None:
    """Serve a fresh demonstration and take every picture at both widths."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        app = create_app({"DATA": data, "RATELIMIT_ENABLED": False})
        prepare(app, print)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _take_all(f"http://127.0.0.1:{server.port}")
        server.shutdown()
        app.extensions["engine"].dispose()


def _take_all(address: str) -> None:
    found = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.path, args=found.arguments, env={**found.environment} or None
        )
        for device, width in WIDTHS.items():
            for name, role, visit in PICTURES:
                context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
                page = context.new_page()
                if role:
                    _sign_in(page, role)
                visit(page)
                height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST)
                clip = FloatRect(x=0, y=0, width=width, height=height)
                page.screenshot(path=FOLDER / f"{name}-{device}.png", full_page=True, clip=clip)
                context.close()
        browser.close()


def _sign_in(page: Page, role: str) -> None:
    account = next(one for one in SIGN_INS if one.role == role)
    page.goto("/account/sign-in")
    page.locator("input[name=email]").fill(account.email)
    page.locator("input[name=password]").fill(account.password)
    page.get_by_role("button", name="Sign in").click()


def _profile(page: Page) -> None:
    page.goto("/search?place=Portland%2C+OR&radius=25")
    page.locator(".listing-name a").first.click()


def _map(page: Page) -> None:
    page.goto("/search/map?place=Portland%2C+OR&radius=25#view")
    page.locator(".map-pin").first.wait_for()
    page.wait_for_timeout(1000)


def _compare(page: Page) -> None:
    page.goto("/search?place=Portland%2C+OR&radius=25")
    links = [one.get_attribute("href") or "" for one in page.locator(".listing-name a").all()[:3]]
    page.goto("/compare?" + "&".join(f"t={link.rsplit('/', 1)[1]}" for link in links))


def _self_check(page: Page) -> None:
    page.goto("/understand-your-pain")
    page.wait_for_timeout(300)


def _question(page: Page) -> None:
    page.goto("/my-listing")
    begin = page.get_by_role("button", name="Edit my listing")
    if begin.count():
        begin.click()
    page.goto("/my-listing/questions/Q2")


def _case(page: Page) -> None:
    """An edit with a text that is close to somebody else's."""
    page.goto("/moderation/?kind=edit")
    page.get_by_role("link", name="Gordon Fairweather").click()


PICTURES = (
    ("home", "", lambda page: page.goto("/")),
    ("results", "", lambda page: page.goto("/search?place=Portland%2C+OR&radius=25")),
    ("map", "", _map),
    ("profile", "", _profile),
    ("compare", "", _compare),
    ("self-check", "", _self_check),
    ("city", "", lambda page: page.goto("/places/united-states/oregon/portland")),
    ("my-listing", "therapist", lambda page: page.goto("/my-listing")),
    ("my-score", "therapist", lambda page: page.goto("/my-listing/score")),
    ("confirmations", "therapist", lambda page: page.goto("/my-listing/confirmations")),
    ("account", "therapist", lambda page: page.goto("/account")),
    ("question", "therapist", _question),
    ("queue", "moderator", lambda page: page.goto("/moderation/")),
    ("case", "moderator", _case),
)

if __name__ == "__main__":
    main()
