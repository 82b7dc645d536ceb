"""Writes into the packaged rubric which everyday words are never taken for a misspelling of its terms.

Usage: python -m tools.build_protected LIST… with files of one word a line. The packaged rubric was built with
`american-english-small` and `british-english-small` of SCOWL (Debian: wamerican-small, wbritish-small). A word that is
one slip away from a term is listed, unless it is another form of it: "massages" may still stand for "massage", "slower"
no longer for "shower". Words that a text may well mean so are kept out by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.lexicon import Lexicon
from scoring.rubric import DEFAULT, PACKAGED, load_rubric

from .publish_rubric import published


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILE = PACKAGED / f"{DEFAULT}.toml"
LIST = re.compile(r"^protected = \[[^\]]*\]", re.MULTILINE)
WIDTH = 120
SHORTEST_STEM = 4
ENDINGS = frozenset(("", "s", "es", "d", "ed", "r", "er", "ers", "ing", "n", "en", "y", "ly"))
NOUNS = frozenset(("ing", "ings", "ion", "ions", "ation", "able"))
# Further words that real texts have: the short lists do not, or a form of theirs is a term of another meaning.
ALSO = _words(
    "cheers coupled crumpet easter medial papery physics provider providers receptor receptors roofer roofers "
    "roller rollers saline scones surfer surfers temple texting wearer"
)
# They mean what the term means, or its writer meant the term.
MEANT = _words(
    "analyses analytic analytical analyze analyzed analyzer analyzes analyzing arthritic arthritics became "
    "bridging diagnoses dominate dominated dominates explanation explanations explanatory flatter forgot injure "
    "irritability lumbago musculature palpable palpably pelves recognition recognizable recognizing relationship "
    "relationships reproduction reservation reservations separation separations shrank shrunk specialise "
    "specialises transmission unstuck vertebral vibrating activates breaths complain complaints extensions "
    "irritants looser loosed looses lubricate mediums observations physicians posteriors produces recognized "
    "recognizes referrals relates relations relaxed shorted springy straighter transverses vertebras"
)


def main(files: Iterable[str]) -> None:
    """Replace `protected` in the file of the packaged rubric."""
    if DEFAULT in published():
        sys.exit(f"{DEFAULT} is published. Copy its files to a new number and change that one.")
    try:
        words = {word for file in files for word in Path(file).read_text(encoding="utf-8").split()}
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}.")
    if not words:
        sys.exit("Give at least one file of words.")
    plain = {word for word in words if word.isascii() and word.isalpha() and word.islower()}
    text = FILE.read_text(encoding="utf-8")
    lexicon = _unprotected(text)
    listed = sorted(ALSO.union(word for word in plain - MEANT if taken_for_another(lexicon, word)))
    FILE.write_text(LIST.sub(_written(listed), text, count=1), encoding="utf-8")
    print(f"{len(listed)} of {len(plain)} words are protected.")


def _unprotected(text: str) -> Lexicon:
    """The lexicon of a rubric without its list: what is protected already would not be found again."""
    with TemporaryDirectory() as folder:
        bare = Path(folder, FILE.name)
        bare.write_text(LIST.sub("protected = []", text, count=1), encoding="utf-8")
        return load_rubric(bare).home.lexicon


def taken_for_another(lexicon: Lexicon, word: str) -> bool:
    """Whether a word would be taken for a misspelling of a term that is no other form of it."""
    forms = lexicon.forms(word)[1:]
    return any(not (_begins_so(word, form) or same_word(word, form)) for form in forms)


def _begins_so(word: str, form: str) -> bool:
    return form.endswith("*") and word.startswith(form[:-1])


def same_word(word: str, term: str) -> bool:
    """Whether two spellings one slip apart are forms of one word; "x*" is any word that begins so."""
    if term.endswith("e*"):
        stem = term.removesuffix("e*")
        return word.startswith(stem) and word[len(stem) :] in NOUNS
    if _american(word) == _american(term):
        return True
    common = next((n for n, (a, b) in enumerate(zip(word, term, strict=False)) if a != b), min(len(word), len(term)))
    return any(
        stem >= SHORTEST_STEM and word[stem:] in ENDINGS and term[stem:] in ENDINGS for stem in (common, common - 1)
    )


def _american(word: str) -> str:
    return re.sub(r"is(e|ed|es|ing|ation)$", r"iz\1", word).replace("our", "or")


def _written(words: Iterable[str]) -> str:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) + 5 > WIDTH:
            lines.append("")
        lines[-1] += f'{" " if lines[-1] else "  "}"{word}",'
    return "\n".join(["protected = [", *lines, "]"])


if __name__ == "__main__":
    main(sys.argv[1:])
