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

from tools import audit
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
    assert {"leaflet", "brygada-1918", "geonames", "scowl", "pyspellchecker"} <= set(said)
    assert [(name, names) for name, names in said.items() if not any(TAKEN.search(one) for one in names)] == []


def told(*libraries):
    """What pip-audit says of libraries, each with its faults, or None where it knows nothing of one."""
    return json.dumps({
        "dependencies": [
            {"name": name, "version": version, "vulns": faults}
            if faults is not None
            else {"name": name, "skip_reason": f"Dependency not found and could not be audited: {name} ({version})"}
            for name, version, faults in libraries
        ]
    })  # fmt: skip


OLD = (*audit.KNOWN, [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"]}])
FAULT = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.1"]}
SHIPPED = audit.locked(audit.SHIPS)[0]
OF_TESTS = sorted({*audit.locked("deployment/test.lock")} - {*audit.locked(audit.SHIPS)})[0]


@pytest.fixture
def audited(monkeypatch, capsys):
    """Status and words of an audit, where the service knows these faults by library, and the index this."""

    def look(*arguments, knows=None, index="", index_status=0, unknown=()):
        def run(command):
            if command[1:3] == ["pip", "install"]:
                return subprocess.CompletedProcess(command, index_status, "", index)
            if knows is None:
                return subprocess.CompletedProcess(command, 1, "", "ConnectionError")
            asked = [tuple(line.split("==")) for line in Path(command[-1]).read_text().split()]
            answers = [OLD if one == audit.KNOWN else (*one, knows.get(one, [])) for one in asked]
            answers = [(*one[:2], None) if one[:2] in unknown else one for one in answers]
            return subprocess.CompletedProcess(command, 1, told(*answers), "")

        monkeypatch.setattr(audit, "_run", run)
        monkeypatch.setattr(audit, "_room_is_ready", lambda: True)
        return audit.main(arguments), capsys.readouterr().out.strip().splitlines()

    return look


def test_an_audit_asks_of_every_line_of_every_lock_and_fails_on_a_fault_of_what_ships(audited):
    number = len({one for lock in audit.AUDITED for one in audit.locked(lock)})
    assert audited(knows={}) == (0, [f"No known fault in {number} libraries."])
    said = f"{' '.join(SHIPPED)}: PYSEC-2026-1, fixed in 1.1"
    assert audited(knows={SHIPPED: [FAULT]}) == (1, [said])
    assert audited(knows={OF_TESTS: [FAULT]})[0] == 0
    assert audited("--strict", knows={OF_TESTS: [FAULT]})[0] == 1
    assert {one for page in audit.pages([("x", "1"), ("x", "2"), ("y", "1")]) for one in page} == {
        ("x", "1"), ("x", "2"), ("y", "1"),
    }  # fmt: skip


def test_a_fault_that_the_page_on_security_answers_is_told_and_lets_the_tests_run(audited, monkeypatch):
    row = "| `CVE-2026-1` | quux | the part is never reached: we read no XML |"
    assert audit.answered(row) == {"CVE-2026-1": "the part is never reached: we read no XML"}
    assert audit.answered("| `CVE-2026-1` | quux | |") == {}
    monkeypatch.setattr(audit, "answered", lambda _page: {"CVE-2026-1": "never reached"})
    status, said = audited("--strict", knows={SHIPPED: [FAULT]})
    assert (status, said[0].endswith("Answered: never reached")) == (0, True)


def test_an_audit_that_nobody_answered_is_called_none(audited):
    status, said = audited(knows=None)
    assert (status, said[0]) == (0, "Not audited: no advisory service answered. Try again where there is a network.")
    assert audited("--strict", knows=None)[0] == 1
    # A mirror that knows no fault of a library of old knows none of ours either.
    assert audited(knows={}, unknown=[audit.KNOWN])[1][0] == said[0]
    status, said = audited(knows={}, unknown=[SHIPPED])
    assert (status, said[0]) == (0, f"Not audited, unknown to the service: {' '.join(SHIPPED)}")
    assert audited("--strict", knows={}, unknown=[SHIPPED])[0] == 1


def test_where_no_service_answers_the_index_says_what_was_withdrawn(audited):
    warning = f'warning: `{"==".join(SHIPPED)}` is yanked (reason: "leaks keys")'
    assert audited(index=warning)[0] == 1
    assert f"{' '.join(SHIPPED)} was withdrawn by its authors: leaks keys" in audited(index=warning)[1]
    assert audited(index=f"warning: `{'=='.join(OF_TESTS)}` is yanked")[0] == 0
    assert audited()[1][1].startswith("None of ")
    assert audited(index_status=1) == (0, [audit.CANNOT, audit.SILENT])
