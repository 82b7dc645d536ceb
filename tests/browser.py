"""A browser for tests: opens pages with the test client, checks every page it sees, fills in forms by their labels.

A page cannot be opened without being checked; a wrong page fails the test that opened it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag

PASSWORD = "lantern orchard meadow 42"
LONGEST_TITLE = 65
BETWEEN_TAGS = re.compile(r">[^<>]*<")
ENTITIES = re.compile(r"&#?\w*;?")
NUMBERS = re.compile(r"\d+")
TOKENS = re.compile(r'"[\w.-]{60,}"')
# Shapes of pages that were valid before in this process.
_valid: set[int] = set()
SIGN_IN = "/account/sign-in"
TOKEN_FIELD = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
LETTER = re.compile(r"/development/outbox/\d+")
FIELDS = {"input", "select", "textarea"}
REFERENCES = ("aria-labelledby", "aria-describedby", "for")
SKIPPED_INPUTS = {"submit", "button", "image", "reset"}


def words(node: Tag) -> str:
    """The text of an element with single spaces."""
    return " ".join(node.get_text(" ").split())


def check_page(html: str, where: str, soup: BeautifulSoup | None = None) -> None:
    """Fail for anything that no page of this site may have."""
    _check_html(html, where)
    soup = soup or BeautifulSoup(html, "html.parser")
    # One walk through the page for all checks: they run on every page that any test opens.
    tags = [one for one in soup.descendants if isinstance(one, Tag)]
    problems = [*_heading_problems(soup, tags), *_label_problems(tags), *_id_problems(tags), *_inline_problems(tags)]
    assert not problems, f"{where}: {problems}"


def _check_html(html: str, where: str) -> None:
    # Whether HTML is valid depends on its tags and attributes, not on words and numbers; many pages share theirs.
    marked = BETWEEN_TAGS.sub(lambda found: f">{''.join(ENTITIES.findall(found[0]))}<", TOKENS.sub('"token"', html))
    shape = hash(NUMBERS.sub("0", marked))
    if shape in _valid:
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    errors = [f"{code} {data} at {position}" for position, code, data in parser.errors]
    assert not errors, f"{where}: invalid HTML: {errors[:3]}"
    _valid.add(shape)


def _heading_problems(soup: BeautifulSoup, tags: Sequence[Tag]) -> list[str]:
    headings = [one for one in tags if one.name == "h1"]
    title = words(soup.title) if soup.title else ""
    # Whoever hears a page hears its title first.
    wrong = bool(soup.find(attrs={"data-error-summary": True}))
    if wrong != title.startswith("Error: "):
        return [f"title {title!r} of a page {'with' if wrong else 'without'} an error summary"]
    title = title.removeprefix("Error: ")
    if len(headings) != 1:
        return [f"{len(headings)} h1 elements"]
    if not soup.html or not soup.html.get("lang"):
        return ["no language"]
    if title.split(" – ")[0][:25].casefold() != words(headings[0])[:25].casefold() and not title.casefold().startswith(
        words(headings[0]).casefold()
    ):
        return [f"title {title!r} does not start with the h1 {words(headings[0])!r}"]
    return []


def _label_problems(tags: Sequence[Tag]) -> list[str]:
    labelled = {one.get("for") for one in tags if one.name == "label"}
    return [
        f"{one.name} {one.get('name')} has no label"
        for one in tags
        if one.name in FIELDS
        and one.get("type") not in {*SKIPPED_INPUTS, "hidden"}
        and one.get("id") not in labelled
        and not one.get("aria-label")
        and not one.find_parent("label")
    ]


def _id_problems(tags: Sequence[Tag]) -> list[str]:
    ids = Counter(str(one.attrs["id"]) for one in tags if "id" in one.attrs)
    double = sorted(one for one, times in ids.items() if times > 1)
    targets = [str(one.attrs[name]) for one in tags for name in REFERENCES if name in one.attrs]
    missing = sorted({one for target in targets for one in target.split() if one not in ids})
    links = [str(one.attrs.get("href", "")) for one in tags if one.name == "a"]
    anchors = sorted({link for link in links if link.startswith("#") and link[1:] not in ids})
    return [
        *(f"id {one} twice" for one in double),
        *(f"no element {one}" for one in missing),
        *(f"link to nothing: {one}" for one in anchors),
    ]


def _inline_problems(tags: Sequence[Tag]) -> list[str]:
    problems = ["style element" for one in tags if one.name == "style"]
    for one in tags:
        if one.name != "script":
            continue
        if one.get("type") == "application/ld+json":
            problems += _data_problems(one)
        elif not one.get("src"):
            problems.append("inline script")
    for one in tags:
        problems += [f"{name} on {one.name}" for name in one.attrs if name == "style" or name.startswith("on")]
        address = one.get("src") or (one.get("href") if one.name == "link" else None)
        if address and urlsplit(str(address)).netloc and one.get("rel") != ["canonical"]:
            problems.append(f"{one.name} from another host: {address}")
        if one.name == "img" and one.get("alt") is None:
            problems.append("img without alt")
    return problems


def _data_problems(script: Tag) -> list[str]:
    """What is wrong with data for machines, the one thing that may stand inside a script element."""
    try:
        data = json.loads(script.get_text())
    except ValueError as error:
        return [f"data for machines cannot be read: {error}"]
    return [] if data.get("@context") == "https://schema.org" else ["data for machines without its context"]


def check_findable(soup: BeautifulSoup, where: str, robots_header: str) -> None:
    """Fail for a page that search engines may show and that does not say in short what it is, or where it lives."""
    robots = soup.find("meta", attrs={"name": "robots"})
    if "noindex" in robots_header or (robots and "noindex" in str(robots.get("content"))):
        return
    title, heading = words(soup.title) if soup.title else "", soup.find("h1")
    site_name = title.rpartition(" – ")[2]
    # A heading may be longer than fits; nothing may be added to it then.
    longest = max(LONGEST_TITLE, len(f"{words(heading)} – {site_name}") if isinstance(heading, Tag) else 0)
    described = soup.find("meta", attrs={"name": "description"})
    description = " ".join(str(described.get("content")).split()) if isinstance(described, Tag) else ""
    problems = [f"{len(found)} {what}" for what, found in _once(soup).items() if len(found) != 1]
    if len(title) > longest:
        problems.append(f"title of {len(title)} characters: {title}")
    if not 50 <= len(description) <= 160:
        problems.append(f"description of {len(description)} characters: {description}")
    assert not problems, f"{where}: {problems}"


def _once(soup: BeautifulSoup) -> dict[str, list[Tag]]:
    shared = ("og:title", "og:description", "og:url", "og:image", "og:type")
    return {
        "canonical addresses": soup.find_all("link", rel="canonical"),
        **{name: soup.find_all("meta", property=name) for name in shared},
    }


@dataclass
class Page:
    """An answer of the site."""

    url: str
    status: int
    html: str
    headers: Any
    soup: BeautifulSoup = field(repr=False)

    @property
    def h1(self) -> str:
        """Its heading."""
        heading = self.soup.find("h1")
        return words(heading) if isinstance(heading, Tag) else ""

    @property
    def text(self) -> str:
        """Everything a person reads."""
        return words(self.soup.body) if self.soup.body else self.html

    def link(self, text: str) -> str:
        """Where the first link with this text leads."""
        for one in self.soup.find_all("a", href=True):
            if text.casefold() in words(one).casefold():
                return str(one["href"])
        raise AssertionError(f"no link {text!r} on {self.url}: {[words(a) for a in self.soup.find_all('a')]}")

    def control(self, label: str) -> Tag:
        """The control with this label: an exact match first, then one that starts so."""
        labels = self.soup.find_all("label")
        exact = [one for one in labels if words(one).casefold() == label.casefold()]
        begins = [one for one in labels if words(one).casefold().startswith(label.casefold())]
        for one in [*exact, *begins]:
            target = self.soup.find(id=one.get("for")) if one.get("for") else one.find(["input", "select", "textarea"])
            if isinstance(target, Tag):
                return target
        raise AssertionError(f"no field {label!r} on {self.url}: {[words(one) for one in labels]}")

    def value(self, label: str) -> str:
        """What a field holds."""
        return _value_of(self.control(label)) or ""

    def is_chosen(self, label: str) -> bool:
        """Whether a radio button or checkbox is on."""
        return self.control(label).has_attr("checked")

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        summary = self.soup.find(attrs={"data-error-summary": True})
        return [words(one) for one in summary.find_all("li")] if isinstance(summary, Tag) else []


def _value_of(control: Tag) -> str | None:
    if control.name == "textarea":
        return control.get_text().replace("\r\n", "\n").removeprefix("\n")
    if control.name == "select":
        options = control.find_all("option")
        chosen = next((one for one in options if one.has_attr("selected")), options[0] if options else None)
        return str(chosen.get("value", words(chosen))) if chosen else None
    if control.get("type") in {"checkbox", "radio"}:
        return str(control.get("value", "y")) if control.has_attr("checked") else None
    return str(control.get("value", ""))


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
        if control.name == "textarea":
            control.string = "\n" + value
        elif control.name == "select":
            self._select(control, value)
        else:
            control["value"] = value
        return self._page

    def choose(self, label: str) -> Page:
        """Choose a radio button."""
        control = self._page.control(label)
        assert control.get("type") == "radio", f"{label!r} is no radio button"
        for other in self._page.soup.find_all("input", attrs={"type": "radio", "name": control["name"]}):
            other.attrs.pop("checked", None)
        control["checked"] = ""
        return self._page

    def check(self, label: str, *, on: bool = True) -> Page:
        """Tick or untick a box."""
        control = self._page.control(label)
        assert control.get("type") == "checkbox", f"{label!r} is no checkbox"
        control.attrs.pop("checked", None)
        if on:
            control["checked"] = ""
        return self._page

    def press(self, label: str) -> Page:
        """Press the button and send its form with what stands in it."""
        button = next(
            (one for one in self._page.soup.find_all("button") if words(one).casefold().startswith(label.casefold())),
            None,
        )
        assert button is not None, f"no button {label!r}: {[words(b) for b in self._page.soup.find_all('button')]}"
        form = button.find_parent("form")
        assert isinstance(form, Tag)
        data = self._data(form)
        if button.get("name"):
            data.append((str(button["name"]), str(button.get("value", ""))))
        action = urljoin(self._page.url, str(button.get("formaction") or form.get("action") or self._page.url))
        if str(form.get("method", "get")).lower() == "post":
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
        assert response.status_code == 302, words(BeautifulSoup(response.get_data(as_text=True), "html.parser"))
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
        token = self._page.soup.find("input", attrs={"name": "csrf_token"})
        return self._request(
            "POST", path, [*data, ("csrf_token", str(token["value"]) if isinstance(token, Tag) else "")]
        )

    @property
    def _page(self) -> Page:
        assert self.page is not None, "open a page first"
        return self.page

    def _select(self, control: Tag, value: str) -> None:
        options = control.find_all("option")
        wanted = [one for one in options if value in (words(one), one.get("value"))]
        assert wanted, f"no option {value!r}: {[words(one) for one in options]}"
        for one in options:
            one.attrs.pop("selected", None)
        wanted[0]["selected"] = ""

    def _data(self, form: Tag) -> list[tuple[str, str]]:
        data = []
        for control in form.find_all(["input", "select", "textarea"]):
            value = _value_of(control)
            if control.has_attr("disabled") or control.get("type") in SKIPPED_INPUTS:
                continue
            if control.get("name") and value is not None:
                data.append((str(control["name"]), value))
        return data

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
        soup = BeautifulSoup(read, "html.parser")
        # A letter brings its own styles, as mail programs want it, and is no page of the site.
        if response.mimetype == "text/html" and not LETTER.match(target):
            check_page(html, f"{method} {target}", soup)
            if response.status_code == 200:
                check_findable(soup, f"{method} {target}", response.headers.get("X-Robots-Tag", ""))
        self.page = Page(target, response.status_code, html, response.headers, soup)
        return self.page


def _multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data
