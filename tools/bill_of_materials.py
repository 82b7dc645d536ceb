"""What a release is made of, as CycloneDX JSON: every library of the lock file with its hashes, and what ships inside.

    python -m tools.bill_of_materials > bill.cdx.json

The same source gives the same bytes: numbers and times come from what is listed and from SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import uuid
from configparser import ConfigParser
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SPEC = "1.6"
PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?: *; *(?P<marker>[^\\]+?))? *\\?$"
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Folders of what others made and we ship, by name and version.
VENDORED = ("directory_app/static/vendor", "directory_app/static/basemap/licences")
NAMED = re.compile(r"(?P<name>.+)-(?P<version>\d[\d.]*)(?:\.\w+)?$")
VENDORED_LICENCES = {"leaflet": "BSD-2-Clause", "leaflet.markercluster": "MIT"}
# What else lies among our own files, by the folder that holds it, and its licence.
OTHERS_FILES = (
    ("brygada-1918", "OFL-1.1", "directory_app/static/fonts"),
    ("geonames", "CC-BY-4.0", "seeds/places"),
    ("scowl", "MIT-style, of SCOWL", "scoring/rubrics/licences"),
    ("pyspellchecker", "MIT", "scoring/rubrics/licences"),
)
# Locked for other systems or other Pythons than these, so that nothing can be asked of them here.
NOT_EVERYWHERE = {
    "async-timeout": "Apache-2.0",
    "backports-zstd": "PSF-2.0",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "pystemmer": "MIT License",
    "typing-extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
}
# These only ship the text of their licence.
SAYS_NOTHING = {"pyrage": "MIT"}


def bill(root: Path = ROOT, when: int | None = None) -> dict[str, Any]:
    """The whole bill."""
    setup = ConfigParser()
    setup.read(root / "setup.cfg")
    name, version = setup["metadata"]["name"], setup["metadata"]["version"]
    components = [*libraries((root / "deployment" / "run.lock").read_text()), *vendored(root), *data_of_others(root)]
    digest = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")) if when is None else when, UTC)
    itself = f"pkg:pypi/{name}@{version}"
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{itself}#{digest}')}",
        "version": 1,
        "metadata": {
            "timestamp": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": name,
                "version": version,
                "purl": itself,
                "licenses": [{"license": {"id": setup["metadata"]["license"]}}],
            },
        },
        "components": components,
        "dependencies": [{"ref": itself, "dependsOn": [one["bom-ref"] for one in components]}],
    }


def libraries(lock: str) -> list[dict[str, Any]]:
    """Every pinned library of a lock file. Raises ValueError for one without a hash, or a line that is none."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if hashes := HASH.findall(stripped):
            found[-1]["hashes"] += [{"alg": "SHA-256", "content": one} for one in hashes]
            continue
        pinned = PINNED.match(stripped)
        if pinned is None:
            raise ValueError(f"this line of the lock file pins nothing: {stripped}")
        found.append(_library(pinned["name"], pinned["version"], pinned["marker"] or ""))
    bare = [one["name"] for one in found if not one["hashes"]]
    if bare:
        raise ValueError(f"without a hash: {', '.join(bare)}")
    return sorted(found, key=lambda one: (one["name"], one["version"]))


def vendored(root: Path) -> list[dict[str, Any]]:
    """What others made and the wheel carries: scripts of the map, and the data its ground is drawn from."""
    found = []
    for folder in VENDORED:
        for path in sorted((root / folder).iterdir()):
            named = NAMED.match(path.stem if path.is_file() else path.name)
            if named:
                purl = f"pkg:npm/{named['name']}@{named['version']}"
                licence = VENDORED_LICENCES.get(named["name"], "ISC")
                plain = {"type": "library", "bom-ref": purl, "name": named["name"], "version": named["version"]}
                plain["licenses"] = [{"license": {"name": licence}}]
                whole = {"hashes": _hashes_of(path)} if path.is_dir() else {}
                found.append({**plain, "purl": purl, "scope": "required", **whole})
    return found


def data_of_others(root: Path) -> list[dict[str, Any]]:
    """Fonts and data that lie among our own files."""
    return [
        {
            "type": "data",
            "bom-ref": f"data:{name}",
            "name": name,
            "licenses": [{"license": {"name": licence}}],
            "hashes": _hashes_of(root / folder),
            "properties": [{"name": "folder", "value": folder}],
        }
        for name, licence, folder in OTHERS_FILES
    ]


def licence_of(name: str) -> str:
    """What an installed package says its licence is, in one line; empty where it says nothing."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return NOT_EVERYWHERE.get(name, "")
    of = {name: told.get_all(name) or [""] for name in ("Classifier", "License", "License-Expression")}
    named = [one.rpartition(" :: ")[2] for one in of["Classifier"] if one.startswith("License ::")]
    first_line = of["License"][0].strip().partition("\n")[0]
    said = [of["License-Expression"][0], *named, first_line]
    return next((one for one in said if one and one != "OSI Approved"), SAYS_NOTHING.get(name, ""))


def _library(name: str, version: str, marker: str) -> dict[str, Any]:
    name = name.lower().replace("_", "-")
    purl = f"pkg:pypi/{name}@{version}"
    made: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    made["scope"] = "optional" if marker else "required"
    made["licenses"] = [{"license": {"name": one}} for one in [licence_of(name)] if one]
    if marker:
        made["properties"] = [{"name": "python:marker", "value": marker}]
    made["hashes"] = []
    return made


def _hashes_of(folder: Path) -> list[dict[str, str]]:
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return [{"alg": "SHA-256", "content": hashlib.sha256(one.read_bytes()).hexdigest()} for one in files]


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2)
    print()
