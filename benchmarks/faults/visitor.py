"""A browser without a screen: cookies, forms, an address of its own. One connection a request, as from a proxy."""

from __future__ import annotations

import html
import http.client
import itertools
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from .journal import Journal

INPUT = re.compile(r"<input\b[^>]*>")
NAME, VALUE = re.compile(r'\bname="([^"]*)"'), re.compile(r'\bvalue="([^"]*)"')
SECONDS = 30.0
TRIES = 20
_addresses = itertools.count(1)


class Away(Exception):
    """The site did not answer: whether a form that was sent was taken is not known."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str = ""

    def hidden(self, name: str) -> str:
        """The value of a field nobody sees. Raises LookupError without one, Away where the site could not answer."""
        if self.status >= 500:
            raise Away
        for one in INPUT.findall(self.text):
            named, value = NAME.search(one), VALUE.search(one)
            if named and named[1] == name:
                return html.unescape(value[1]) if value else ""
        raise LookupError(f"no field {name}: {self.status} {self.text[:200]}")


class Visitor:
    """Somebody with a browser. Limits count each as a network of its own; with a `host` they come over TLS."""

    def __init__(self, port: int, journal: Journal, host: str = "") -> None:
        number = next(_addresses)
        self.port, self.journal = port, journal
        self.headers = {
            "X-Forwarded-For": f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
            **({"X-Forwarded-Host": host, "X-Forwarded-Proto": "https"} if host else {}),
        }
        self.cookies: dict[str, str] = {}

    def get(self, target: str) -> Answer:
        """Open a page. Raises Away."""
        return self._ask("GET", target, None)

    def post(self, target: str, **fields: Any) -> Answer:
        """Send a form, without following where it leads. Raises Away."""
        return self._ask("POST", target, urlencode(fields).encode())

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form, again where the site asks for that. Raises RuntimeError where it fails."""
        for _ in range(TRIES):
            page = self.get("/account/sign-in")
            if page.status == 200:
                entered = {"email": email, "password": password}
                page = self.post("/account/sign-in", csrf_token=page.hidden("csrf_token"), **entered)
            if page.status in {302, 303}:
                return
            if page.status != 503:
                break
            time.sleep(0.3)
        raise RuntimeError(f"could not sign in: {page.status} {page.text[:500]}")

    def _ask(self, method: str, target: str, body: bytes | None) -> Answer:
        headers = dict(self.headers)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            # Forms behind TLS are checked for where they come from.
            if "X-Forwarded-Host" in headers:
                headers["Referer"] = f"https://{headers['X-Forwarded-Host']}{target}"
        doing = f"{method} {re.sub(r'[0-9]+', 'n', target.partition('?')[0])}"
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, target, body, headers)
            came = connection.getresponse()
            text = came.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.journal.fault(type(error).__name__, doing)
            raise Away from error
        finally:
            connection.close()
        self.journal.answered(came.status, doing, time.perf_counter() - started)
        if came.status >= 500:
            plain = "<h1>" in text and 'id="main"' in text
            self.journal.fault(f"{came.status}{'' if plain else ' without a page'}", doing)
        for line in came.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(came.status, text, came.headers.get("Location", ""))
