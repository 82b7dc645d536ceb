"""Rules of the house that no tool checks: who commits, how templates and components are built, sizes, words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "directory_app"
TEMPLATES = ROOT / "templates"
TASKS = r"(claims|confirming|checking|releases|exchange|health)/tasks|presence/daily_round|leaving/tidying|jobs/leases"
COMMITTERS = re.compile(rf"(views(/\w+)?|cli/\w+|{TASKS}|delivery|login/\w+|mail|totals|demand)\.py$")
# What a template says from within its code: strings with a space in them, which names of fields have not.
SPOKEN = re.compile(r"\"([^\"]* [^\"]*)\"")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "manager", "service"}
PYTHON = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "scoring").rglob("*.py")])


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_only_views_commands_and_job_runners_commit():
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in PYTHON
        if not COMMITTERS.search(relative(path))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert wrong == []


def test_every_module_says_what_it_holds():
    silent = [
        relative(path)
        for path in PYTHON
        if not ast.get_docstring(ast.parse(path.read_text())) and path.read_text().strip()
    ]
    assert silent == []


def test_every_public_function_is_documented():
    silent = []
    for path in PYTHON:
        if "migrations/versions" in relative(path):
            continue
        tree = ast.parse(path.read_text())
        for node in [*tree.body, *(n for c in tree.body if isinstance(c, ast.ClassDef) for n in c.body)]:
            named = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):
                silent.append(f"{relative(path)}: {node.name}")
    assert silent == []


def test_views_are_thin():
    long = [
        f"{relative(path)}: {node.name}"
        for path in PACKAGE.rglob("*.py")
        if path.stem == "views" or path.parent.name == "views"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 30
    ]
    assert long == []


def test_nothing_is_called_after_nothing():
    assert [relative(path) for path in PYTHON if path.stem in FORBIDDEN_NAMES] == []


def test_every_component_opens_with_a_comment_and_holds_its_own_macro():
    wrong = []
    for path in (TEMPLATES / "components").glob("*.html"):
        source = path.read_text()
        if not source.startswith("{#") or f"{{% macro {path.stem}(" not in source:
            wrong.append(path.name)
    assert wrong == []


def pages():
    skipped = {"components", "layouts", "mail", "email"}
    return [path for path in TEMPLATES.rglob("*.html") if not skipped & set(path.relative_to(TEMPLATES).parts)]


def test_every_page_extends_a_layout_and_sets_title_and_content():
    wrong = [
        relative(path)
        for path in pages()
        if not path.name.startswith("_")
        and not all(part in path.read_text() for part in ('{% extends "layouts/', "{% block title", "{% block content"))
    ]
    assert wrong == []


# Data for machines is no script: it stands in one component, escaped.
DATA = r" type=\"application/ld\+json\">{{ data\|tojson }}</script>"


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle=",
        r"\son\w+=\"",
        r"<style",
        rf"<script(?!{DATA}|[^>]*\ssrc=)",
        r"\|\s*safe\b(?!\s*\)? *}}{# br)",
    ],
)
def test_no_template_carries_style_or_script(pattern):
    found = [
        relative(path)
        for path in TEMPLATES.rglob("*.html")
        # Mail programs read no style sheets; tests/accounts/test_letters.py says what a letter may hold.
        if path.parent.name != "mail" and re.search(pattern, re.sub(r'"<br>"\|safe', "", path.read_text()))
    ]
    assert found == []


def test_nothing_promises_to_heal_or_ranks_skill():
    promise = re.compile(
        r"\b(cure|cures|guarantee[ds]?|will stop|best therapist|pain[- ]free|eliminates?)\b", re.IGNORECASE
    )
    found = [
        f"{relative(path)}: {match.group(0)}"
        for path in TEMPLATES.rglob("*.html")
        for match in promise.finditer(re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL))
    ]
    assert found == []


def test_people_read_of_e_mail_in_one_spelling():
    word = re.compile(r"(?<![\w.%(/])[Ee]mail(?:s|ed)?(?=[ ,.;:?!”]|$)")
    wrong = []
    for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]:
        read = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", " ", path.read_text(), flags=re.DOTALL)
        said = [string for code in re.findall(r"{[{%].*?[}%]}", path.read_text()) for string in SPOKEN.findall(code)]
        wrong += [f"{relative(path)}: {text.strip()[:60]}" for text in [*read.split("\n"), *said] if word.search(text)]
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if " " in text.strip() and word.search(text):
                wrong.append(f"{relative(path)}:{node.lineno}: {text.strip()[:60]}")
    assert wrong == []


def test_what_others_made_says_its_version_and_keeps_its_licence():
    static = PACKAGE / "static"
    folders = sorted((static / "vendor").iterdir())
    assert [one.name for one in folders] == ["leaflet-1.9.4", "leaflet.markercluster-1.5.3", "topojson-client-3.1.0"]
    for folder in folders:
        assert any("copyright" in one.read_text().lower() for one in folder.glob("*LICEN*")), folder.name
    made_from = re.findall(r"\[\"([\w-]+)\", \"([\d.]+)\"\]", (ROOT / "tools" / "build_basemap.mjs").read_text())
    licences = {one.stem for one in (static / "basemap" / "licences").iterdir()}
    assert licences == {f"{name}-{version}" for name, version in made_from}
    assert len(licences) == 3
