"""What a process may remember for a minute: found out once, never twice at a time, never without end."""

from __future__ import annotations

import functools
import gc
import threading

import pytest

from directory_app import create_app, remembering
from directory_app.remembering import remembered

from ..conftest import TESTING


@pytest.fixture
def patient_app(tmp_path):
    made = create_app({**TESTING, "DATA": str(tmp_path), "REMEMBERED_SECONDS": 60})
    with made.app_context():
        yield made
    made.extensions["engine"].dispose()


def counter():
    numbers = iter(range(1, 100))
    return lambda: next(numbers)


def test_a_fact_is_found_out_once_a_minute(patient_app, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: clock[0])
    find_out = counter()
    assert [remembered("size", find_out) for _ in range(3)] == [1, 1, 1]
    clock[0] += 59
    assert remembered("size", find_out) == 1
    clock[0] += 2
    assert remembered("size", find_out) == 2
    assert remembered("other", lambda: "else") == "else"


def test_what_takes_long_is_kept_a_hundred_times_as_long(patient_app, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: clock[0])
    numbers = counter()

    def slow():
        clock[0] += 5
        return numbers()

    assert remembered("cities", slow) == 1
    clock[0] += 499
    assert remembered("cities", slow) == 1
    clock[0] += 2
    assert remembered("cities", slow) == 2


def test_many_who_ask_at_once_let_one_find_out(patient_app):
    calls, asked = [], threading.Barrier(6)

    def find_out():
        calls.append(1)
        threading.Event().wait(0.2)
        return "found"

    answers = []

    def ask():
        with patient_app.app_context():
            asked.wait()
            answers.append(remembered("size", find_out))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == ["found"] * 6
    assert len(calls) == 1


def test_what_could_not_be_found_out_is_asked_again(patient_app):
    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        remembered("size", fail)
    assert remembered("size", lambda: "found") == "found"


def test_memory_has_an_end(patient_app):
    for number in range(remembering.MOST + 50):
        remembered(number, lambda: "x")
    assert len(patient_app.extensions["remembering"].known) == remembering.MOST


def endless():
    """How much each memory without a bound holds, of our own functions; each application has some of its own."""
    # What was set apart when the tests began is told only while it is not.
    gc.unfreeze()
    wrappers = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    gc.freeze()
    ours = [one for one in wrappers if one.__module__.startswith(("directory_app", "scoring"))]
    assert len(ours) > 20
    return {
        (f"{one.__module__}.{one.__qualname__}", id(one)): one.cache_info().currsize
        for one in ours
        if one.cache_parameters()["maxsize"] is None
    }


def test_nothing_that_visitors_type_is_kept_without_end(browser):
    def typed(word):
        browser.open(f"/search?place={word}")
        browser.open(f"/search?place=Portland, {word}&words={word}&how={word}&country={word}")
        for target in ("/therapists/{0}", "/places/{0}/{0}/{0}", "/static/{0}.css", "/{0}", "/confirm/{0}"):
            browser.open(target.format(word))

    typed("Farawayia")
    before = endless()
    for word in ("Nowhereshire", "Elsewhereton"):
        typed(word)
    assert {name: number for name, number in endless().items() if number != before.get(name, 0)} == {}
