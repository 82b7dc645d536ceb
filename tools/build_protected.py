"""Writes into the packaged rubric which everyday words are never taken for a misspelling of its terms.

Usage: python -m tools.build_protected [--language CODE] LIST… with files of one word a line. A word that is one slip
away from a term is listed, unless it is another form of it: "massages" may still stand for "massage", "slower" no
longer for "shower". The packaged rubric was built with `american-english-small` and `british-english-small` of SCOWL
(Debian: wamerican-small, wbritish-small); words that a text may well mean so are kept out by hand. With a language the
words of its own file are built, and what is listed there stays: the files of Spanish, French and German were built
with the 20,000 most frequent words that pyspellchecker 0.9.1 has of each.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.lexicon import Lexicon
from scoring.normalise import plain_words
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

# What the forms of one word end in, without accents, after what they share.
SHORTEST_SHARED = 3
FORMS = {
    "es": _words(
        "s es a as o os e r n an en ar er ir on io ia ian ria rian amos emos imos ado ada ados adas ido ida idos idas "
        "ando iendo do da dos das ndo mos me te se le lo la les los las rme rte rse rle rlo rla"
    ),
    "fr": _words(
        "s e es x r er ez ent t ant ants ante antes ai ais ait aient ons ee ees era erait ir it is i ie ies u ue us "
        "ues re nt rait ra"
    ),
    "de": _words(
        "e n en er es em s t st te ten est et ete eten end ende enden ender endes ere eren erer eres ste sten ster"
    ),
}


def main(arguments: Iterable[str] | None = None) -> None:
    """Replace `protected` in the file of the packaged rubric, or in that of a language it reads."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--language", choices=sorted(FORMS))
    parser.add_argument("files", nargs="+", type=Path, metavar="LIST")
    asked = parser.parse_args(None if arguments is None else list(arguments))
    if DEFAULT in published():
        sys.exit(f"{DEFAULT} is published. Copy its files to a new number and change that one.")
    try:
        words = {word for file in asked.files for word in file.read_text(encoding="utf-8").split()}
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}.")
    if not words:
        sys.exit("There are no words in these files.")
    if asked.language:
        _protect_in(asked.language, words)
    else:
        _protect(words)


def _protect(words: Collection[str]) -> None:
    """Build the list of the rubric's own language anew."""
    plain = {word for word in words if word.isascii() and word.isalpha() and word.islower()}
    text = FILE.read_text(encoding="utf-8")
    lexicon = _unprotected(text)
    listed = sorted(ALSO.union(word for word in plain - MEANT if taken_for_another(lexicon, word)))
    FILE.write_text(LIST.sub(_written(listed), text, count=1), encoding="utf-8")
    print(f"{len(listed)} of {len(plain)} words are protected.")


def _protect_in(language: str, words: Collection[str]) -> None:
    """Add to the list of a language the words that would be taken for another one."""
    file = FILE.with_suffix(f".{language}.toml")
    vocabulary = load_rubric(FILE).vocabularies[language]
    read = (plain_words(word, vocabulary.grammar) for word in words)
    plain = {one[0] for one in read if len(one) == 1 and one[0].isalpha()}
    further = {word for word in plain if any(_strangers(vocabulary.lexicon, word, language))}
    text = file.read_text(encoding="utf-8")
    listed = sorted(further.union(re.findall(r'"(\w+)"', "".join(LIST.findall(text)))))
    file.write_text(LIST.sub(_written(listed), text, count=1), encoding="utf-8")
    print(f"{len(further)} of {len(plain)} words are protected as well, {len(listed)} in all.")


def _strangers(lexicon: Lexicon, word: str, language: str) -> Iterator[str]:
    """The terms that a word would be taken for and is no form of."""
    for form in lexicon.forms(word)[1:]:
        if not (_begins_so(word, form) or inflected(word, form, FORMS[language])):
            yield form


def inflected(word: str, term: str, endings: Collection[str]) -> bool:
    """Whether two words share their beginning and end in forms of a language."""
    cuts = range(_shared(word, term), SHORTEST_SHARED - 1, -1)
    return any({word[cut:], term[cut:]} <= {"", *endings} for cut in cuts)


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
    common = _shared(word, term)
    return any(
        stem >= SHORTEST_STEM and word[stem:] in ENDINGS and term[stem:] in ENDINGS for stem in (common, common - 1)
    )


def _shared(word: str, term: str) -> int:
    """How many letters two words begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(word, term, strict=False)) if a != b), min(len(word), len(term)))


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
    main()
