"""The languages texts are told apart by: those with a grammar here, and some that are only recognised as unread."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from .comforting import FRENCH_THIRD, GERMAN_THIRD, SPANISH_THIRD
from .english import ENGLISH
from .english_eighth import ENGLISH_EIGHTH
from .english_fifth import ENGLISH_FIFTH
from .english_fourth import ENGLISH_FOURTH
from .english_ninth import ENGLISH_NINTH
from .english_second import ENGLISH_SECOND
from .english_seventh import ENGLISH_SEVENTH
from .english_sixth import ENGLISH_SIXTH
from .english_tenth import ENGLISH_TENTH
from .english_third import ENGLISH_THIRD
from .english_twelfth import ENGLISH_ELEVENTH, ENGLISH_TWELFTH
from .french import FRENCH, FRENCH_SECOND
from .german import GERMAN, GERMAN_SECOND
from .grammar import Grammar, Words, words
from .neighbours import MORE, has_letters_of_others
from .normalise import Prepared
from .spanish import SPANISH, SPANISH_SECOND
from .word_order import word_order

GRAMMARS = {grammar.code: grammar for grammar in (ENGLISH, SPANISH, FRENCH, GERMAN)}
LATER = {(grammar.code, 2): grammar for grammar in (ENGLISH_SECOND, SPANISH_SECOND, FRENCH_SECOND, GERMAN_SECOND)}
LATER |= {(grammar.code, 3): grammar for grammar in (ENGLISH_THIRD, SPANISH_THIRD, FRENCH_THIRD, GERMAN_THIRD)}
LATER[ENGLISH.code, 4] = ENGLISH_FOURTH
LATER[ENGLISH.code, 5] = ENGLISH_FIFTH
LATER[ENGLISH.code, 6] = ENGLISH_SIXTH
LATER[ENGLISH.code, 7] = ENGLISH_SEVENTH
LATER[ENGLISH.code, 8] = ENGLISH_EIGHTH
LATER[ENGLISH.code, 9] = ENGLISH_NINTH
LATER[ENGLISH.code, 10] = ENGLISH_TENTH
LATER[ENGLISH.code, 11] = ENGLISH_ELEVENTH
LATER[ENGLISH.code, 12] = ENGLISH_TWELFTH
LATER |= {(one.code, 4): replace(one, quotes_denials=True) for one in (SPANISH_THIRD, FRENCH_THIRD, GERMAN_THIRD)}
EDITIONS = max(edition for _, edition in LATER)
UNREAD = "unread"
FEW = 2
SHORT = 4
TWICE = 2
SHARE = 8
CHANCE = 0.5
# Of the words of a text in its own language so large a share is known, whatever else they are.
OWN, PARTLY, HARDLY = 0.5, 0.4, 0.34
# By how much an unread language has to be ahead of all others, how much it has to have, and a read one to be taken.
AHEAD, SOME, ENOUGH = 1.15, 0.3, 0.4

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
_UNREAD = {code: words(written) for code, written in _OTHERS.items()}
_NONE: Words = frozenset()


def grammar_of(code: str, edition: int) -> Grammar:
    """The grammar of a language in an edition, or in the first where it has no later one."""
    return LATER.get((code, edition), GRAMMARS[code])


def language_of(prepared: Prepared, read: Collection[str], text: str = "") -> str:
    """The code of the language of a text, or "unread" where it is in none of `read`.

    The language with the most of its small words wins; where hardly any stand, the one the text was prepared in, unless
    that says how many of its words must be known and fewer are. A grammar may have what is hardly in its language
    weighed against more neighbours; `text` is then looked at for letters of others.
    """
    code = _by_small_words(prepared, read)
    if code == prepared.grammar.code and _strange(prepared):
        code = UNREAD
    return _among_neighbours(code, prepared, read, text) if prepared.grammar.weighs_neighbours else code


def _among_neighbours(code: str, prepared: Prepared, read: Collection[str], text: str) -> str:
    """The language of a text that was taken for `code`, where too few of its words are known in its own."""
    home, order = prepared.grammar.code, word_order(prepared.grammar.code)
    if order is None or not prepared.distinct or prepared.foreign_letters * 2 > prepared.letters:
        return code
    known = sum(map(order.single.__contains__, prepared.distinct)) / len(prepared.distinct)
    if known < OWN and has_letters_of_others(text):
        return UNREAD
    if known >= PARTLY:
        return code
    found: dict[str, list[float]] = {}
    for codes in filter(None, map(_all_with().get, prepared.distinct)):
        for one in codes:
            found.setdefault(one, []).append(1.0 / len(codes))
    worth = {one: math.fsum(parts) for one, parts in found.items()}
    here = max((one for one in GRAMMARS if one in read), key=lambda one: worth.get(one, 0.0))
    own = worth.get(here, 0.0)
    # One word does not make a long text one in another language.
    others = [one for one, parts in found.items() if one not in read and len(parts) * SHARE > len(prepared.distinct)]
    elsewhere = max(map(worth.__getitem__, others), default=0.0)
    if elsewhere > max(SOME, AHEAD * own):
        return UNREAD
    settled = known < HARDLY and code in {home, UNREAD} and own >= ENOUGH and own > elsewhere
    return here if settled and here != home else code


def _strange(prepared: Prepared) -> bool:
    """Whether hardly a word is known: a language whose small words nobody has listed."""
    fewest = prepared.grammar.fewest_known
    order = word_order(prepared.grammar.code) if fewest else None
    if order is None or len(prepared.distinct) < SHORT:
        return False
    if prepared.foreign_letters * 2 > prepared.letters:
        # Letters of another alphabet are read as those they look like, so that some words come out by chance.
        fewest = max(fewest, CHANCE)
    return sum(map(order.single.__contains__, prepared.distinct)) < fewest * len(prepared.distinct)


def _by_small_words(prepared: Prepared, read: Collection[str]) -> str:
    home = prepared.grammar
    if not prepared.words:
        return UNREAD if prepared.foreign_letters else home.code
    strange_letters = prepared.foreign_letters * 2 > prepared.letters
    # Most texts have too few words of other languages to be in one, each counted twice.
    if not strange_letters and TWICE * len(prepared.distinct & _elsewhere(home)) <= len(prepared.distinct & home.sure):
        return home.code
    said = _said(prepared)
    known = sum(map(home.sure.__contains__, said))
    if strange_letters and known * SHARE <= len(said):
        return UNREAD
    counts = _counts([word for word in said if word not in home.function_words])
    read_here = [code for code in GRAMMARS if code != home.code]
    code = max(read_here, key=lambda one: counts[one])
    other = max(counts[one] for one in _UNREAD)
    if counts[code] >= other:
        return _decide(code if code in read else UNREAD, counts[code], known, len(said), home)
    return _decide(UNREAD, other if len(said) > SHORT else 0.0, known, len(said), home)


def _said(prepared: Prepared) -> list[str]:
    """The words of a text, each twice at most: repeating a foreign one turns no text."""
    said = list(prepared.distinct)
    if len(said) < len(prepared.words):
        said += [word for word, count in Counter(prepared.words).items() if count >= TWICE]
    return said


def _decide(code: str, found: float, known: float, length: int, home: Grammar) -> str:
    """One small word decides only in a text of a few words that has none of the home language."""
    fewest = 1 if length <= SHORT else FEW
    return code if found > known and found >= fewest - 0.5 and found * SHARE > length else home.code


def _counts(said: Collection[str]) -> dict[str, float]:
    """The small words of each language in a text; one that several languages share counts in part for each."""
    listing = _languages_with()
    shares: dict[str, list[float]] = {code: [] for code in (*GRAMMARS, *_UNREAD)}
    for codes in map(listing.get, said):
        for code in codes or ():
            shares[code].append(1.0 / len(codes or ()))
    return {code: math.fsum(found) for code, found in shares.items()}


@cache
def _elsewhere(home: Grammar) -> Words:
    """The small words of languages that are none of `home`."""
    return frozenset(_languages_with()) - home.function_words


@cache
def _languages_with() -> dict[str, tuple[str, ...]]:
    """The languages that list each small word."""
    return _by_word({code: grammar.sure for code, grammar in GRAMMARS.items()} | _UNREAD)


@cache
def _all_with() -> dict[str, tuple[str, ...]]:
    """The languages, those of neighbours too, that have each small word; of those with a grammar all their words."""
    neighbours = {code: words(written) for code, written in MORE.items()}
    unread = {code: _UNREAD.get(code, _NONE) | neighbours.get(code, _NONE) for code in _UNREAD | neighbours}
    return _by_word({code: grammar.function_words | grammar.sure for code, grammar in GRAMMARS.items()} | unread)


def _by_word(small: Mapping[str, Words]) -> dict[str, tuple[str, ...]]:
    listing: dict[str, tuple[str, ...]] = {}
    for code, listed in small.items():
        for word in listed:
            listing[word] = (*listing.get(word, ()), code)
    return listing
