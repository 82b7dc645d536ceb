"""Whatever anybody sends anywhere: a page or a message, never a crash, and no page that what was sent could break.

Every route, form and parameter is found by itself (`tests/fuzzing.py`). Here hypothesis picks with a fixed seed;
`python -m benchmarks.fuzz --minutes 10` goes on for longer, each time with others.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from directory_app.forms import clean

from ..browser import Browser
from ..factories import make_listing
from ..fuzzing import CANARY, IDS, NASTY, Target, World, attacks, encoded, faults_of, plain, send

# Of one sitting here; more in the command.
ATTACKS = 150
WORDS_EACH = 3
# What PostgreSQL alone refuses: NUL, half a surrogate pair, texts longer than a column; and numbers larger than one.
WHAT_A_DATABASE_REFUSES = ("a\x00b \ud800 " + "long words " * 600, str(2**63))
FORM = "application/x-www-form-urlencoded"

on_sqlite = pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_app", ["postgresql"], indirect=True)


@pytest.fixture
def world(app, session, monkeypatch):
    """A directory with something of each kind, and everybody signed in."""
    monkeypatch.setitem(app.config, "REMEMBERED_SECONDS", 3600)
    return World(app, session).settle()


def at_random(world, targets):
    """Some hundred requests that hypothesis makes up, always the same ones."""
    wrong = []

    @settings(
        max_examples=ATTACKS,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(attacks(targets))
    def attacked(attack):
        target, change, way = attack
        if faults := faults_of(send(world, target, change)):
            wrong.append((way, target.person, change["method"], target.path, change["body"][:300], faults))

    attacked()
    return wrong


def in_each_form(world, targets, values):
    """Each form once with everything hostile in it that offers no choice, which chance may have left out."""
    wrong = []
    for number, target in enumerate(one for one in targets if one.method == "POST"):
        for value in values if len(values) < 3 else [values[number % len(values)]]:
            free = {one.name for one in target.fields if len(one.offered) < 2 and one.name != "csrf_token"}
            pairs = [(name, value if name in free else kept) for name, kept in plain(target, "TOKEN")]
            change = {"method": "POST", "headers": {}, "body": encoded(pairs), "type": FORM}
            if faults := faults_of(send(world, target, change)):
                wrong.append(("form", target.person, target.path, value[:20], faults))
    return wrong


def in_each_address(world):
    """Numbers that no column holds, and words that no name is, wherever an address has either."""
    wrong = []
    words = [quote(one, safe="") for one in NASTY if one and len(one) < 400 and "\ud800" not in one]
    for at, rule in enumerate(world.app.url_map.iter_rules()):
        numbers = {name for name in rule.arguments if f"<int:{name}>" in rule.rule}
        free = {name for name in rule.arguments if f"<{name}>" in rule.rule}
        method = "GET" if "GET" in rule.methods else "POST"
        hostile = [str(one) for one in IDS] if numbers else []
        hostile += [words[(at * WORDS_EACH + step) % len(words)] for step in range(WORDS_EACH)] if free else []
        for person in world.who_may(rule)[:1] if hostile and rule.endpoint != "static" else ():
            for value in hostile:
                path = rule.rule
                for name in rule.arguments:
                    known = value if name in (numbers if value.isdigit() else free) else str(world.values[name])
                    path = path.replace(f"<{name}>", known).replace(f"<int:{name}>", known)
                path = path.replace("<any(webp, jpg):kind>", "jpg")
                target = Target(person, method, path, ())
                body = b"csrf_token=TOKEN" if method == "POST" else b""
                answer = send(world, target, {"method": method, "headers": {}, "body": body, "type": FORM})
                wrong += [(rule.endpoint, value[:30], fault) for fault in faults_of(answer)]
    return wrong


def opened_again(world):
    """Every page once more, by those it is for."""
    wrong = []
    for rule in world.routes("GET"):
        for person in world.who_may(rule)[:1]:
            answer = world.people[person].client.get(world.address(rule), buffered=True)
            wrong += [("afterwards", person, rule.endpoint, fault) for fault in faults_of(answer)]
    return wrong


@on_sqlite
def test_whatever_is_sent_nothing_breaks_then_or_later(world):
    targets = world.targets()
    assert len({one.path for one in targets if one.method == "POST"}) > 100, "forms are no longer found"
    wrong = [*in_each_address(world), *at_random(world, targets), *in_each_form(world, targets, NASTY)]
    assert [*wrong, *opened_again(world)] == []


@on_postgresql
def test_nothing_is_handed_to_a_database_that_it_refuses(world):
    assert [*in_each_address(world), *in_each_form(world, world.targets(), WHAT_A_DATABASE_REFUSES)] == []


@on_sqlite
def test_what_was_nasty_can_be_stored_and_shown(app, session):
    browser = Browser(app, session)
    for number, text in enumerate(one for one in NASTY[:24] if one):
        listing = make_listing(session, "published", name=f"Name {number}", bio=clean(text[:1000]))
        page = browser.open(f"/therapists/{listing.slug}")
        assert (page.status, page.h1) == (200, f"Name {number}")
        assert CANARY not in page.html
