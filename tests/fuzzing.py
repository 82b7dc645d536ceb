"""Finds every route, form and parameter of the site by itself and sends what no page would send.

Used by `tests/site/test_fuzz.py` with a fixed seed and by `python -m benchmarks.fuzz` for as long as one likes. Nothing
here names a page: routes come from the map of the application, forms from the pages behind them, names of parameters
from links, forms and the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_from_bytes, urljoin, urlsplit

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from directory_app.access import EXTENSION_BLUEPRINTS, mark_of
from directory_app.uninvited import SET_BY_US

from .browser import Browser
from .factories import make_account, make_listing, make_message
from .site.test_access import ALLOWED, things

SOURCE = Path(__file__).parents[1] / "directory_app"
CANARY = "<zq9 onmouseover=zq9>"
HEADER_CANARY = "zq9-planted"
FOREIGN = "https://zq9.example"
PLAIN = {"email": "somebody@example.org", "tel": "+1 503 555 0100", "number": "7", "date": "2026-11-02", "url": ""}
# Leaving would end the session that the next attack needs.
NOT_PRESSED = ("/account/sign-out", "/static")

NASTY = (
    "", " \u00a0\u2003 ", "🙂‍🦰👨‍👩‍👧‍👦" * 20, "مرحبا \u202e gnorw \u2066x\u2069", CANARY, f"'\"><{CANARY}",
    f"--></script>{CANARY}", "{{ 7*7 }}{% raw %}${7*7}#{7*7}", "'; DROP TABLE account; -- %_\\",
    "a\x00b\x07c\x1b[31m", "\ud800 alone \udfff", "a" + "\u0301" * 2000, "a\r\nb\rc\u2028d\u0085e",
    f"x\r\nSet-Cookie: {HEADER_CANARY}=1", "%0d%0aX-A: b", "1e309", "nan", "-1", "-0", "0x10", "9" * 400, str(2**31),
    str(2**63), str(-(2**63) - 1), str(10**30), "١٢٣", "１２", "x" * 300, "x" * 5_000, "x " * 20_000, "x" * 100_000,
    "true", "null", "[]", "{}", "../../etc/passwd", "file:///etc/passwd", f"//{FOREIGN[8:]}", "javascript:zq9()",
    "=1+1", "@SUM(1)", "İSTANBUL ŞIŞLI", "ﬁ ǅ ß", "\U0010ffff", "\ufdd0\ufffe", "31 February 2026", "0000-00-00",
    "9999-12-31", "10000-01-01", "23:59-00:00", "Mon-Sun 0-24", "1,000.00", "1 000,00", "$-5", "0", "None", "on",
    "a@b", "a" * 64 + "@" + "b" * 250 + ".example", "(" * 500, "[" * 500, "\\" * 500, "'" * 500, "&amp;" * 100,
    "&#0;&#xD800;", "\ufeff", "\u200b" * 50,
)  # fmt: skip
TYPES = (
    "text/plain", "application/json", "application/xml", "text/html", "application/octet-stream",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300,
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nonsense",
    "application/csp-report", "image/png", "x", "",
)  # fmt: skip
# What nobody can write in a form, as it would come over the wire.
RAW = (
    b"%", b"%zz=%zz", b"&&&&", b"=&=&=", b"a", b"%00=%00", b"csrf_token", b"\xff\xfe\x00", b"a=%ED%A0%80",
    b"a=%C0%AF", b"a=%F4%90%80%80", b"a=%u0041", b"a=1;b=2", b"a[]=1&a[0]=2&a[b][c]=3&a.b=4", b"__proto__[x]=1",
    b"a=" + b"%2500" * 50, b"{\"a\": 1}", b"<a/>",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"X-Forwarded-For": "::zz, 1.2.3.4"}, {"X-Forwarded-Host": "zq9.example"}, {"Forwarded": "for=zq9"},
    {"Range": "bytes=-9,x-"}, {"If-None-Match": "W/\"\", *"}, {"If-Modified-Since": "yesterday"},
    {"Accept-Language": "x" * 4000}, {"Accept": "\xff"}, {"Accept-Encoding": "br;q=x, *"}, {"User-Agent": ""},
    {"User-Agent": "\xe4" * 900}, {"Referer": "http://[::1"}, {"Cookie": "session=" + "x" * 5000},
    {"Cookie": "session=.eJw; session=x; =; ;; device=\xff"}, {"Cookie": "a=1; " * 400},
    {"Authorization": "Basic zq9"}, {"X-HTTP-Method-Override": "DELETE"}, {"X-Csrf-Token": "\x7f"},
    {"Sec-Purpose": "prefetch\xff"}, {"Expect": "200-zq9"}, {"Content-Encoding": "gzip"},
)  # fmt: skip
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD", "PROPFIND", "ZQ9")
IDS = (0, 2**31, 2**63, 10**30)


@dataclass(frozen=True)
class Field:
    """One control of a form: what it sends untouched, and what it offers."""

    name: str
    value: str
    kind: str
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A form of a page, or the query of an address, in the hands of one person."""

    person: str
    method: str
    path: str
    fields: tuple[Field, ...]
    is_multipart: bool = False


