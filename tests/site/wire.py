"""The browser of the tests over a real connection: the server is another process, from an address of our choice."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

SECONDS = 60
REDIRECTS = 5


@dataclass
class Asked:
    """What was asked for in the end."""

    path: str
    query_string: str

    @property
    def full_path(self) -> str:
        """The path with what stands behind the question mark."""
        return f"{self.path}?{self.query_string}"


@dataclass
class Answer:
    """An answer, as the browser of the tests wants it."""

    status_code: int
    headers: Any
    body: bytes
    request: Asked

    @property
    def mimetype(self) -> str:
        """The kind of document."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0]

    def get_data(self) -> bytes:
        """The body."""
        return self.body


class Wire:
    """A client of a server on this machine; it keeps cookies and follows where it is sent."""

    def __init__(self, port: int, source: str) -> None:
        self.port, self.source = port, source
        self.cookies: dict[str, str] = {}

    def test_client(self) -> Wire:
        """What `Browser` asks an application for."""
        return self

    def open(
        self,
        path: str,
        *,
        method: str = "GET",
        query_string: Any = None,
        follow_redirects: bool = True,
        data: Any = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Answer:
        """Ask, with the cookies that are known."""
        if query_string:
            path += ("&" if "?" in path else "?") + urlencode(query_string)
        body = urlencode(data, doseq=True).encode() if data is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        return self.send(method, path, body, {**headers, **kind})

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Ask with a body of any kind."""
        for _ in range(REDIRECTS):
            answer = self._once(method, path, body, headers)
            if answer.status_code not in {301, 302, 303, 307, 308}:
                break
            there = urlsplit(urljoin(f"http://x{path}", answer.headers["Location"]))
            method, body, headers = "GET", None, {}
            path = there.path + (f"?{there.query}" if there.query else "")
        return answer

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=SECONDS, source_address=(self.source, 0)
        )
        sent = {
            **headers,
            "User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/150.0",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path.replace(" ", "%20"), body, sent)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        path, _, query = path.partition("?")
        return Answer(response.status, response.headers, content, Asked(path, query))
