"""Text as written to plain lower-case words, each of which remembers where in the original it stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .english import ENGLISH
from .grammar import Grammar

READ_AT_MOST = 2000
SENTENCE_GAP = 4

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
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cs", "Cc", "Cn", "Co"})
_QUOTES = dict.fromkeys("’‘ʼ`´′＇", "'")
_MARKUP = re.compile(r"<(s|del|strike)\b[^<>]{0,80}>[^<>]{0,1000}</\1\s*>|<[a-zA-Z/!][^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCK = re.compile(r"</?(?:td|th|tr|li|ul|ol|p|br|div|h[1-6]|table|dt|dd|hr)\b", re.IGNORECASE)
_PIECES = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[.!?\n;:,()\[\]–—•|/]")
_ENDS = frozenset(".!?\n•|")
_PAUSES = frozenset(";:,()[]–—/")
_LEET = str.maketrans("013457@$", "oleastas")


class Token(NamedTuple):
    """A word: plain `text`, original offsets, `sentence` and `clause` numbers, and a `place` for distances."""

    text: str
    start: int
    end: int
    sentence: int
    clause: int
    place: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Prepared:
    """A text ready for reading: its tokens, the numbers of sentences that end in a question mark, its plain form.

    `words` are the texts of the tokens, `sentences` the indexes of the words of each.
    """

    tokens: tuple[Token, ...]
    questions: frozenset[int]
    plain: str
    foreign_letters: int
    letters: int
    grammar: Grammar
    words: tuple[str, ...]
    sentences: tuple[range, ...]


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """One character as plain lower-case letters; nothing for marks and invisible characters."""
    if char in _QUOTES:
        return "'"
    if char.isascii():
        return "" if _CONTROLS.match(char) else char.lower()
    folded = "".join(
        c for c in unicodedata.normalize("NFKD", char.casefold()) if unicodedata.category(c) not in _DROPPED
    )
    return "".join(_LOOKALIKES.get(c, c) for c in folded)


def _blank(markup: re.Match[str]) -> str:
    """As many characters as the markup has; markup that starts a block ends the sentence before it."""
    return ("\n" if _BLOCK.match(markup.group()) else " ") + " " * (len(markup.group()) - 1)


def plain_with_offsets(text: str) -> tuple[str, list[int]]:
    """The plain form of `text` and, for each of its characters, the offset of the original character it came from."""
    cut = text[:READ_AT_MOST]
    if "<" in cut:
        cut = _MARKUP.sub(_blank, cut)
    if cut.isascii() and "&" not in cut and not _CONTROLS.search(cut):
        return cut.lower(), list(range(len(cut)))
    pieces: list[str] = []
    offsets: list[int] = []
    for offset, char in _characters(cut):
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


def plain_words(written: str, grammar: Grammar = ENGLISH) -> list[str]:
    """The words of a short text as `prepare` spells them."""
    if written.isascii() and written.isalnum():
        return list(words_in(written.lower(), grammar))
    return list(prepare(written, grammar).words)


def prepare(text: str, grammar: Grammar = ENGLISH) -> Prepared:
    """Split `text` into tokens with sentence and clause numbers; only the first `READ_AT_MOST` characters are read."""
    plain, offsets = plain_with_offsets(text)
    tokens: list[Token] = []
    questions: set[int] = set()
    sentence = clause = 0
    for match in _PIECES.finditer(plain):
        piece = match.group()
        if piece in _ENDS:
            if tokens and tokens[-1].sentence == sentence:
                if piece == "?":
                    questions.add(sentence)
                sentence += 1
                clause += 1
        elif piece in _PAUSES:
            clause += 1
        else:
            start, end = offsets[match.start()], offsets[match.end() - 1] + 1
            for word in words_in(piece, grammar):
                place = len(tokens) + SENTENCE_GAP * sentence
                tokens.append(Token(word, start, end, sentence, clause, place))
    cut = text[:READ_AT_MOST]
    letters = sum(1 for c in cut if c.isalpha()) if not cut.isascii() else len(cut)
    foreign = 0 if cut.isascii() else sum(1 for c in cut if c.isalpha() and not _is_latin(c))
    words = tuple(token.text for token in tokens)
    return Prepared(tuple(tokens), frozenset(questions), plain, foreign, letters, grammar, words, _ranges(tokens))


def _ranges(tokens: list[Token]) -> tuple[range, ...]:
    starts = [i for i, token in enumerate(tokens) if i == 0 or token.sentence != tokens[i - 1].sentence]
    return tuple(range(a, b) for a, b in pairwise([*starts, len(tokens)]))


@lru_cache(maxsize=4096)
def _is_latin(char: str) -> bool:
    return ord(char) < 0x250 or "LATIN" in unicodedata.name(char, "")


@lru_cache(maxsize=8192)
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
