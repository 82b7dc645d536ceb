"""What is built in: every library is locked with its digests, wanted by setup.cfg, and has a licence that is known."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.bill_of_materials import bill, libraries

ROOT = Path(__file__).parents[2]
LOCKS = sorted([*(ROOT / "deployment").glob("*.lock"), ROOT / "tests" / "services" / "browser" / "node.lock"])
# Licences under which others may run, change and pass on the whole; a person reads a new one before it stands here.
TAKEN = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|LGPL|Lesser General Public|HPND|Unlicense|"
    r"CC0|CC-BY-4|0BSD|Zlib|OFL",
    re.IGNORECASE,
)


def wanted(extra=""):
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    text = parser["options.extras_require"][extra] if extra else parser["options"]["install_requires"]
    return [Requirement(line) for line in text.strip().splitlines() if line.strip()]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda one: one.name)
def test_every_line_of_a_lock_is_one_version_with_digests(lock):
    text = lock.read_text()
    # A line without a digest, or one that is no single version, raises.
    assert all(re.fullmatch(r"[\w.+!-]+", one["version"]) for one in libraries(text))
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|https?://|git\+", text), "it names a place"


def test_the_locks_hold_what_setup_cfg_asks_for_and_tests_run_what_ships():
    ships, tests = (libraries((ROOT / "deployment" / name).read_text()) for name in ("run.lock", "test.lock"))
    for lock, requirements in ((ships, wanted()), (tests, [*wanted(), *wanted("test")])):
        for one in requirements:
            versions = [held["version"] for held in lock if held["name"] == canonicalize_name(one.name)]
            assert versions, f"{one.name} is asked for and not locked: make lock"
            assert all(one.specifier.contains(version, prereleases=True) for version in versions), f"{one}: make lock"
    assert {one["purl"] for one in ships} <= {one["purl"] for one in tests}, (
        "tests run other versions than those that ship: make lock"
    )


def test_everything_that_ships_has_a_licence_that_others_may_pass_on():
    said = {one["name"]: [has["license"]["name"] for has in one["licenses"]] for one in bill()["components"]}
    assert {"leaflet", "brygada-1918", "geonames"} <= set(said)
    assert [(name, names) for name, names in said.items() if not any(TAKEN.search(one) for one in names)] == []


def test_an_audit_that_finds_something_fails_and_one_that_cannot_ask_says_so(monkeypatch, capsys):
    from tools import audit

    def answered(status, out="", err=""):
        return lambda *_: subprocess.CompletedProcess([], status, out, err)

    finding = json.dumps({
        "dependencies": [
            {"name": "quux", "version": "1.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.1"]}]},
            {"name": "fine", "version": "2.0", "vulns": []},
        ]
    })  # fmt: skip
    monkeypatch.setattr(audit, "ask", answered(1, finding))
    assert audit.main([]) == 1
    assert "quux 1.0: CVE-2026-1, fixed in 1.1" in capsys.readouterr().out
    monkeypatch.setattr(audit, "ask", answered(0, json.dumps({"dependencies": []})))
    assert audit.main([]) == 0
    assert "No known fault" in capsys.readouterr().out
    monkeypatch.setattr(audit, "ask", answered(1, "", "ConnectionError: …"))
    assert audit.main([]) == 0
    said = capsys.readouterr().out.strip().splitlines()
    assert said == ["Not audited: no advisory service answered. Try again where there is a network."]
    assert audit.main(["--strict"]) == 1
