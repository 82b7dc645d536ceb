"""Pages that come late, as from a busy machine: a test that looks too early then fails each time, not rarely.

`SLOW_PAGES=0.4 make test ARGS=tests/chromium` puts so many seconds between the first byte of each answer and the rest.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any


class SlowPages:
    """A WSGI application around another one; static files come as fast as ever."""

    def __init__(self, app: Any, seconds: float) -> None:
        self.app, self.seconds = app, seconds

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer a request."""
        answer = self.app(environ, start_response)
        return answer if environ["PATH_INFO"].startswith("/static/") else _InTwoParts(answer, self.seconds)


class _InTwoParts:
    def __init__(self, answer: Any, seconds: float) -> None:
        self.answer, self.seconds = answer, seconds

    def __iter__(self) -> Iterator[bytes]:
        whole = b"".join(self.answer)
        yield whole[:1]
        time.sleep(self.seconds)
        yield whole[1:]

    def close(self) -> None:
        """Close what the application answered with."""
        if hasattr(self.answer, "close"):
            self.answer.close()
