"""The languages texts are told apart by: those with a grammar here, and some that are only recognised as unread."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from functools import cache

from .english import ENGLISH
from .french import FRENCH
from .german import GERMAN
from .grammar import Grammar, Words, words
from .normalise import Prepared
from .spanish import SPANISH

GRAMMARS = {grammar.code: grammar for grammar in (ENGLISH, SPANISH, FRENCH, GERMAN)}
UNREAD = "unread"
FEW = 2
SHORT = 4
TWICE = 2
SHARE = 8

# Frequent small words of languages that no rubric reads, so that they are not taken for a neighbour.
_OTHERS = {
    "it": "il lo gli che non per di del della delle dei nel nella sono anche olio schiena muscoli questo molto piu con "
    "una un le si da come ma e uso lavoro i dopo quando sulla dal al alla poco niente",
    "pt": "o os as uma um nao com para mais oleo costas quadril dor muito que de do da dos das em no na por se eu uso "
    "trabalho sua seu pelo pela quando sem pouco isso tambem",
    "nl": "het een van niet voor ik met zijn rug olie wij geen ook de en op aan maar dat die werk spieren heup om te "
    "heel weinig wordt naar bij uit is mijn u",
    "pl": "jest nie na sie ze do w z i oraz jak to przez dla bardzo miesnie plecy oleju tylko moze pracuje masaz",
    "tr": "ve bir icin cok degil ile bu yag masaj kalca bel kas agri kullanirim hayir evet ama en az daha",
    "sv": "och att det som en ett inte jag med av pa for ar olja rygg muskler hoft kan sig till mycket lite utan",
    "da": "og at det som en et ikke jeg med af pa for er olie ryg muskler hofte kan sig til meget lidt uden",
    "ro": "si de la cu nu este sunt pentru din pe mai foarte ulei spate muschi sold care un o",
    "la": "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor ut labore et magna aliqua enim "
    "quis nisi aute velit esse",
}
_UNREAD = [words(written) for written in _OTHERS.values()]


def language_of(prepared: Prepared, read: Collection[str]) -> str:
    """The code of the language of a text, or "unread" where it is in none of `read`.

    The language with the most of its small words wins; where hardly any stand, the one the text was prepared in.
    """
    home = prepared.grammar
    # Each word twice at most: repeating a foreign one turns no text.
    said = [word for word, count in Counter(prepared.words).items() for _ in range(min(count, TWICE))]
    if not said:
        return UNREAD if prepared.foreign_letters else home.code
    known = sum(map(home.sure.__contains__, said))
    if prepared.foreign_letters * 2 > prepared.letters and known * SHARE <= len(said):
        return UNREAD
    strange = [word for word in said if word not in home.function_words]
    if len(strange) <= known:
        return home.code
    counts = {code: _count(strange, grammar.sure) for code, grammar in GRAMMARS.items() if code != home.code}
    code = max(counts, key=lambda one: counts[one])
    other = max(_count(strange, small) for small in _UNREAD)
    if counts[code] >= other:
        return _decide(code if code in read else UNREAD, counts[code], known, len(said), home)
    return _decide(UNREAD, other if len(said) > SHORT else 0.0, known, len(said), home)


def _decide(code: str, found: float, known: float, length: int, home: Grammar) -> str:
    """One small word decides only in a text of a few words that has none of the home language."""
    fewest = 1 if length <= SHORT else FEW
    return code if found > known and found >= fewest - 0.5 and found * SHARE > length else home.code


def _count(said: Collection[str], small: Words) -> float:
    """The small words of one language in a text; one that several languages share counts in part for each."""
    shared = _languages_with()
    return math.fsum(1.0 / shared[word] for word in said if word in small)


@cache
def _languages_with() -> Counter[str]:
    """In how many languages each small word is listed."""
    lists = [*(grammar.sure for grammar in GRAMMARS.values()), *_UNREAD]
    return Counter(word for small in lists for word in small)
