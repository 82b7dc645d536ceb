"""Writes seeds/known-texts.json: runs of five words, as numbers, of our own pages and of texts given as files.

Usage: python -m tools.build_known_texts [NAME=FILE …]. Texts given before and not given now are kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup

from directory_app import create_app, migrations
from directory_app.scorekeeping.copies import shingles

TARGET = Path(__file__).parents[1] / "seeds" / "known-texts.json"
PAGES = ("/", "/how-the-score-works", "/before-you-book", "/about", "/for-therapists")
OWN = "a page of this directory"


def main() -> None:
    """Read our pages through the application and the files named on the command line."""
    known = {one["name"]: one["runs"] for one in json.loads(TARGET.read_text())} if TARGET.exists() else {}
    known[OWN] = sorted(shingles(" ".join(_own_pages())))
    for argument in sys.argv[1:]:
        name, _, path = argument.partition("=")
        known[name] = sorted(shingles(Path(path).read_text(encoding="utf-8")))
    rows = [{"name": name, "runs": runs} for name, runs in sorted(known.items())]
    TARGET.write_text(json.dumps(rows) + "\n")
    print(", ".join(f"{row['name']}: {len(row['runs'])} runs" for row in rows))


def _own_pages() -> list[str]:
    with tempfile.TemporaryDirectory() as data:
        app = create_app({"DATA": data})
        migrations.upgrade(app)
        client = app.test_client()
        texts = []
        for path in PAGES:
            main_part = BeautifulSoup(client.get(path).get_data(as_text=True), "html.parser").main
            texts.append(main_part.get_text(" ") if main_part else "")
        app.extensions["engine"].dispose()
    return texts


if __name__ == "__main__":
    main()
