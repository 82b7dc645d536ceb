"""Files on their way into the directory, worked on as the job does it."""

from __future__ import annotations

import csv
import io

import pytest

from directory_app.exchange import files, runs, sheets
from directory_app.exchange.tasks import Worker
from directory_app.models import ImportState, Twins

HEAD = ["name", "city", "region", "email", "phone", "source", "consent_note", "consented_on"]


def person(number: int, **changes) -> dict[str, str]:
    """A line about somebody invented; no two look alike."""
    names = ("Ada", "Bo", "Cleo", "Dag", "Edda", "Finn", "Gus", "Hedy", "Ivo", "Jun", "Kaya", "Liv", "Mika")
    last = "".join(chr(97 + (number // 26**place) % 26) * 2 for place in range(3)).capitalize()
    return {
        "name": f"{names[number % len(names)]} {last}",
        "city": "Portland",
        "region": "OR",
        "email": f"person{number}@example.org",
        "phone": "",
        "source": "the Guild",
        "consent_note": "Agreed by letter.",
        "consented_on": "2026-03-02",
        **changes,
    }


def table(people: list[dict[str, str]]) -> bytes:
    """A CSV of these people."""
    names = list(dict.fromkeys([*HEAD, *(name for one in people for name in one)]))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(people)
    return out.getvalue().encode()


class Desk:
    """An operator with a folder: sends files and lets the job work."""

    def __init__(self, app, session) -> None:
        self.app = app
        self.session = session

    def send(self, content: bytes, **wishes):
        """A file that is stored and about to be checked."""
        data = self.app.config["DATA"]
        stored, digest, size = files.store(io.BytesIO(content), data, 100)
        sheet = sheets.recognise(files.folder(data) / stored)
        with files.packed(data, stored) as pieces:
            run = runs.begin(self.session, sheet, ("people.csv", stored, digest, size), runs.Wishes(**wishes), None)
            files.keep(self.session, stored, pieces)
        runs.check(self.session, run)
        self.session.commit()
        return run

    def work(self, run, worker=None):
        """Let the job finish its pass."""
        self.session.commit()
        (worker or Worker(self.app)).run(run.id)
        self.session.expire_all()
        return run

    def check(self, content: bytes, **wishes):
        """A file whose every line was checked."""
        return self.work(self.send(content, **wishes))

    def start(self, run, twins=Twins.SKIP):
        """The operator presses the button."""
        run.twins = twins
        runs.start(self.session, run, None)
        self.session.commit()
        return run

    def take(self, content: bytes, twins=Twins.SKIP, **wishes):
        """A file that was checked and taken in."""
        run = self.check(content, **wishes)
        assert run.state is ImportState.CHECKED, run.failure
        return self.work(self.start(run, twins))


@pytest.fixture
def desk(app, session, monkeypatch) -> Desk:
    """The desk of the operator."""
    monkeypatch.setattr(Worker, "pause", 0)
    return Desk(app, session)
