"""Ask an advisory service whether a fault is known in any locked library: `make audit`, and `make test` to begin with.

pip-audit is installed from its own lock file into an environment of its own, and asks the service that it uses by
default. That service has to know the faults of one library of old: a mirror that answers without them would call
everything sound. Where nobody answers, one line says so, and the package index is asked whether a locked version was
withdrawn. Status 1 where a library that ships has a fault that docs/security.md does not answer, or was withdrawn; with
--strict, as before a release, also for tools of tests, and where nobody answers.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .bill_of_materials import libraries

ROOT = Path(__file__).parents[1]
ROOM = ROOT / ".cache" / "audit"
LOCK = ROOT / "deployment" / "audit.lock"
SHIPS = "deployment/run.lock"
AUDITED = (SHIPS, "deployment/test.lock", "deployment/installer.lock", "deployment/audit.lock")
SECONDS = 180
KNOWN = ("jinja2", "2.10")
ANSWERED = re.compile(r"^\| `(?P<id>[A-Z]+-[\w-]+)` \| (?P<library>[^|]+) \| (?P<why>[^|]*\w[^|]*) \|$", re.MULTILINE)
WITHDRAWN = re.compile(r"`(?P<name>[\w.-]+)==(?P<version>[^`]+)` is yanked(?: \(reason: \"(?P<why>[^\"]*)\"\))?")
CANNOT = "Not audited: no advisory service answered. Try again where there is a network."
SILENT = "The package index did not say either whether a version was withdrawn."

Library = tuple[str, str]


@dataclass
class Answer:
    """What a service knows: faults by library, with every name they have; and whom it could say nothing of."""

    faults: dict[Library, list[dict[str, object]]] = field(default_factory=dict)
    unknown: list[Library] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Say what is known of the libraries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strict", action="store_true", help="fail where nobody answers and for tools of tests, too")
    is_strict = parser.parse_args(arguments).strict
    ships, every = set(locked(SHIPS)), sorted({one for lock in AUDITED for one in locked(lock)})
    answer = ask(every)
    if answer is None:
        print(CANNOT)
        return max(int(is_strict), _withdrawn(every, ships, is_strict))
    counts = False
    excused = answered((ROOT / "docs" / "security.md").read_text())
    for library, fault in ((one, fault) for one, faults in answer.faults.items() for fault in faults):
        names = [str(fault["id"]), *map(str, fault.get("aliases") or ())]  # type: ignore[call-overload]
        fixed = ", ".join(map(str, fault.get("fix_versions") or ())) or "no version yet"  # type: ignore[call-overload]
        why = next((excused[one] for one in names if one in excused), "")
        counts = counts or (not why and (is_strict or library in ships))
        print(f"{' '.join(library)}: {names[0]}, fixed in {fixed}{f'. Answered: {why}' if why else ''}")
    if answer.unknown:
        print(f"Not audited, unknown to the service: {', '.join(' '.join(one) for one in answer.unknown)}")
    if not answer.faults:
        print(f"No known fault in {len(every) - len(answer.unknown)} libraries.")
    return int(counts or (is_strict and bool(answer.unknown)))


def locked(lock: str) -> list[Library]:
    """Every line of a lock file."""
    return [(one["name"], one["version"]) for one in libraries((ROOT / lock).read_text())]


def answered(page: str) -> dict[str, str]:
    """Faults that the page on security answers, each with the reason, by their names."""
    return {one["id"]: one["why"].strip() for one in ANSWERED.finditer(page)}


def ask(every: Sequence[Library]) -> Answer | None:
    """What the service knows; None where it does not answer, or does not know what everybody knows."""
    if not _room_is_ready():
        return None
    proof = _ask([KNOWN])
    if proof is None or KNOWN not in proof.faults:
        return None
    whole = Answer()
    for page in pages(every):
        part = _ask(page)
        if part is None:
            return None
        whole.faults |= part.faults
        whole.unknown += part.unknown
    return whole


def pages(every: Sequence[Library]) -> Iterator[list[Library]]:
    """The libraries in lists that name each once: one that is locked in two versions stands in two lists."""
    left = list(every)
    while left:
        page = dict(reversed(left))
        yield sorted(page.items())
        left = [one for one in left if page[one[0]] != one[1]]


def read(told: str) -> Answer | None:
    """What pip-audit says as JSON; None where it says nothing."""
    try:
        found = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    answer = Answer()
    for one in found:
        if "vulns" not in one:
            # The reason ends with the version, which stands nowhere else.
            version = re.search(r"\(([^()]*)\)$", one.get("skip_reason", ""))
            answer.unknown.append((one["name"], version[1] if version else "?"))
        elif one["vulns"]:
            answer.faults[one["name"], one["version"]] = one["vulns"]
    return answer


def _ask(page: Sequence[Library]) -> Answer | None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{name}=={version}\n" for name, version in page))
        file.flush()
        ways = ("--disable-pip", "--no-deps", "--progress-spinner", "off", "--aliases", "--format", "json")
        return read(_run([str(ROOM / "bin" / "python"), "-m", "pip_audit", *ways, "--requirement", file.name]).stdout)


def _withdrawn(every: Sequence[Library], ships: set[Library], is_strict: bool) -> int:
    """Say which versions their authors have withdrawn from the package index, if that answers."""
    found: dict[Library, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for lock in AUDITED:
            ways = ["--dry-run", "--no-deps", "--require-hashes", "--target", folder, "--requirement", str(ROOT / lock)]
            done = _run([_uv(), "pip", "install", *ways])
            if done.returncode:
                print(SILENT)
                return 0
            found |= withdrawn(done.stderr)
    for library, why in found.items():
        print(f"{' '.join(library)} was withdrawn by its authors: {why or 'without a reason'}")
    if not found:
        print(f"None of {len(every)} libraries was withdrawn by its authors, as the package index says.")
    return int(any(is_strict or one in ships for one in found))


def withdrawn(told: str) -> dict[Library, str]:
    """Versions that the installer calls withdrawn, with the reason."""
    return {(one["name"], one["version"]): one["why"] or "" for one in WITHDRAWN.finditer(told)}


def _room_is_ready() -> bool:
    """Make the environment in which pip-audit lives where its lock file is newer."""
    ready = ROOM / "ready"
    if ready.exists() and ready.stat().st_mtime > LOCK.stat().st_mtime:
        return True
    done = _run([sys.executable, "-m", "venv", "--clear", str(ROOM)])
    if done.returncode == 0:
        # Not uv, which would be quicker: pip knows every mirror and certificate of this machine.
        installer = [str(ROOM / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = _run([*installer, "--require-hashes", "--requirement", str(LOCK)])
    if done.returncode == 0:
        ready.touch()
    return done.returncode == 0


def _uv() -> str:
    return str(Path(sys.executable).with_name("uv"))


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
