"""The wheel alone makes a working site: templates, static files, migrations, rubric and place data are inside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
TRY_IT = """
import directory_app, sys
from directory_app.cli.prepare import prepare
from pathlib import Path
assert Path(directory_app.__file__).is_relative_to(sys.argv[1]), directory_app.__file__
app = directory_app.create_app({"DATA": sys.argv[2]})
prepare(app, lambda _: None)
client = app.test_client()
for path in ("/", "/search?place=97201", "/search/map?place=97201", "/how-the-score-works", "/static/site.css"):
    answer = client.get(path)
    print(path, answer.status_code, answer.get_data(as_text=True).count("listing-row"))
    answer.close()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout, built from a copy."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    wanted = ("directory_app", "scoring", "templates", "seeds")
    for name in wanted:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    subprocess.run([UV, "build", "--quiet", "--wheel", "--out-dir", folder, source], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_everything_that_ships_is_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("templates", "directory_app/templates"), ("seeds", "directory_app/seeds")):
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}]
        missing = [p for p in files if f"{inside}/{p.relative_to(ROOT / folder).as_posix()}" not in names]
        assert missing == []
    static = [p for p in (ROOT / "directory_app" / "static").rglob("*") if p.is_file()]
    assert [p for p in static if p.relative_to(ROOT).as_posix() not in names] == []
    assert "directory_app/static/site.css" in names
    assert "directory_app/migrations/versions/script.py.mako" in names
    assert "scoring/rubrics/clinical-massage-4.toml" in names
    assert "scoring/rubrics/clinical-massage-4.es.toml" in names
    assert "scoring/rubrics/clinical-massage-4.known" in names
    assert "scoring/word_order/en.txt" in names
    assert not [name for name in names if name.startswith(("tests/", "tools/", "benchmarks/"))]


def test_the_site_runs_from_the_wheel_alone(wheel, tmp_path):
    target = tmp_path / "installed"
    subprocess.run([UV, "pip", "install", "--quiet", "--no-deps", "--target", target, wheel], check=True)
    environment = {**os.environ, "PYTHONPATH": str(target)}
    done = subprocess.run(
        [sys.executable, "-c", TRY_IT, target, tmp_path / "data"],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert lines["/"].startswith("200")
    assert int(lines["/search?place=97201"].split()[1]) > 10
    assert int(lines["/search/map?place=97201"].split()[1]) > 10
    assert lines["/static/site.css"].startswith("200")
