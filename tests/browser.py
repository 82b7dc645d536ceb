"""A browser for tests: opens pages with the test client, checks every page it sees, fills in forms by their labels.

A page cannot be opened without being checked; a wrong page fails the test that opened it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .page_checks import FIELDS, SKIPPED_INPUTS, above, check_findable, check_page, words

PASSWORD = "lantern orchard meadow 42"
SIGN_IN = "/account/sign-in"
TOKEN_FIELD = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
LETTER = re.compile(r"/development/outbox/\d+")


@dataclass
class Page:
    """An answer of the site."""

    url: str
    status: int
    html: str
    headers: Any
    # What browsers make of it, with what somebody has filled in since.
    tree: LexborHTMLParser | None = field(repr=False)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as it came, for tests that look closely: that takes fifty times as long to make as the tree."""
        return BeautifulSoup(self.html.replace("<wbr>", "") if self.tree else "", "html.parser")

    @property
    def h1(self) -> str:
        """Its heading."""
        heading = self.tree and self.tree.css_first("h1")
        return words(heading) if heading else ""

    @property
    def text(self) -> str:
        """Everything a person reads."""
        return words(self.tree.body) if self.tree and self.tree.body else self.html

    def all(self, selector: str) -> list[LexborNode]:
        """The elements that a selector of CSS names, as they stand in the form that is sent."""
        return self.tree.css(selector) if self.tree else []

    def one(self, selector: str) -> LexborNode:
        """The first of them."""
        found = self.all(selector)
        assert found, f"no {selector} on {self.url}"
        return found[0]

    def link(self, text: str) -> str:
        """Where the first link with this text leads."""
        for one in self.all("a[href]"):
            if text.casefold() in words(one).casefold():
                return one.attributes["href"] or ""
        raise AssertionError(f"no link {text!r} on {self.url}: {[words(a) for a in self.all('a')]}")

    def control(self, label: str) -> LexborNode:
        """The control with this label: an exact match first, then one that starts so."""
        labels = self.all("label")
        exact = [one for one in labels if words(one).casefold() == label.casefold()]
        begins = [one for one in labels if words(one).casefold().startswith(label.casefold())]
        for one in [*exact, *begins]:
            named = one.attributes.get("for")
            target = next(iter(self.all(f'[id="{named}"]') if named else one.css(", ".join(FIELDS))), None)
            if target is not None:
                return target
        raise AssertionError(f"no field {label!r} on {self.url}: {[words(one) for one in labels]}")

    def value(self, label: str) -> str:
        """What a field holds."""
        return _value_of(self.control(label)) or ""

    def is_chosen(self, label: str) -> bool:
        """Whether a radio button or checkbox is on."""
        return "checked" in self.control(label).attributes

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [words(one) for one in self.all("[data-error-summary] li")]


def _value_of(control: LexborNode) -> str | None:
    given = control.attributes
    if control.tag == "textarea":
        return control.text().replace("\r\n", "\n")
    if control.tag == "select":
        options = control.css("option")
        chosen = next((one for one in options if "selected" in one.attributes), options[0] if options else None)
        return _option_value(chosen) if chosen else None
    if given.get("type") in {"checkbox", "radio"}:
        return (given.get("value", "y") or "") if "checked" in given else None
    return given.get("value") or ""


def _option_value(option: LexborNode) -> str:
    return (option.attributes["value"] or "") if "value" in option.attributes else words(option)


