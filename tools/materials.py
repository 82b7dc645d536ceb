"""The bill of materials: every library and file of others that ships, with version, licence and digests, as CycloneDX.

    python -m tools.materials > bill-of-materials.json

It is made of the lock file and of what the installed packages say of themselves, so that it needs no network.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "directory_app" / "static"
LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
DIGEST = re.compile(r"--hash=(\S+)")
NAME = re.compile(r"[-_.]+")
# What lies among our own files, with the folder that holds it and its licence.
OTHERS_FILES = (
    ("leaflet", "1.9.4", "BSD-2-Clause", "directory_app/static/vendor/leaflet-1.9.4"),
    ("leaflet.markercluster", "1.5.3", "MIT", "directory_app/static/vendor/leaflet.markercluster-1.5.3"),
    ("topojson-client", "3.1.0", "ISC", "directory_app/static/vendor/topojson-client-3.1.0"),
    ("brygada-1918", "", "OFL-1.1", "directory_app/static/fonts"),
    ("base map", "", "ISC", "directory_app/static/basemap"),
    ("geonames", "", "CC-BY-4.0", "seeds/places"),
)


@dataclass(frozen=True)
class Locked:
    """One line of a lock file."""

    name: str
    version: str
    digests: tuple[str, ...]


def locked(path: Path) -> list[Locked]:
    """The libraries of a lock file."""
    found = []
    for entry in re.split(r"\n(?=\S)", path.read_text().strip()):
        line = LINE.match(entry)
        if line is None:
            raise ValueError(f"{path.name}: {entry.splitlines()[0]!r} is no locked library")
        name = NAME.sub("-", line["name"]).lower()
        found.append(Locked(name, line["version"], tuple(DIGEST.findall(entry))))
    return found


def licence_of(name: str) -> str:
    """What an installed package says its licence is, in one line; empty where it says nothing or is not installed."""
    try:
        facts = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return NOT_EVERYWHERE.get(name, "")
    classifiers = [
        one.rpartition(" :: ")[2] for one in facts.get_all("Classifier") or () if one.startswith("License ::")
    ]
    said = [
        facts.get("License-Expression") or "",
        *classifiers,
        (facts.get("License") or "").strip().partition("\n")[0],
    ]
    return next((one for one in said if one and one != "OSI Approved"), "")


# Locked for other systems than this one, so that nothing can be asked of them here.
NOT_EVERYWHERE = {
    "async-timeout": "Apache-2.0",
    "backports-zstd": "PSF-2.0",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "typing-extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
}


def bill() -> dict[str, Any]:
    """The whole bill."""
    ships = [_library(one) for one in locked(ROOT / "deployment" / "run.lock")]
    files = [_files(*one) for one in OTHERS_FILES]
    name = "clinical-massage-directory"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": name,
                "version": importlib.metadata.version(name),
                "licenses": [{"license": {"name": "MIT"}}],
            }
        },
        "components": [*ships, *files],
    }


def _library(one: Locked) -> dict[str, Any]:
    licence = licence_of(one.name)
    return {
        "type": "library",
        "name": one.name,
        "version": one.version,
        "purl": f"pkg:pypi/{one.name}@{one.version}",
        "licenses": [{"license": {"name": licence}}] if licence else [],
        "hashes": [{"alg": "SHA-256", "content": digest.partition(":")[2]} for digest in one.digests],
    }


def _files(name: str, version: str, licence: str, folder: str) -> dict[str, Any]:
    whole = sha256()
    for path in sorted(one for one in (ROOT / folder).rglob("*") if one.is_file()):
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    found: dict[str, Any] = {"type": "library", "name": name, "licenses": [{"license": {"name": licence}}]}
    found |= {"version": version} if version else {}
    return {
        **found,
        "hashes": [{"alg": "SHA-256", "content": whole.hexdigest()}],
        "properties": [{"name": "folder", "value": folder}],
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2)
    sys.stdout.write("\n")
