"""What people do meanwhile: write, report, save, decide, confirm, search; each write is noted once it is acknowledged.

Whoever gets no answer does what a person does: sends the same form again, or looks whether it was saved.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

from tests.browser import PASSWORD

from .grounds import Grounds
from .journal import Journal
from .visitor import Answer, Away, Visitor

# A form is sent when it has been open for longer than a program would need.
OPEN_SECONDS = 3.2
OPEN_FORMS = 5
PAUSE = 0.2
SEARCHES = ("/search?place=Portland%2C+OR", "/search?place=Portland%2C+OR&how=oil", "/")
_numbers = itertools.count(1)


def mark_of(kind: str) -> str:
    """Words that stand in one write only."""
    return f"{kind}-mark-{next(_numbers):06d}"


class Crowd:
    """All who work on a site at once. Inside the block they do, with pauses that are `calm` times as long."""

    def __init__(
        self, port: int, grounds: Grounds, journal: Journal, *, visitors: int = 1, host: str = "", calm: float = 1.0
    ) -> None:
        self.port, self.grounds, self.journal, self.host, self.calm = port, grounds, journal, host, calm
        self._over = threading.Event()
        writers = [_Visitors(self, slugs, codes).work for slugs, codes in grounds.shared(visitors)]
        drafts = [_Therapist(self, email, number).work for email, number in grounds.therapists.items()]
        moderators = [_Moderator(self, grounds.moderator, grounds.judged).work] if grounds.judged else []
        self._threads = [
            threading.Thread(target=self._guarded, args=(work,), daemon=True)
            for work in (*writers, *drafts, *moderators, _Reader(self).work)
        ]

    def __enter__(self) -> Crowd:
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self, seconds: float = 40.0) -> None:
        """Let everybody finish what they began."""
        self._over.set()
        for one in self._threads:
            if one.is_alive():
                one.join(seconds)

    @staticmethod
    def runs_on(seconds: float) -> None:
        """Let everybody go on for so long: what is looked for is what happens to them meanwhile, which has no end."""
        time.sleep(seconds)

    def has_written(self, *kinds: str, seconds: float = 120.0) -> Crowd:
        """Return when a write of each kind was acknowledged. Raises RuntimeError when that takes too long."""
        until = time.monotonic() + seconds
        while missing := [kind for kind in kinds if not self.journal.acknowledged.get(kind)]:
            if time.monotonic() > until:
                raise RuntimeError(f"nothing acknowledged of {missing}: {self.journal.faults[-3:]}")
            time.sleep(0.05)
        return self

    @property
    def goes_on(self) -> bool:
        """Whether there is still time to begin something."""
        return not self._over.is_set()

    def rest(self, seconds: float) -> None:
        """Wait, unless all is over."""
        self._over.wait(seconds)

    def think(self, seconds: float) -> None:
        """Wait between one thing and the next, unless all is over."""
        self._over.wait(seconds * self.calm)

    def visitor(self) -> Visitor:
        """A browser."""
        return Visitor(self.port, self.journal, self.host)

    def persist(self, send: Callable[[], Answer], done: Callable[[Answer], bool]) -> Answer | None:
        """Send a form until it is taken; None where it is refused. Goes on after the end."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                answer = send()
            except Away:
                time.sleep(PAUSE)
                continue
            if done(answer):
                return answer
            if answer.status == 503:
                time.sleep(PAUSE)
                continue
            if answer.status != 429:
                self.journal.fault(f"{answer.status}: {_heading(answer)}", "a form that should have been taken")
            return None
        self.journal.fault("never taken", "a form sent again for a minute")
        return None

    def _guarded(self, work: Callable[[], None]) -> None:
        while self.goes_on:
            try:
                work()
            except Away:
                self.rest(PAUSE)
            except Exception as error:
                self.journal.fault(f"{type(error).__name__}: {str(error)[:300]}", "a thread of the benchmark")
                self.rest(PAUSE)


class _Visitors:
    """Opens forms for messages, reports and confirmations, and sends each a little later."""

    def __init__(self, crowd: Crowd, slugs: list[str], codes: list[str]) -> None:
        self.crowd = crowd
        self.slugs: Iterator[str] = itertools.cycle(slugs)
        self.codes = deque(codes)
        self.open: deque[tuple[float, Callable[[], None]]] = deque()

    def work(self) -> None:
        """Until all is over."""
        while self.crowd.goes_on:
            if len(self.open) < OPEN_FORMS:
                send = self._opened()
                # From when it had come: a busy site may have taken long to show it.
                self.open.append((time.monotonic(), send))
            else:
                self.crowd.rest(max(0.0, self.open[0][0] + OPEN_SECONDS - time.monotonic()))
            while self.open and time.monotonic() - self.open[0][0] >= OPEN_SECONDS:
                self.open.popleft()[1]()

    def _opened(self) -> Callable[[], None]:
        kind = next(_numbers) % 5
        if kind == 0 and self.codes:
            return self._confirmation(self.codes.popleft())
        return self._report(next(self.slugs)) if kind < 3 else self._message(next(self.slugs))

    def _message(self, slug: str) -> Callable[[], None]:
        mark, visitor = mark_of("message"), self.crowd.visitor()
        target = f"/therapists/{slug}/message"
        page = visitor.get(target)
        fields = {
            **_sealed(page),
            "name": "Vera Visitor",
            "email": f"{mark}@example.org",
            "signs_read": "y",
            "text": f"Could I come on a Monday? {mark}",
            "step": "send",
        }
        return lambda: self._send(visitor, target, fields, "message", mark)

    def _report(self, slug: str) -> Callable[[], None]:
        mark, visitor = mark_of("report"), self.crowd.visitor()
        target = f"/therapists/{slug}/report"
        fields = {**_sealed(visitor.get(target)), "reason": "unlicensed", "note": f"Not in the register. {mark}"}
        return lambda: self._send(visitor, target, fields, "report", mark)

    def _confirmation(self, code: str) -> Callable[[], None]:
        visitor, target = self.crowd.visitor(), f"/confirm/{code}"
        page = visitor.get(target)
        month = time.strftime("%Y-%m", time.gmtime())
        fields = {**_sealed(page), "month": month, **dict.fromkeys(("q2", "q3", "q4", "q5"), "unsure"), "q1": "yes"}
        return lambda: self._send(visitor, target, fields, "confirmation", "")

    def _send(self, visitor: Visitor, target: str, fields: dict[str, str], kind: str, mark: str) -> None:
        taken = self.crowd.persist(lambda: visitor.post(target, **fields), lambda answer: answer.status == 303)
        if taken is not None:
            receipt = parse_qs(urlsplit(taken.location).query).get("receipt", [""])[0]
            self.crowd.journal.note(kind, mark or receipt)


