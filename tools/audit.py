"""Ask an advisory service whether a fault is known in any locked library. `make audit` runs it.

It needs a network: pip-audit is installed from its own lock file into an environment of its own, and asks the service
that it uses by default. Where nobody answers, one line says so; with --strict that is a failure, as before a release.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOM = ROOT / ".cache" / "audit"
LOCK = ROOT / "deployment" / "audit.lock"
AUDITED = ("deployment/run.lock", "deployment/test.lock", "deployment/installer.lock", "deployment/audit.lock")
SECONDS = 180
CANNOT = "Not audited: no advisory service answered. Try again where there is a network."


def ask() -> subprocess.CompletedProcess[str]:
    """Run pip-audit over all lock files; its answer is JSON."""
    python = ROOM / "bin" / "python"
    done = _room()
    if done.returncode:
        return done
    locks = [part for lock in AUDITED for part in ("--requirement", str(ROOT / lock))]
    return _run([str(python), "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json", *locks])


def main(arguments: Sequence[str]) -> int:
    """Say what is known of the libraries; 1 where a fault is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strict", action="store_true", help="fail where nobody answers, too")
    is_strict = parser.parse_args(arguments).strict
    answer = ask()
    try:
        libraries = json.loads(answer.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        print(CANNOT)
        return int(is_strict)
    faults = [(one, fault) for one in libraries for fault in one.get("vulns", ())]
    for one, fault in faults:
        fixed = ", ".join(fault.get("fix_versions") or ()) or "no version yet"
        print(f"{one['name']} {one['version']}: {fault['id']}, fixed in {fixed}")
    if not faults:
        print(f"No known fault in {len({one['name'] for one in libraries})} libraries.")
    return int(bool(faults))


def _room() -> subprocess.CompletedProcess[str]:
    """The environment in which pip-audit lives, made when its lock file is newer."""
    ready = ROOM / "ready"
    if ready.exists() and ready.stat().st_mtime > LOCK.stat().st_mtime:
        return subprocess.CompletedProcess([], 0, "", "")
    uv = str(Path(sys.executable).with_name("uv"))
    python = str(ROOM / "bin" / "python")
    done = _run([uv, "venv", "--quiet", "--clear", "--seed", str(ROOM)])
    if done.returncode == 0:
        done = _run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(LOCK)])
    if done.returncode == 0:
        ready.touch()
    return done


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
