"""Writes what copies are recognised by: numbers of our own pages and of texts given as files.

Usage: python -m tools.build_known_texts [NAME=FILE …]. Writes the file .known beside the packaged rubric. Of texts
given before the numbers are kept, as the texts themselves are not.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bs4 import BeautifulSoup

from directory_app import create_app, migrations
from directory_app.pages.guides import GUIDES
from scoring import load_rubric
from scoring.known import SHORTEST, KnownText, pairs_in, pairs_of, write_known
from scoring.normalise import prepare
from scoring.rubric import DEFAULT, PACKAGED

PAGES = ("/", "/how-the-score-works", "/before-you-book", "/about", "/for-therapists")
GUIDE_PAGES = ("/good-to-know", *(f"/good-to-know/{slug}" for slug in GUIDES), "/understand-your-pain")
OWN, GUIDE = "a page of this directory", "a guide of this directory"
# Our pages say in short what honest answers say too, so more of an answer has to stand there.
SHARE, OWN_SHARE = 0.2, 0.5
BLOCKS = ["p", "li", "td", "dd", "blockquote", "h2", "h3"]
SENTENCE_END = re.compile(r"\n\s*\n|(?<=[.!?])\s+")


def main() -> None:
    """Read our pages through the application and the files named on the command line."""
    # Everybody repeats the questions.
    questions = load_rubric().questions
    asked = frozenset().union(*(pairs_in(wording) for question in questions for wording in question.wordings))
    notes = [f"{c.label}. {c.note}" for question in questions for c in question.criteria]
    texts = [
        KnownText(OWN, OWN_SHARE, _pairs([*_own_pages(PAGES), *notes]) - asked),
        KnownText(GUIDE, OWN_SHARE, _pairs(_own_pages(GUIDE_PAGES)) - asked),
    ]
    given = {argument.partition("=")[0] for argument in sys.argv[1:]}
    texts += [one for one in load_rubric().known if one.name not in {OWN, GUIDE, *given}]
    for argument in sys.argv[1:]:
        name, _, path = argument.partition("=")
        texts.append(KnownText(name, SHARE, _pairs([Path(path).read_text(encoding="utf-8")]) - asked))
    write_known(PACKAGED / f"{DEFAULT}.toml", texts)
    print(f"{len(texts)} texts, {sum(len(text.pairs) for text in texts)} pairs")


def _pairs(blocks: Sequence[str]) -> frozenset[int]:
    return frozenset().union(*(pairs_of(words) for block in blocks for words in _sentences(block)))


def _sentences(text: str) -> Iterator[list[str]]:
    """Words of each sentence as the scorer reads them, short ones joined with what follows."""
    words: list[str] = []
    for sentence in SENTENCE_END.split(text):
        words += prepare(sentence).words
        if len(words) >= SHORTEST:
            yield words
            words = []
    yield words


def _own_pages(paths: Sequence[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as data:
        app = create_app({"DATA": data})
        migrations.upgrade(app)
        client = app.test_client()
        blocks = []
        for path in paths:
            page = BeautifulSoup(client.get(path).get_data(as_text=True), "html.parser").main
            blocks += [block.get_text(" ") for block in page.find_all(BLOCKS)] if page else []
        app.extensions["engine"].dispose()
    return blocks


if __name__ == "__main__":
    main()
