"""One spelling for many: folds names of places so that accents, case, dots and abbreviations do not matter."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 200

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ŋ": "n"}
)
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʻʼʽ′")
_WORD = re.compile(r"[^\W_]+")
_INSIDE = {"st": "saint", "ste": "sainte"}
_IN_FRONT = {"mt": "mount", "ft": "fort", "n": "north", "s": "south", "e": "east", "w": "west"}


def clean(text: str) -> str:
    """What a person typed, without control and format characters, in compatible letters, single spaces.

    Databases refuse some of what is taken away (NUL, lone surrogates); width and digit variants become plain.
    """
    plain = unicodedata.normalize("NFKC", text)
    shown = (" " if character.isspace() else character for character in plain)
    return " ".join("".join(c for c in shown if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).split())


def fold(text: str) -> str:
    """The search key of a name: "St. Louis" and "saint louis" are one, so are "Zürich" and "zurich".

    Lower case without accents and punctuation, words joined by one space, "St", "Ste" written out, and in front also
    "Mt", "Ft", "N", "S", "E", "W". A single letter joins the word after it ("Coeur d'Alene", "d Alene"), several
    become one word ("D.C."). Empty when the text has neither letter nor digit.
    """
    return " ".join(_written_out(_joined(_WORD.findall(_plain(text)))))


def plain_words(text: str) -> list[str]:
    """The words of a text in their order, lower case and without accents; nothing is joined or written out."""
    return _WORD.findall(_plain(text))


def unaccented(text: str) -> str:
    """A text in lower case, its letters without accents where Unicode or a custom knows the plain one: ø is o."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    apart = unicodedata.normalize("NFKD", lower).translate(_LETTERS)
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare)


def _plain(text: str) -> str:
    return unaccented(text.translate(_APOSTROPHES))


def _joined(words: list[str]) -> list[str]:
    if all(len(word) > 1 for word in words):
        return words
    joined: list[str] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_letter(words[end]):
            end += 1
        run = words[at:end]
        if not run:
            joined.append(words[at])
            at += 1
        elif len(run) == 1 and end < len(words) and not (at == 0 and run[0] in _IN_FRONT):
            joined.append(run[0] + words[end])
            at = end + 1
        else:
            joined.append("".join(run))
            at = end
    return joined


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()


def _written_out(words: list[str]) -> list[str]:
    last = len(words) - 1
    written = [_INSIDE.get(word, word) if at < last else word for at, word in enumerate(words)]
    if last > 0 and written[0] in _IN_FRONT:
        written[0] = _IN_FRONT[written[0]]
    return written
