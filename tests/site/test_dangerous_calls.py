"""Calls that make a program of what somebody typed stand nowhere, or where a reason stands here."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = sorted([*(ROOT / "directory_app").rglob("*.py"), *(ROOT / "scoring").rglob("*.py")])
NEVER = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "render_template_string",
    "loads",
    "load",
    "system",
    "popen",
    "Popen",
    "run",
    "check_output",
    "from_string",
}
# The module of each call that may be made, and of those of our own functions that have the name of one.
ALLOWED = {
    # Patterns.
    "re.compile",
    # JSON and TOML are data, whatever stands in them.
    "json.loads", "json.load", "tomllib.loads", "tomllib.load",
    # Values that we signed ourselves.
    "_sealer().loads", "_sealer(app).loads", "super().loads", "serializer.loads",
    # Letters in an administrator's words, in a sandbox.
    "mail.sandbox().from_string", "sandbox().from_string",
    # Typst sets text that it is handed as data. A picture that Pillow opened, measured before; our own; the server.
    "_typst().compile", "opened.load", "image.load", "names.load", "worker.run", "_Server(app, settings).run",
    # Jobs of our own.
    "task.run",
}  # fmt: skip


# Statements with a name in them that stands in the code, not in a request.
NAMED_IN_CODE = {
    "directory_app/publishing/words.py: text(f'DELETE FROM public_text WHERE {column} = :id')",
    "directory_app/doctor/database.py: text(f'SHOW {name}')",
    "directory_app/doctor/database.py: text(f'PRAGMA {name}')",
    "directory_app/doctor/contents.py: func.lower(Account.email).like(INVENTED)",
}


def called(node: ast.Call) -> tuple[str, str]:
    name = (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )
    return name, ast.unparse(node.func)


def calls():
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield path.relative_to(ROOT).as_posix(), node


def test_nothing_that_was_typed_becomes_a_program():
    found = {
        f"{path}: {whole}"
        for path, node in calls()
        for name, whole in [called(node)]
        if name in NEVER and whole not in ALLOWED
    }
    assert found == set(), "say in this file why it is safe"


def test_no_module_unpickles_or_starts_programs():
    unsafe = {"pickle", "marshal", "shelve", "subprocess", "yaml", "dill", "code", "pty"}
    found = []
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found += [f"{path.relative_to(ROOT)}: {name}" for name in names if name.partition(".")[0] in unsafe]
    assert found == []


def test_statements_are_not_made_of_what_was_typed():
    """`text()` takes a constant, a look-up in one, or is told here; `LIKE` escapes what it looks for."""
    wrong = []
    for path, node in calls():
        name, whole = called(node)
        if whole in ("text", "sa.text", "exec_driver_sql") and "/migrations/" not in path and node.args:
            made = node.args[0]
            if isinstance(made, (ast.JoinedStr, ast.BinOp)) or (
                isinstance(made, ast.Call) and not isinstance(made.func, ast.Name)
            ):
                wrong.append(f"{path}: {ast.unparse(node)}")
        is_pattern = name in ("like", "ilike", "contains", "startswith", "endswith") and isinstance(
            node.func, ast.Attribute
        )
        of_a_column = (is_pattern and "func." in ast.unparse(node.func.value)) or name in ("like", "ilike")
        if of_a_column and not any(one.arg in ("autoescape", "escape") for one in node.keywords):
            wrong.append(f"{path}: {ast.unparse(node)}")
    assert set(wrong) == NAMED_IN_CODE
