"""The wheel alone makes a working site: templates, static files, migrations, rubric and place data are inside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scoring.rubric import DEFAULT
from tools.release import INSIDE, build, digest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
# People near one city are enough to see that their seeds ship; tests of a browser fill a whole demonstration.
TRY_IT = """
import sys
# This environment finds packages that the wheel lacks in the source: then nobody would notice.
sys.meta_path = [one for one in sys.meta_path if "editable" not in repr(one).lower()]
import directory_app
from directory_app import migrations
from directory_app.cli import demonstration, prepare
from directory_app.db import session
from pathlib import Path
assert Path(directory_app.__file__).is_relative_to(sys.argv[1]), directory_app.__file__
app = directory_app.create_app({"DATA": sys.argv[2]})
migrations.upgrade(app)
everybody = list(demonstration._people())
demonstration._people = lambda: [one for one in everybody if one["city"] == "Portland"]
with app.app_context():
    prepare.load_reference_data(lambda _: None)
    demonstration.load_demonstration(session, lambda _: None)
    session.commit()
client = app.test_client()
for path in ("/", "/search?place=97201", "/search/map?place=97201", "/how-the-score-works", "/static/site.css"):
    answer = client.get(path)
    print(path, answer.status_code, answer.get_data(as_text=True).count("listing-row"))
    answer.close()
"""
SECOND = 1_790_000_000


def copy_of_the_source(folder: Path) -> Path:
    """What a release is built from."""
    for name in INSIDE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        ways = {"ignore": shutil.ignore_patterns("__pycache__")} if copy is shutil.copytree else {}
        copy(ROOT / name, folder / name, **ways)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout, built from a copy."""
    folder = tmp_path_factory.mktemp("wheel")
    return build(copy_of_the_source(tmp_path_factory.mktemp("source")), folder, SECOND)


def test_the_same_source_gives_the_same_bytes(wheel, tmp_path):
    source = copy_of_the_source(tmp_path)
    for number, path in enumerate(sorted(source.rglob("*"))):
        # Another person at another time: modes and times of files differ.
        os.utime(path, (SECOND - number, SECOND - number))
        if path.is_file():
            path.chmod(0o600)
    again = build(source, tmp_path / "again", SECOND)
    assert (again.name, digest(again)) == (wheel.name, digest(wheel))


def test_everything_that_ships_is_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    modules = [path for name in ("directory_app", "scoring") for path in (ROOT / name).rglob("*.py")]
    assert [path for path in modules if path.relative_to(ROOT).as_posix() not in names] == []
    for folder, inside in (("templates", "directory_app/templates"), ("seeds", "directory_app/seeds")):
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}]
        missing = [p for p in files if f"{inside}/{p.relative_to(ROOT / folder).as_posix()}" not in names]
        assert missing == []
    static = [p for p in (ROOT / "directory_app" / "static").rglob("*") if p.is_file()]
    assert [p for p in static if p.relative_to(ROOT).as_posix() not in names] == []
    assert "directory_app/static/site.css" in names
    assert "directory_app/migrations/versions/script.py.mako" in names
    assert f"scoring/rubrics/{DEFAULT}.toml" in names
    assert f"scoring/rubrics/{DEFAULT}.es.toml" in names
    assert f"scoring/rubrics/{DEFAULT}.known" in names
    assert "scoring/rubrics/licences/SCOWL.txt" in names
    assert "scoring/rubrics/licences/pyspellchecker.txt" in names
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
    assert int(lines["/search?place=97201"].split()[1]) > 5
    assert int(lines["/search/map?place=97201"].split()[1]) > 5
    assert lines["/static/site.css"].startswith("200")
