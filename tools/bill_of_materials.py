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
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: *; *(?P<marker>[^\\]+?))? *\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Folders of what others made and we ship, by name and version.
VENDORED = ("directory_app/static/vendor", "directory_app/static/basemap/licences")
NAMED = re.compile(r"(?P<name>.+)-(?P<version>\d[\d.]*)(?:\.\w+)?$")


def bill(root: Path = ROOT, when: int | None = None) -> dict[str, Any]:
    """The whole bill."""
    setup = ConfigParser()
    setup.read(root / "setup.cfg")
    name, version = setup["metadata"]["name"], setup["metadata"]["version"]
    components = [*libraries((root / "deployment" / "run.lock").read_text()), *vendored(root)]
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
                plain = {"type": "library", "bom-ref": purl, "name": named["name"], "version": named["version"]}
                whole = {"hashes": _hashes_of(path)} if path.is_dir() else {}
                found.append({**plain, "purl": purl, "scope": "required", **whole})
    return found


def _library(name: str, version: str, marker: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    made: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    made["scope"] = "optional" if marker else "required"
    licence = _licence(name)
    if licence:
        made["licenses"] = [{"expression": licence}] if " " in licence else [{"license": {"name": licence}}]
    if marker:
        made["properties"] = [{"name": "python:marker", "value": marker}]
    made["hashes"] = []
    return made


def _licence(name: str) -> str:
    """What the installed package says of its licence; nothing where it is not installed, or says it in prose."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    said = str(told.get("License-Expression") or told.get("License") or "").strip()
    return said if said and len(said) < 60 and "\n" not in said else ""


def _hashes_of(folder: Path) -> list[dict[str, str]]:
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return [{"alg": "SHA-256", "content": hashlib.sha256(one.read_bytes()).hexdigest()} for one in files]


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2)
    print()
