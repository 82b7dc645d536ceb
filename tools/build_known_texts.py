"""Writes what copies are recognised by: numbers of runs of words of our own pages and of texts given as files.

Usage: python -m tools.build_known_texts [NAME=FILE …]. Writes seeds/known-texts.json for flags with their source (runs
of five words) and scoring/rubrics/clinical-massage-1.known for the scorer (runs of three words). Texts given before
have to be given again.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup

from directory_app import create_app, migrations
from directory_app.scorekeeping.copies import shingles
from scoring import QUESTIONS
from scoring.known import runs_of
from scoring.normalise import prepare

ROOT = Path(__file__).parents[1]
FLAGS = ROOT / "seeds" / "known-texts.json"
SCORER = ROOT / "scoring" / "rubrics" / "clinical-massage-1.known"
PAGES = ("/", "/how-the-score-works", "/before-you-book", "/about", "/for-therapists")
OWN = "a page of this directory"
BLOCKS = ["p", "li", "td", "dd", "blockquote", "h2", "h3"]
SENTENCE_END = re.compile(r"\n\s*\n|(?<=[.!?])\s+")


def main() -> None:
    """Read our pages through the application and the files named on the command line."""
    texts = {OWN: "\n\n".join(_own_pages())}
    for argument in sys.argv[1:]:
        name, _, path = argument.partition("=")
        texts[name] = Path(path).read_text(encoding="utf-8")
    rows = [{"name": name, "runs": sorted(shingles(text))} for name, text in sorted(texts.items())]
    FLAGS.write_text(json.dumps(rows) + "\n")
    # Our own pages say in short what honest answers say too, and everybody repeats the questions: no copies here.
    outside = [text for name, text in texts.items() if name != OWN]
    asked = {number for one in QUESTIONS for words in map(_words, one.wordings) for number in runs_of(words)}
    known = {number for text in outside for words in _sentences(text) for number in runs_of(words)} - asked
    SCORER.write_text("".join(f"{number:08x}\n" for number in sorted(known)))
    print(f"{len(texts)} texts, {sum(len(row['runs']) for row in rows)} runs of five words, {len(known)} of three")


def _sentences(text: str) -> Iterator[list[str]]:
    """Words of each sentence as the scorer reads them."""
    for sentence in SENTENCE_END.split(text):
        yield _words(sentence)


def _words(text: str) -> list[str]:
    return [token.text for token in prepare(text).tokens]


def _own_pages() -> list[str]:
    with tempfile.TemporaryDirectory() as data:
        app = create_app({"DATA": data})
        migrations.upgrade(app)
        client = app.test_client()
        blocks = []
        for path in PAGES:
            page = BeautifulSoup(client.get(path).get_data(as_text=True), "html.parser").main
            blocks += [block.get_text(" ") for block in page.find_all(BLOCKS)] if page else []
        app.extensions["engine"].dispose()
    return blocks


if __name__ == "__main__":
    main()