class _Therapist:
    """Saves an answer of the questionnaire again and again, and reads it back."""

    TARGET = "/my-listing/questions/Q2"

    def __init__(self, crowd: Crowd, email: str, draft: int) -> None:
        self.crowd, self.email, self.draft = crowd, email, draft
        self.version: int | None = None

    def work(self) -> None:
        """Until all is over."""
        visitor = self.crowd.visitor()
        visitor.sign_in(self.email, PASSWORD)
        while self.crowd.goes_on:
            page = visitor.get(self.TARGET)
            if page.status != 200:
                self.crowd.rest(PAUSE)
                if page.status in {302, 401, 403}:
                    return
                continue
            if self.version is None:
                self.version = int(page.hidden("version"))
            self._save(visitor, page)
            self.crowd.think(0.05)

    def _save(self, visitor: Visitor, page: Answer) -> None:
        mark = mark_of("draft")
        text = f"I work slowly and wait until the tissue softens. {mark}"

        def send() -> Answer:
            nonlocal page
            fields = {name: page.hidden(name) for name in ("csrf_token", "version")}
            try:
                answer = visitor.post(self.TARGET, **fields, choice="yes", text=text)
            except Away:
                # Was it saved? A person opens the page again and looks.
                page = self._opened_again(visitor)
                if mark in page.text:
                    return Answer(303, "")
                raise
            if answer.status == 503:
                page = self._opened_again(visitor)
                if mark in page.text:
                    self.crowd.journal.fault("saved, but said that it was not", "a draft")
                    return Answer(303, "")
            return answer

        if self.crowd.persist(send, lambda answer: answer.status == 303) is not None:
            # Each save makes the next version: one that was lost or done twice would show.
            self.version = (self.version or 0) + 1
            self.crowd.journal.note_save(self.draft, self.version, text)

    def _opened_again(self, visitor: Visitor) -> Answer:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                page = visitor.get(self.TARGET)
            except Away:
                time.sleep(PAUSE)
                continue
            if page.status == 200:
                return page
            time.sleep(PAUSE)
        raise RuntimeError("the draft could not be opened for a minute")


class _Moderator:
    """Takes listings down and brings them back; each decision has its words."""

    def __init__(self, crowd: Crowd, email: str, listings: list[int]) -> None:
        self.crowd, self.email, self.listings = crowd, email, itertools.cycle(listings)

    def work(self) -> None:
        """Until all is over."""
        visitor = self.crowd.visitor()
        visitor.sign_in(self.email, PASSWORD)
        while self.crowd.goes_on:
            listing = next(self.listings)
            page = visitor.get(f"/moderation/listings/{listing}")
            if page.status != 200:
                if page.status in {302, 401, 403}:
                    return
                self.crowd.rest(PAUSE)
                continue
            self._decide(visitor, listing, page)
            self.crowd.think(0.3)

    def _decide(self, visitor: Visitor, listing: int, page: Answer) -> None:
        mark = mark_of("decision")
        down = f"/moderation/listings/{listing}/restore" in page.text
        target = f"/moderation/listings/{listing}/{'restore' if down else 'suspend'}"
        fields = {"csrf_token": page.hidden("csrf_token"), "note": f"For the benchmark. {mark}"}
        if not down:
            fields["reason"] = "suspended-other"
        unsure = False

        def send() -> Answer:
            nonlocal unsure
            try:
                if unsure and mark in visitor.get(f"/moderation/listings/{listing}").text:
                    return Answer(303, "")
                answer = visitor.post(target, **fields)
            except Away:
                unsure = True
                raise
            unsure = unsure or answer.status == 503
            return answer

        if self.crowd.persist(send, lambda answer: answer.status == 303) is not None:
            self.crowd.journal.note("decision", mark)


class _Reader:
    """Looks for therapists and reads profiles."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.visitor = crowd.visitor()
        self.targets = itertools.cycle([*SEARCHES, *(f"/therapists/{slug}" for slug in crowd.grounds.slugs[:5])])

    def work(self) -> None:
        """Until all is over."""
        while self.crowd.goes_on:
            self.visitor.get(next(self.targets))
            self.crowd.think(0.1)


def _sealed(page: Answer) -> dict[str, str]:
    return {name: page.hidden(name) for name in ("csrf_token", "opened_token")}


def _heading(answer: Answer) -> str:
    return answer.text.partition("<h1")[2].partition(">")[2].partition("<")[0][:80]
