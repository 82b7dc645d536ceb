"""No text makes a pattern or a check run long: all that the code has, found by themselves, on a hostile 100 kB."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import re
import sys
from functools import partial
from pathlib import Path

import pytest
from email_validator import EmailNotValidError, validate_email

import directory_app
import scoring
from directory_app.forms import clean
from directory_app.login.passwords import fault_of
from directory_app.parsing import contact, days, money, times
from directory_app.places.folding import fold
from directory_app.places.slugs import slug

from ..waiting import least_seconds

SIZE = 100_000
# Runs of one thing and of two in turn, what looks like a beginning again and again, and no end to fit.
HOSTILE = (
    "a" * SIZE, " " * SIZE, "a " * (SIZE // 2), "\n " * (SIZE // 2), "1" * SIZE, "1," * (SIZE // 2),
    "1:" * (SIZE // 2), "-" * SIZE, "a-" * (SIZE // 2), "<" * SIZE, "a@" * (SIZE // 2), "(" * SIZE,
    "http://" * (SIZE // 7), "Mon-" * (SIZE // 4), "a.b" * (SIZE // 3), "é" * SIZE, "\"a\\" * (SIZE // 3),
    "%0d" * (SIZE // 3), "9" + " " * SIZE + "x", "," * SIZE,
)  # fmt: skip
# The bar is 50 ms; a pattern that goes back over its own steps takes minutes, and a busy machine must not fail this.
SECONDS = 0.25
ENOUGH = 0.05
# What the code cuts before it looks.
CUT = {
    "directory_app.parsing.contact": contact.LONGEST_TYPED,
    "directory_app.parsing.days": times.LONGEST_TYPED,
    "directory_app.parsing.times": times.LONGEST_TYPED,
    "directory_app.parsing.money": money.LONGEST_TYPED,
}


def modules():
    for package in (directory_app, scoring):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations.versions" not in found.name and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def patterns():
    seen = {}
    for module in modules():
        for name, value in vars(module).items():
            some = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, (list, tuple, set, frozenset))
                else [value]
            )
            for one in some:
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    seen.setdefault(one.pattern, (f"{module.__name__}.{name}", one))
    return list(seen.values())


def is_searched(name):
    """Whether the code looks for the pattern inside a text, which begins anew at every character."""
    module, _, constant = name.rpartition(".")
    source = Path(sys.modules[module].__file__).read_text()
    return bool(re.search(rf"\b{constant}\b(\[[^\]]*\])?\.(search|sub|subn|split|findall|finditer)\(", source))


def test_every_pattern_of_the_code_is_quick_on_hostile_text():
    found = patterns()
    assert len(found) > 60
    slow = []
    for name, pattern in found:
        most = CUT.get(name.rpartition(".")[0], SIZE)
        ways = [(pattern.fullmatch, most)]
        if is_searched(name):
            ways.append((pattern.search, min(most, SIZE // 20)))
        for text in HOSTILE:
            for way, size in ways:
                if (spent := least_seconds(partial(way, text[:size]), ENOUGH)) > SECONDS:
                    slow.append(f"{name} on {text[:6]!r}: {spent:.2f} s")
    assert slow == []


CHECKS = {
    "clean": clean,
    "fold": fold,
    "slug": slug,
    "e-mail": lambda text: validate_email(text, check_deliverability=False),
    "password": lambda text: fault_of(text[:4096], "a@example.org", "Clear Hands"),
    "telephone": lambda text: contact.phone(text, "US"),
    "web address": contact.web_address,
    "hours": times.hours,
    "week": days.week,
    "price": money.price,
    "prices": money.prices,
}


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_quick_on_hostile_text(name):
    fault_of("lantern orchard meadow 42", "a@example.org", "Clear Hands")

    def checked(text):
        with contextlib.suppress(ValueError, EmailNotValidError):
            CHECKS[name](text)

    spent = {text[:6]: least_seconds(partial(checked, text), ENOUGH) for text in HOSTILE}
    assert {text: round(seconds, 2) for text, seconds in spent.items() if seconds > SECONDS} == {}