class Browser:
    """One person's browser: cookies, the page in front of them, and what they have typed into it."""

    def __init__(self, app: Any, session: Any = None) -> None:
        self.client = app.test_client()
        self.session = session
        self._seen: Page | None = None
        self._leads_to = ""

    @property
    def page(self) -> Page | None:
        """The page in front of them."""
        if self._leads_to:
            self.open(self._leads_to)
        return self._seen

    @page.setter
    def page(self, page: Page | None) -> None:
        self._seen, self._leads_to = page, ""

    def open(self, path: str) -> Page:
        """Go to an address, following redirects."""
        return self._request("GET", path)

    def follow(self, text: str) -> Page:
        """Click the link with this text."""
        return self.open(urljoin(self._page.url, self._page.link(text)))

    def fill(self, label: str, value: str) -> Page:
        """Type into a field or choose an option of a list by its text or value."""
        control = self._page.control(label)
        if control.tag == "select":
            self._select(control, value)
        else:
            write(control, value)
        return self._page

    def choose(self, label: str) -> Page:
        """Choose a radio button."""
        control = self._page.control(label)
        assert control.attributes.get("type") == "radio", f"{label!r} is no radio button"
        for other in self._page.all(f'input[type=radio][name="{control.attributes["name"]}"]'):
            switch(other, "checked", on=False)
        switch(control, "checked")
        return self._page

    def check(self, label: str, *, on: bool = True) -> Page:
        """Tick or untick a box."""
        control = self._page.control(label)
        assert control.attributes.get("type") == "checkbox", f"{label!r} is no checkbox"
        switch(control, "checked", on=on)
        return self._page

    def press(self, label: str) -> Page:
        """Press the button and send its form with what stands in it."""
        buttons = self._page.all("button")
        button = next((one for one in buttons if words(one).casefold().startswith(label.casefold())), None)
        assert button is not None, f"no button {label!r}: {[words(one) for one in buttons]}"
        form, pressed = above(button, "form"), button.attributes
        assert form is not None
        data = self.data_of(form)
        if pressed.get("name"):
            data.append((pressed["name"] or "", pressed.get("value") or ""))
        action = urljoin(self._page.url, pressed.get("formaction") or form.attributes.get("action") or self._page.url)
        if (form.attributes.get("method") or "get").lower() == "post":
            return self._request("POST", action, data, came_from=self._page.url)
        return self._request("GET", action.split("?")[0], query=data)

    def sign_in(self, account: Any) -> None:
        """Sign in; the page it leads to is opened when somebody looks at it.

        Nearly every test begins here, and what one sees on the way has tests of its own: see `sign_in_by_form`.
        """
        if self.session is not None:
            self.session.commit()
        token = TOKEN_FIELD.search(self.client.get(SIGN_IN).get_data(as_text=True))
        assert token is not None, "somebody is signed in already"
        given = {"email": account.email, "password": PASSWORD, "csrf_token": token[1]}
        response = self.client.post(SIGN_IN, data=given)
        if self.session is not None:
            self.session.expire_all()
        assert response.status_code == 302, words(LexborHTMLParser(response.get_data(as_text=True)).root)
        self.page, self._leads_to = None, response.location

    def sign_in_by_form(self, account: Any) -> Page:
        """Sign in as a person does."""
        self.open(SIGN_IN)
        self.fill("E-mail", account.email)
        self.fill("Password", PASSWORD)
        page = self.press("Sign in")
        assert "There is a problem" not in page.text, page.text
        return page

    def sign_out(self) -> Page:
        """Press the button in the header."""
        return self.press("Sign out")

    def post(self, path: str, data: list[tuple[str, str]]) -> Page:
        """Send a form that no page showed, as a script would, with a valid token."""
        self.open(SIGN_IN)
        token = TOKEN_FIELD.search(self._page.html)
        return self._request("POST", path, [*data, ("csrf_token", token[1] if token else "")])

    @staticmethod
    def data_of(form: LexborNode) -> list[tuple[str, str]]:
        """What a form sends: names and values of its fields."""
        data = []
        for control in form.css(", ".join(FIELDS)):
            value, given = _value_of(control), control.attributes
            if "disabled" in given or given.get("type") in SKIPPED_INPUTS:
                continue
            if given.get("name") and value is not None:
                data.append((given["name"] or "", value))
        return data

    @property
    def _page(self) -> Page:
        assert self.page is not None, "open a page first"
        return self.page

    def _select(self, control: LexborNode, value: str) -> None:
        options = control.css("option")
        wanted = [one for one in options if value in (words(one), one.attributes.get("value"))]
        assert wanted, f"no option {value!r}: {[words(one) for one in options]}"
        for one in options:
            switch(one, "selected", on=one is wanted[0])

    def _request(self, method: str, url: str, data: Any = None, query: Any = None, came_from: str = "") -> Page:
        if self.session is not None:
            self.session.commit()
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        body = {"data": _multi(data)} if data is not None else {}
        # Within the site browsers name the page that a form stood on.
        headers = {"Referer": urljoin("http://localhost/", came_from)} if came_from else {}
        response = self.client.open(
            path, method=method, query_string=query, follow_redirects=True, headers=headers, **body
        )
        if self.session is not None:
            self.session.expire_all()
        # A PDF or a picture is no text, but may be opened like any address.
        html = response.get_data().decode(errors="replace")
        target = response.request.full_path.rstrip("?") if response.request.query_string else response.request.path
        # Where a line may break, nobody reads a space.
        read = html.replace("<wbr>", "") if response.mimetype == "text/html" else ""
        tree = LexborHTMLParser(read) if read else None
        # A letter brings its own styles, as mail programs want it, and is no page of the site.
        if tree and not LETTER.match(target):
            check_page(html, f"{method} {target}", tree)
            if response.status_code == 200:
                check_findable(tree, f"{method} {target}", response.headers.get("X-Robots-Tag", ""))
        self.page = Page(target, response.status_code, html, response.headers, tree)
        return self.page


def write(control: LexborNode, value: str) -> None:
    """Put `value` into a field that is typed into, in place of what it holds."""
    if control.tag == "textarea":
        control.inner_html = ""
        control.insert_child(value)
    else:
        control.attrs["value"] = value


def switch(control: LexborNode, name: str, *, on: bool = True) -> None:
    """Give an element an attribute without a value, or take it away."""
    if on:
        control.attrs[name] = ""
    elif name in control.attributes:
        del control.attrs[name]


def _multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data
