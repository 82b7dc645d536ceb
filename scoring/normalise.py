"""Text as written to plain lower-case words, each of which remembers where in the original it stood."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import accumulate, pairwise
from typing import NamedTuple

from .english import ENGLISH
from .grammar import Grammar
from .remembered import Remembered

READ_AT_MOST = 2000
SENTENCE_GAP = 4
REMEMBERED = 20_000

# Letters of other scripts that look like Latin ones, as used to hide or smuggle words.
_LOOKALIKES = {
    "а": "a",
    "в": "b",
    "с": "c",
    "е": "e",
    "ԁ": "d",
    "һ": "h",
    "н": "h",
    "і": "i",
    "ј": "j",
    "к": "k",
    "ӏ": "l",
    "м": "m",
    "ո": "n",
    "п": "n",
    "о": "o",
    "р": "p",
    "ԛ": "q",
    "г": "r",
    "ѕ": "s",
    "т": "t",
    "у": "y",
    "х": "x",
    "ѵ": "v",
    "ԝ": "w",
    "α": "a",
    "β": "b",
    "ε": "e",
    "ι": "i",
    "κ": "k",
    "ν": "v",
    "ο": "o",
    "ρ": "p",
    "τ": "t",
    "υ": "u",
    "χ": "x",
    "γ": "y",
    "η": "n",
    "ı": "i",
    "ɑ": "a",
    "ɡ": "g",
    "ʟ": "l",
    "ɪ": "i",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
}
# Notes say "leads to" and "is felt at" with arrows, which are read as this word where a rubric asks for it.
ARROW = "arrow"
_ARROW = re.compile(r"[→⟶➔➜➝➞➡⇒⟹]|[-=]{1,3}>|(?<= )>(?= )")
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cs", "Cc", "Cn", "Co"})
_QUOTES = dict.fromkeys("’‘ʼ`´′＇", "'")
_MARKUP = re.compile(r"<(s|del|strike)\b[^<>]{0,80}>[^<>]{0,1000}</\1\s*>|<[a-zA-Z/!][^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCK = re.compile(r"</?(?:td|th|tr|li|ul|ol|p|br|div|h[1-6]|table|dt|dd|hr)\b", re.IGNORECASE)
_PIECES = re.compile(r"([a-z0-9]+(?:'[a-z]+)*|[.!?\n;:,()\[\]–—•|/])")
_ENDS = frozenset(".!?\n•|")
_PAUSES = frozenset(";:,()[]–—/")
_MARKS = _ENDS | _PAUSES
# Notes add up with plus signs, and what is typed has hyphens for dashes.
_PARTING = {" + ": " , ", " - ": " , ", " -- ": "  , "}
_LEET = str.maketrans("013457@$", "oleastas")


class Token(NamedTuple):
    """A word: plain `text`, original offsets, `sentence` and `clause` numbers, and a `place` for distances."""

    text: str
    start: int
    end: int
    sentence: int
    clause: int
    place: int


# A token of a row of its fields, without the Python function that `Token(…)` goes through.
_token: Callable[[tuple[str, int, int, int, int, int]], Token] = partial(tuple.__new__, Token)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Prepared:
    """A text ready for reading: its tokens, the numbers of sentences that end in a question mark, its plain form.

    `words` are the texts of the tokens, `distinct` each of them once, `sentences` and `clauses` the indexes of the
    words of each.
    """

    tokens: tuple[Token, ...]
    questions: frozenset[int]
    plain: str
    foreign_letters: int
    letters: int
    grammar: Grammar
    words: tuple[str, ...]
    sentences: tuple[range, ...]
    clauses: tuple[range, ...]
    distinct: frozenset[str]


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """One character as plain lower-case letters; nothing for marks and invisible characters."""
    if char in _QUOTES:
        return "'"
    if char.isascii():
        return "" if _CONTROLS.match(char) else char.lower()
    # Letters of mathematics have capitals without a small one: they have it once they are taken apart.
    apart = unicodedata.normalize("NFKD", char.casefold())
    folded = "".join(
        c for c in (apart.lower() if len(apart) == 1 else apart) if unicodedata.category(c) not in _DROPPED
    )
    return "".join(_LOOKALIKES.get(c, c) for c in folded)


def _blank(markup: re.Match[str]) -> str:
    """As many characters as the markup has; markup that starts a block ends the sentence before it."""
    return ("\n" if _BLOCK.match(markup.group()) else " ") + " " * (len(markup.group()) - 1)


def plain_with_offsets(text: str, *, arrows: bool = False) -> tuple[str, Sequence[int]]:
    """The plain form of `text` and, for each of its characters, the offset of the original character it came from.

    With `arrows`, each of them is the word `ARROW`.
    """
    cut = text[:READ_AT_MOST]
    if "<" in cut:
        cut = _MARKUP.sub(_blank, cut)
    drawn = arrows and (">" in cut or not cut.isascii()) and _ARROW.search(cut) is not None
    if not drawn and cut.isascii() and "&" not in cut and (cut.isprintable() or not _CONTROLS.search(cut)):
        return cut.lower(), range(len(cut))
    pieces: list[str] = []
    offsets: list[int] = []
    for offset, char in _drawn(cut) if drawn else _characters(cut):
        plain = _plain(char)
        pieces.append(plain)
        offsets.extend([offset] * len(plain))
    return "".join(pieces), offsets


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """The characters of a text with their offsets; an HTML entity is the characters it stands for."""
    # Its two thousand names are loaded only for texts that need it.
    from html import unescape

    reached = 0
    for entity in _ENTITY.finditer(text) if "&" in text else ():
        yield from enumerate(text[reached : entity.start()], reached)
        yield from ((entity.start(), char) for char in unescape(entity.group()))
        reached = entity.end()
    yield from enumerate(text[reached:], reached)


def _drawn(text: str) -> Iterator[tuple[int, str]]:
    """As `_characters`, with the word for each arrow, which reaches from its first character to its last."""
    reached = 0
    for arrow in _ARROW.finditer(text):
        yield from ((reached + offset, char) for offset, char in _characters(text[reached : arrow.start()]))
        reached = arrow.end()
        yield from ((arrow.start(), f" {ARROW[:-1]}"), (reached - 1, f"{ARROW[-1]} "))
    yield from ((reached + offset, char) for offset, char in _characters(text[reached:]))


def plain_words(written: str, grammar: Grammar = ENGLISH) -> list[str]:
    """The words of a short text as `prepare` spells them."""
    if written.isascii() and written.isalnum():
        return list(_spelt(grammar)[written.lower()])
    return list(prepare(written, grammar).words)


def prepare(text: str, grammar: Grammar = ENGLISH) -> Prepared:
    """Split `text` into tokens with sentence and clause numbers; only the first `READ_AT_MOST` characters are read."""
    plain, offsets = plain_with_offsets(text, arrows=grammar.arrows)
    spelt = _spelt(grammar)
    rows: list[tuple[str, int, int, int, int, int]] = []
    questions: set[int] = set()
    sentences, clauses = [0], [0]
    sentence = clause = 0
    # What lies between the pieces stands at the even places; a piece begins where that ends.
    parts = _PIECES.split(_parted(plain) if grammar.signs_part else plain)
    reached = list(accumulate(map(len, parts)))
    for piece, first, last in zip(parts[1::2], reached[::2], reached[1::2], strict=False):
        if piece not in _MARKS:
            start, end = offsets[first], offsets[last - 1] + 1
            for word in spelt[piece]:
                rows.append((word, start, end, sentence, clause, len(rows) + SENTENCE_GAP * sentence))
        elif piece in _PAUSES:
            clause += 1
            clauses.append(len(rows))
        elif len(rows) > sentences[-1]:
            if piece == "?":
                questions.add(sentence)
            sentence += 1
            clause += 1
            sentences.append(len(rows))
            clauses.append(len(rows))
    cut = text[:READ_AT_MOST]
    words = tuple(row[0] for row in rows)
    return Prepared(
        tokens=tuple(map(_token, rows)),
        questions=frozenset(questions),
        plain=plain,
        foreign_letters=0 if cut.isascii() else sum(1 for c in cut if c.isalpha() and not _is_latin(c)),
        letters=len(cut) if cut.isascii() else sum(1 for c in cut if c.isalpha()),
        grammar=grammar,
        words=words,
        sentences=_ranges(sentences, len(rows)),
        clauses=_ranges(clauses, len(rows)),
        distinct=frozenset(words),
    )


def _parted(plain: str) -> str:
    """A plain text with a comma, of the same length, for each sign that parts words as one does."""
    for sign, comma in _PARTING.items():
        plain = plain.replace(sign, comma)
    return plain


def _ranges(starts: list[int], end: int) -> tuple[range, ...]:
    """The ranges from each start to the next, without empty ones."""
    return tuple(range(a, b) for a, b in pairwise([*starts, end]) if a < b)


@lru_cache(maxsize=4096)
def _is_latin(char: str) -> bool:
    return ord(char) < 0x250 or "LATIN" in unicodedata.name(char, "")


@cache
def _spelt(grammar: Grammar) -> Remembered[str, tuple[str, ...]]:
    """The words in each piece that was read lately."""
    return Remembered(lambda piece: tuple(map(sys.intern, words_in(piece, grammar))), REMEMBERED)


def words_in(piece: str, grammar: Grammar) -> tuple[str, ...]:
    """The words in one piece: contractions opened ("don't" is "do not"), possessives and digits for letters undone."""
    if piece in grammar.contractions:
        return grammar.contractions[piece]
    if "'" in piece:
        return _around_apostrophe(piece, grammar)
    if not piece.isalpha() and sum(c.isalpha() for c in piece) >= 4 and not piece[0].isdigit():
        return (piece.translate(_LEET),)
    return (piece,)


def _around_apostrophe(piece: str, grammar: Grammar) -> tuple[str, ...]:
    head, _, tail = piece.partition("'")
    if head in grammar.elisions:
        return (grammar.elisions[head], *words_in(tail, grammar))
    if head.endswith("n") and tail == "t":
        return (head[:-1], "not")
    return (head,) if tail in {"s", "ll", "d", "re", "ve", "m"} else (head + tail.replace("'", ""),)