class Forms(HTMLParser):
    """All forms of a page, and the links with a query."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at
        self.found: list[tuple[str, str, bool, list[Field]]] = []
        self.links: set[str] = set()
        self._open: list[Field] | None = None
        self._select: tuple[str, list[str]] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._by_id: dict[str, list[Field]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, controls and links."""
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "?" in has.get("href", "") and "//" not in has["href"]:
            self.links.add(urljoin(self.at, has["href"]))
        if tag == "form":
            self._open = []
            if has.get("id"):
                self._by_id[has["id"]] = self._open
            where = urljoin(self.at, has.get("action") or self.at)
            self.found.append(
                (has.get("method", "get").upper(), where, "multipart" in has.get("enctype", ""), self._open)
            )
        into = self._by_id.get(has.get("form", ""), self._open)
        if into is None or "name" not in has or "disabled" in has:
            return
        if tag in ("input", "button"):
            kind = has.get("type", "text" if tag == "input" else "submit")
            value = has.get("value", "y" if kind == "checkbox" else "")
            into.append(Field(has["name"], value if kind != "text" or value else "Some words", kind))
        elif tag == "select":
            self._select = (has["name"], [])
        elif tag == "textarea":
            self._area = (has["name"], [])
        if tag == "option" and self._select is not None:
            self._select[1].append(has.get("value", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The same for elements that close themselves."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Gather the text of an area."""
        if self._area is not None:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._open = None
        elif tag == "select" and self._select is not None and self._open is not None:
            name, offered = self._select
            self._open.append(Field(name, offered[0] if offered else "", "select", tuple(offered)))
            self._select = None
        elif tag == "textarea" and self._area is not None and self._open is not None:
            name, text = self._area
            self._open.append(Field(name, "".join(text).strip() or "Some words of an answer.", "textarea"))
            self._area = None


def merged(fields: list[Field]) -> tuple[Field, ...]:
    """One field for each group of buttons or boxes of one name, with all it offers."""
    by_name: dict[str, Field] = {}
    for one in fields:
        known = by_name.get(one.name)
        if known is None:
            by_name[one.name] = replace(one, offered=one.offered or (one.value,))
        else:
            by_name[one.name] = replace(known, offered=(*known.offered, *(one.offered or (one.value,))))
    return tuple(by_name.values())


@dataclass
class World:
    """A directory with something of each kind in it, and a browser for everybody."""

    app: Flask
    session: Session
    people: dict[str, Browser] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def settle(self) -> World:
        """Make people, sign them in, and make one of each thing an address can name."""
        self.enter("visitor", None)
        for name, state in (("therapist", "draft"), ("listed therapist", "published")):
            self.enter(name, "therapist", state)
        for role in ("moderator", "administrator"):
            self.enter(role, role)
        every = {name for rule in self.app.url_map.iter_rules() for name in rule.arguments} - {"filename"}
        # Some names only pages of the library have.
        self.values = dict.fromkeys(every, "x") | things(self.session)
        self.session.commit()
        self.names = names_in_source()
        return self

    def enter(self, name: str, role: str | None, state: str = "") -> None:
        """Give a person a browser, signed in where they have an account."""
        browser = self.people[name] = Browser(self.app, self.session)
        if role:
            account = make_account(self.session, role)
            if state:
                listing = make_listing(self.session, state, account=account)
                make_message(self.session, listing)
            self.session.commit()
            browser.sign_in(account)
        self.tokens[name] = self.token_of(browser)

    def token_of(self, browser: Browser) -> str:
        """A token for forms of this session."""
        page = browser.client.get("/account/change-password", follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return found[1] if found else ""

    def renew(self, name: str) -> None:
        """Sign somebody in again whom an attack has signed out."""
        state = {"therapist": "draft", "listed therapist": "published"}.get(name, "")
        role = "therapist" if "therapist" in name else None if name == "visitor" else name
        self.enter(name, role, state)

    def who_may(self, rule: Any) -> list[str]:
        """Those for whom a route is; for pages of everybody a visitor is enough."""
        mark = mark_of(rule.endpoint, self.app.view_functions[rule.endpoint])
        if rule.endpoint.partition(".")[0] in EXTENSION_BLUEPRINTS:
            return ["visitor", "therapist", "administrator"]
        if mark == "anyone":
            return ["visitor"]
        if mark == "signed_in":
            return ["therapist", "moderator"]
        both = ["therapist", "listed therapist"] if "therapist" in ALLOWED[str(mark)] else []
        return both or [one for one in ("moderator", "administrator") if one in ALLOWED[str(mark)]][:1]

    def address(self, rule: Any, **other: Any) -> str:
        """The address of a route, with something that exists behind it unless another value is given."""
        values = {name: other.get(name, self.values.get(name, "x")) for name in rule.arguments}
        with self.app.test_request_context():
            return str(self.app.url_for(rule.endpoint, **values))

    def routes(self, method: str) -> list[Any]:
        """All routes that take a method, but files and the way out."""
        rules = self.app.url_map.iter_rules()
        return [one for one in rules if method in (one.methods or ()) and not one.rule.startswith(NOT_PRESSED)]

    def targets(self, people: tuple[str, ...] = ()) -> list[Target]:
        """Every form of every page, every query, and every route that takes a form which no page showed.

        Of these people, or else of all.
        """
        found: dict[Any, Target] = {}
        for rule in self.routes("GET"):
            for person in self.who_may(rule):
                if people and person not in people:
                    continue
                path = self.address(rule)
                answer = self.people[person].client.get(path, buffered=True)
                assert answer.status_code < 500, (path, person, answer.status_code)
                page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
                for one in self._on_page(person, path, page):
                    # A form is the same form behind another number.
                    shape = (
                        person,
                        one.method,
                        re.sub(r"\d+|[0-9a-f]{16,}", "N", one.path),
                        tuple(f.name for f in one.fields),
                    )
                    found.setdefault(shape, one)
        posted = {re.sub(r"\d+", "N", one.path) for one in found.values() if one.method == "POST"}
        for rule in self.routes("POST"):
            for person in (one for one in self.who_may(rule) if not people or one in people):
                path = self.address(rule)
                if re.sub(r"\d+", "N", path) not in posted:
                    fields = (
                        *(Field(name, "x", "text") for name in ("then", "do", "number")),
                        Field("csrf_token", "", "hidden"),
                    )
                    found.setdefault((person, "POST", path), Target(person, "POST", path, fields))
        return sorted(found.values(), key=lambda one: (one.person, one.method, one.path, [f.name for f in one.fields]))

    def _on_page(self, person: str, path: str, page: str) -> list[Target]:
        forms = Forms(path)
        forms.feed(page)
        seen = [
            Target(person, method, urlsplit(where).path, merged(fields), files)
            for method, where, files, fields in forms.found
        ]
        queries = {
            name for link in forms.links if urlsplit(link).path == path for name, _ in parse_qsl(urlsplit(link).query)
        }
        names = queries | self.names
        asked = Target(person, "GET", path, tuple(Field(name, "", "text") for name in sorted(names)))
        return [*(one for one in seen if not one.path.startswith(NOT_PRESSED)), asked]


def names_in_source() -> frozenset[str]:
    """Names of parameters that the source reads from an address."""
    pattern = re.compile(r"request\.args(?:\.get|\.getlist)?[\[(]\"(\w+)\"")
    return frozenset(name for path in SOURCE.rglob("*.py") for name in pattern.findall(path.read_text())) | {"next"}


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """A form as bytes; lone surrogates travel as no browser would send them."""
    return b"&".join(
        b"=".join(quote_from_bytes(one.encode("utf-8", "surrogatepass"), safe="").encode() for one in pair)
        for pair in pairs
    )


def plain(target: Target, token: str) -> list[tuple[str, str]]:
    """What somebody would send who filled the form in as it is meant."""
    pairs = []
    for one in target.fields:
        value = token if one.name == "csrf_token" else PLAIN.get(one.kind, one.value) or one.value
        if one.kind == "select" or len(one.offered) > 1:
            value = next((offer for offer in one.offered if offer), one.value)
        if one.kind not in ("file", "search"):
            pairs.append((one.name, value))
    return pairs


NASTY_TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.text(st.characters(categories=("Cc", "Cf", "Cs", "Co", "Mn", "Zl", "Zp", "Sk")), min_size=1, max_size=20),
    st.integers(-(10**25), 10**25).map(str),
    st.floats().map(str),
)
WAYS = (
    "one field", "one field", "one field", "all fields", "hidden field", "missing", "repeated", "array", "extra",
    "raw", "type", "many", "header", "method", "file", "offered",
)  # fmt: skip


@st.composite
def attacks(draw: st.DrawFn, targets: list[Target]) -> tuple[Target, dict[str, Any], str]:
    """One request that no page would send: the target, what to open it with, and how it was made."""
    target = draw(st.sampled_from(targets))
    way = draw(st.sampled_from(WAYS))
    names = [one.name for one in target.fields if one.name != "csrf_token"] or ["x"]
    change = {"method": target.method}
    pairs = [list(pair) for pair in plain(target, "TOKEN")]
    value = draw(NASTY_TEXT)
    name = draw(st.sampled_from(names))
    if way in ("one field", "hidden field", "offered"):
        chosen = [one.name for one in target.fields if way != "hidden field" or one.kind == "hidden"]
        chosen = [one for one in chosen if one != "csrf_token"] or names
        name = draw(st.sampled_from(chosen))
        if way == "offered":
            offers = next((one.offered for one in target.fields if one.name == name), ())
            value = draw(st.sampled_from(offers)) if offers else value
        pairs = [pair for pair in pairs if pair[0] != name] + [[name, value]]
    elif way == "all fields":
        pairs = [[one, key if one == "csrf_token" else value] for one, key in pairs]
    elif way == "missing":
        gone = set(draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names))))
        pairs = [pair for pair in pairs if pair[0] not in gone]
    elif way == "repeated":
        pairs += [[name, draw(NASTY_TEXT)] for _ in range(draw(st.integers(1, 4)))]
    elif way == "array":
        form = draw(st.sampled_from(("{}[]", "{}[0]", "{}-0", "{}-99999999-x", "{}.x", "{}[a][b]", " {}", "{}\x00")))
        pairs = [pair for pair in pairs if pair[0] != name] + [[form.format(name), value]]
    elif way == "extra":
        pairs += [[one, draw(st.sampled_from(("1", "administrator", "true", "100")))] for one in sorted(SET_BY_US)[:12]]
    elif way == "many":
        pairs += [[f"{name}{number}", "1"] for number in range(draw(st.sampled_from((150, 3_000, 20_000))))]
    elif way == "method":
        change["method"] = draw(st.sampled_from(OTHER_METHODS))
    if target.method == "GET" and way not in ("many", "raw"):
        # Longer addresses end at the server.
        pairs = [[one, text[:1_500]] for one, text in pairs if text][:40]
    body = encoded([(one, text) for one, text in pairs])
    if way == "raw":
        body = draw(st.sampled_from(RAW)) + b"&csrf_token=TOKEN"
    kind = "application/x-www-form-urlencoded"
    if way == "type":
        kind = draw(st.sampled_from(TYPES))
    change["headers"] = dict(draw(st.sampled_from(HEADERS))) if way == "header" else {}
    if way == "file" or (target.is_multipart and way != "raw"):
        content = (
            draw(st.binary(max_size=60)) if draw(st.booleans()) else b"\x89PNG\r\n\x1a\n" + draw(st.binary(max_size=60))
        )
        files = [one.name for one in target.fields if one.kind == "file"] or [name]
        title = draw(
            st.sampled_from(("a.png", "../../x.py", "", 'a"b.png', "x" * 400, "con.csv", f"{HEADER_CANARY}\u202e.jpg"))
        )
        body, kind = multipart(pairs, files[0], title, content)
    change["body"], change["type"] = body, kind
    return target, change, way


