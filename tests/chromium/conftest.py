"""A real browser on the real site: the demonstration directory, served over HTTP in a thread."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright
from werkzeug.serving import make_server

from directory_app import create_app
from directory_app.cli.prepare import prepare

from ..conftest import QUICK_PASSWORDS, prepared_sqlite
from ..services.chromium import find_chromium
from ..services.once import once
from ..services.slow_pages import SlowPages
from ..services.sqlite import SQLITE_FILE

TIMEOUT_MS = 15_000
KEY = "a key for tests that is long enough to be one"


@dataclass(frozen=True)
class Site:
    """Where the site is, and how to sign in, by role."""

    address: str
    sign_ins: dict[str, tuple[str, str]]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration directory, running."""
    folder = tmp_path_factory.mktemp("site") / "data"
    fill = partial(_demonstration, prepared_sqlite(tmp_path_factory))
    shutil.copytree(once(tmp_path_factory, "demonstration", fill), folder)
    overrides = {
        "DATA": str(folder),
        "SECRET_KEY": KEY,
        "RATELIMIT_ENABLED": False,
        **QUICK_PASSWORDS,
    }
    app = create_app(overrides)
    sign_ins = {one.role: (one.email, one.password) for one in prepare(app, lambda _: None)}
    if seconds := float(os.environ.get("SLOW_PAGES", 0)):
        app.wsgi_app = SlowPages(app.wsgi_app, seconds)  # type: ignore[method-assign]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["BASE_ADDRESS"] = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app.config["BASE_ADDRESS"], sign_ins)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser process for the whole run."""
    found = find_chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found.path, args=found.arguments, env=found.environment or None
        )
        yield launched
        launched.close()


def _demonstration(prepared: Path, folder: Path) -> None:
    """Fill a folder with the demonstration directory, beginning with a prepared database."""
    shutil.copy(prepared, folder / SQLITE_FILE)
    app = create_app({"DATA": str(folder), "SECRET_KEY": KEY, **QUICK_PASSWORDS})
    prepare(app, lambda _: None)
    # The last connection that closes puts everything into the one file.
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session", autouse=True)
def read_whole_pages() -> Iterator[None]:
    """After a click that leads to another page, tests look at it as people do: when all of it is there.

    The browser calls a page opened as soon as its first bytes come, and on a busy machine the rest comes later.
    """
    click = Locator.click

    def click_and_wait(self: Locator, **options: Any) -> None:
        click(self, **options)
        self.page.wait_for_load_state("domcontentloaded")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click_and_wait)
        yield


class Windows:
    """Windows of the browser on the site, which note what their pages complain of."""

    def __init__(self, chromium: Any, site: Site) -> None:
        self._complaints: list[str] = []
        self._chromium, self._site = chromium, site
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, *, width: int = 1280, role: str = "", scripts: bool = True, **options: Any) -> Page:
        """Open an address in a fresh window: `open("/", width=320, role="moderator", scripts=False)`."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            base_url=self._site.address,
            **options,
        )
        context.set_default_timeout(TIMEOUT_MS)
        self._contexts.append(context)
        page: Page = context.new_page()
        self._listen(page)
        if role:
            sign_in(page, *self._site.sign_ins[role])
        page.goto(path)
        return page

    def close(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()

    def take_complaints(self) -> list[str]:
        """Errors of scripts, breaches of the content policy and requests to other hosts since this was last asked."""
        taken = self._complaints.copy()
        self._complaints.clear()
        return taken

    def _listen(self, page: Page) -> None:
        complain, ours = self._complaints.append, (self._site.address, "data:", "about:")
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("console", lambda one: complain(one.text) if "Content Security Policy" in one.text else None)
        page.on("request", lambda one: None if one.url.startswith(ours) else complain(one.url))


Opened = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Any, site: Site) -> Iterator[Opened]:
    """Open an address in a fresh window as `Windows.open` does; whatever its pages complain of fails the test."""
    windows = Windows(chromium, site)
    yield windows.open
    windows.close()
    assert windows.take_complaints() == []


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in through the form."""
    page.goto("/account/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
