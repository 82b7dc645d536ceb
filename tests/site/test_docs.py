"""The documents say what is so: files they name exist, tables match the code, decisions keep their form."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

from directory_app import config
from directory_app.errors import InsecureConfiguration
from directory_app.models import Base

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = sorted(DOCS.glob("*.md"))
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{path.name}: {target}"
        for path in [*DOCUMENTS, *DECISIONS, ROOT / "README.md"]
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text())
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_file_on_the_map_exists_and_every_module_is_on_it():
    text = (DOCS / "architecture.md").read_text()
    named = set(re.findall(r"^  (\w+(?:\.py|/))", text.split("```")[1], re.MULTILINE))
    folder = ROOT / "directory_app"
    there = {path.name for path in folder.glob("*.py")}
    there |= {f"{path.name}/" for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert named == there


def test_the_layers_of_the_document_are_those_that_are_enforced():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    enforced = parser["importlinter:contract:layers"]["layers"].strip()
    assert f"```\n{enforced}\n```" in (DOCS / "architecture.md").read_text()


def test_every_table_is_in_the_glossary_or_belongs_to_one():
    text = (DOCS / "architecture.md").read_text()
    missing = [name for name in Base.metadata.tables if f"`{name}`" not in text]
    assert missing == []


def test_the_table_of_settings_is_complete():
    named = set(re.findall(r"^\| `DIRECTORY_(\w+)`", (DOCS / "operations.md").read_text(), re.MULTILINE))
    assert named == set(config.defaults())


def test_the_settings_of_the_start_in_production_are_enough(monkeypatch, tmp_path):
    text = (DOCS / "operations.md").read_text()
    for name, value in re.findall(r"^export (DIRECTORY_\w+)=(\S+)", text, re.MULTILINE):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DIRECTORY_SECRET_KEY", "k" * 64)
    overrides = {"DATA": str(tmp_path)}
    assert config.settings(overrides)["ENVIRONMENT"] == "production"
    monkeypatch.setenv("DIRECTORY_SECRET_KEY", "")
    with pytest.raises(InsecureConfiguration):
        config.settings(overrides)


def test_decisions_are_numbered_dated_and_short():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for path in DECISIONS:
        lines = path.read_text().splitlines()
        assert lines[0].startswith(f"# {int(path.name[:4])}. "), path.name
        assert re.match(r"\d{4}-\d\d-\d\d · \w+", lines[2]), path.name
        assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]
        assert len(lines) <= 40, path.name