def multipart(pairs: list[list[str]], name: str, title: str, content: bytes) -> tuple[bytes, str]:
    """A form with a file in it."""
    line = "zq9boundary"
    parts = []
    for one, value in pairs:
        if one != name:
            parts.append(
                b'Content-Disposition: form-data; name="'
                + one.encode("utf-8", "replace").replace(b'"', b"")
                + b'"\r\n\r\n'
                + value.encode("utf-8", "replace")
            )
    head = f'Content-Disposition: form-data; name="{name}"; filename="{title}"\r\nContent-Type: image/png\r\n\r\n'
    parts.append(head.encode("utf-8", "replace") + content)
    whole = (
        b"".join(b"--" + line.encode() + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + line.encode() + b"--\r\n"
    )
    return whole, f"multipart/form-data; boundary={line}"


def send(world: World, target: Target, change: dict[str, Any]) -> TestResponse:
    """Send one attack as its person; sign them in again where it signed them out."""
    browser = world.people[target.person]
    body = change["body"].replace(b"TOKEN", quote(world.tokens[target.person], safe="").encode())
    path, data = target.path, body
    if target.method == "GET":
        path, data = f"{target.path}?{body[:7_900].decode('latin-1')}", b""
    answer = browser.client.open(
        path,
        method=change["method"],
        data=data,
        content_type=change["type"],
        headers=change["headers"],
        buffered=True,
    )
    world.session.expire_all()
    if target.person != "visitor" and "/account/sign-in" in answer.headers.get("Location", ""):
        world.renew(target.person)
    return answer


def faults_of(answer: TestResponse) -> list[str]:
    """What no answer may be, whatever was sent."""
    faults = []
    if answer.status_code >= 500:
        faults.append(f"status {answer.status_code}")
    place = urlsplit(answer.headers.get("Location", ""))
    if place.netloc not in ("", "localhost") or place.scheme not in ("", "http"):
        faults.append(f"leads to {place.netloc}")
    if any(HEADER_CANARY in f"{name}{value}" for name, value in answer.headers.items() if name != "Location"):
        faults.append("what was typed stands in a header")
    if answer.mimetype == "text/html":
        body = answer.get_data()
        if CANARY[:4].encode() in body:
            faults.append("what was typed became markup")
        if b"Traceback (most recent" in body or b"sqlalchemy" in body.lower():
            faults.append("it shows the inside")
        if "default-src 'none'" not in answer.headers.get("Content-Security-Policy", ""):
            faults.append("no content policy")
    return faults
