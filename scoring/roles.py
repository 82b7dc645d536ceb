"""What words do in a sentence, the same in every language: deny, report, mock, doubt, name somebody or a time.

English has ten thousand tricks to learn doubt from, other languages have few. Words differ, but what they do does not:
a text seen as the roles of its words can be doubted by what English texts taught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .doubt import CLAUSE, QUESTION, TERM, Spelling, Symbols
from .grammar import Grammar
from .lexicon import parse_terms
from .normalise import Prepared
from .patterns import BEGIN, END
from .remembered import Remembered

# Before the roles of the last sentence, which often takes back what stands before it.
LAST = "last:"
NONE = ""
# Around the words of a sentence, which follow its roles, and for those of them that are terms: what no role is called.
WORDS, WORDS_END = "<<", ">>"
TERM_WORD = "~"
REMEMBERED = 20_000


class Roles:
    """The roles of one language: names, each with its words and phrases as terms of a rubric are written.

    "x*" is any word that begins so, in terms of one word. Of two roles with the same term the first has it. A word
    without a role is a term where `known` says so, and else nothing. A name of two roles ("I WORK") gives both, as a
    verb without a pronoun does what two words do elsewhere. With a `spelling` the words of a sentence as it sees them
    follow its roles.
    """

    def __init__(
        self,
        terms: Mapping[str, str],
        grammar: Grammar,
        known: Callable[[str], bool],
        spelling: Spelling | None = None,
    ) -> None:
        self._words: dict[str, str] = {}
        self._phrases: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
        for role, written in terms.items():
            for term in parse_terms(role, written, grammar):
                if len(term.parts) == 1:
                    self._words.setdefault(term.parts[0], role)
                else:
                    self._phrases.setdefault(term.parts[:2], []).append((term.parts, role))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._longest = max(map(len, self._words), default=0)
        self.grammar, self._known, self._spelling = grammar, known, spelling
        self._terms = terms
        self._of: Remembered[str, str] = Remembered(self._role, REMEMBERED)

    def without_words(self) -> Roles:
        """These roles with no words beside them."""
        return Roles(self._terms, self.grammar, self._known)

    def _role(self, word: str) -> str:
        if word in self._words:
            return self._words[word]
        for length in range(min(len(word), self._longest), 0, -1):
            begun = self._words.get(f"{word[:length]}*")
            if begun:
                return begun
        return TERM if word not in self.grammar.function_words and self._known(word) else NONE

    def symbols(self, prepared: Prepared) -> Symbols:
        """The roles of a text in their order; in the broad form those of the last sentence stand by themselves."""
        plain: list[str] = []
        broad: list[str] = []
        tokens: list[int] = []
        for number, sentence in enumerate(prepared.sentences, 1):
            last = LAST if 1 < number == len(prepared.sentences) else ""
            clause = prepared.tokens[sentence.start].clause
            end = QUESTION if prepared.tokens[sentence.start].sentence in prepared.questions else END
            found = [(BEGIN, -1)]
            for index, role in self._roles(prepared, sentence):
                if prepared.tokens[index].clause != clause:
                    clause = prepared.tokens[index].clause
                    found.append((CLAUSE, -1))
                found += [(one, index) for one in role.split(" ")]
            for role, index in (*found, (end, -1)):
                plain.append(role)
                broad.append(role if index < 0 else last + role)
                tokens.append(index)
            if self._spelling:
                for mark_or_word, term, index in _spelt(prepared, sentence, self._spelling):
                    plain.append(mark_or_word)
                    broad.append(term)
                    tokens.append(index)
        return Symbols(tuple(plain), tuple(broad), tuple(tokens))

    def _roles(self, prepared: Prepared, sentence: range) -> list[tuple[int, str]]:
        """The words and phrases of a sentence that have a role, by where they begin."""
        words, found, index = prepared.words, [], sentence.start
        while index < sentence.stop:
            begun = self._phrases.get(words[index : index + 2], ())
            said = next(
                (one for one in begun if words[index : min(index + len(one[0]), sentence.stop)] == one[0]), None
            )
            role = said[1] if said else self._of[words[index]]
            if role:
                found.append((index, role))
            index += len(said[0]) if said else 1
        return found


def _spelt(prepared: Prepared, sentence: range, spelling: Spelling) -> Iterator[tuple[str, str, int]]:
    """The words of a sentence, plain and with terms as `TERM_WORD`, between marks of their own."""
    clause = prepared.tokens[sentence.start].clause
    yield WORDS, WORDS, -1
    for index in sentence:
        if prepared.tokens[index].clause != clause:
            clause = prepared.tokens[index].clause
            yield CLAUSE, CLAUSE, -1
        word = prepared.words[index]
        broad = spelling.broad[word]
        yield spelling.plain[word], TERM_WORD if broad == TERM else broad, index
    yield WORDS_END, WORDS_END, -1
