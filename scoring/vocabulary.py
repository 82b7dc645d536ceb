"""A rubric in one language: the grammar, the terms of its concepts, and how its questions are worded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .doubt import Doubts, Spelling, read_doubts
from .english import ENGLISH
from .grammar import Grammar
from .guards import content, runs
from .languages import EDITIONS, GRAMMARS, grammar_of
from .lexicon import GAP, Lexicon, parse_terms
from .questionnaire import Question
from .roles import Roles
from .rubric_table import UNNAMED, Table
from .wording import WordWeights, read_word_weights

_KEYS = frozenset(
    {
        "rubric",
        "language",
        "full_share",
        "concepts",
        "protected",
        "questions",
        "edition",
        "fitted",
        "roles",
        "words_beside_roles",
    }
)
_FITTED_KEYS = frozenset({"method", "words", "doubt", "turns"})
_WITH_ARROWS = replace(ENGLISH, arrows=True)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Vocabulary:
    """What reading a text in one language needs. `full_share` is the share of full points that counts as full here.

    `words` tell how far a text in it is worded like those graded high; they weigh nothing where nobody fitted them.
    `doubts` are of texts as the `roles` of their words, and from rubric 22 on as their words beside them; one without
    roles is not doubted, English by its words.
    """

    grammar: Grammar
    lexicon: Lexicon
    spelling: Spelling
    runs: Mapping[str, frozenset[tuple[str, ...]]]
    content: Mapping[str, tuple[frozenset[str], ...]]
    words: WordWeights
    full_share: float = 1.0
    roles: Roles | None = None
    doubts: Doubts = field(default_factory=Doubts)


class Vocabularies(Mapping[str, Vocabulary]):
    """The vocabularies of a rubric by the code of their language; those in files of their own are read at first use."""

    def __init__(self, home: Vocabulary, files: Mapping[str, Path], read: Callable[[Path], Vocabulary]) -> None:
        self._files, self._read = files, read
        self._found = {home.grammar.code: home}

    def __getitem__(self, code: str) -> Vocabulary:
        if code not in self._found:
            self._found[code] = self._read(self._files[code])
        return self._found[code]

    def __iter__(self) -> Iterator[str]:
        return iter({*self._found, *self._files})

    def __len__(self) -> int:
        return len({*self._found, *self._files})

    def __contains__(self, code: object) -> bool:
        return code in self._found or code in self._files


def vocabulary(
    grammar: Grammar,
    concepts: Mapping[str, str],
    protected: frozenset[str],
    wordings: Mapping[str, Sequence[str]],
    words: WordWeights,
    full_share: float = 1.0,
) -> Vocabulary:
    """The vocabulary of one language; `wordings` of each question begin with the one it is asked in.

    Concepts under the name of one of the grammar's statements add to it.
    """
    added = {name: f"{said} | {concepts[name]}" for name, said in grammar.statements.items() if name in concepts}
    lexicon = Lexicon({**concepts, **grammar.statements, **added}, protected, grammar)
    return Vocabulary(
        grammar=grammar,
        lexicon=lexicon,
        spelling=Spelling(grammar, lexicon.begins_with),
        runs={question: runs(said, grammar) for question, said in wordings.items()},
        content={question: tuple(content(one, grammar) for one in said) for question, said in wordings.items()},
        words=words,
        full_share=full_share,
    )


def read_vocabulary(
    data: Mapping[str, Any], known: Mapping[str, str], questions: Sequence[Question], faults: list[str]
) -> Vocabulary:
    """The vocabulary in a parsed file that stands beside a rubric; what is wrong with it is added to `faults`."""
    table = Table(data, "", faults)
    table.only(_KEYS)
    code = table.string("language")
    if code not in GRAMMARS:
        table.fault("language", f"must be one of {', '.join(GRAMMARS)}")
    table.string("rubric")
    concepts = read_concepts(table)
    for name in concepts:
        if name not in known:
            table.fault(f"concepts.{name}", "is not a concept of the rubric")
    asked = Table(table.data.get("questions", {}), "questions", faults)
    ids = [question.id for question in questions]
    asked.only(frozenset(ids))
    fitted = Table(table.data.get("fitted", {}), "fitted", faults)
    fitted.only(_FITTED_KEYS)
    read = vocabulary(
        grammar_of(code if code in GRAMMARS else next(iter(GRAMMARS)), table.whole("edition", 1, EDITIONS, 1)),
        concepts,
        frozenset(table.strings("protected")),
        {one: asked.strings(one) for one in ids},
        read_word_weights(fitted, ids),
        table.number("full_share", 0.1, 2.0, 1.0),
    )
    if "roles" not in table.data:
        return read
    begun = read.lexicon.begins_with
    letters = read.words.letters if table.flag("words_beside_roles") else 0
    spelling = Spelling(read.grammar, begun, letters) if letters else None
    roles = Roles(_terms(table, "roles"), read.grammar, begun, spelling)
    return replace(read, roles=roles, doubts=read_doubts(fitted))


def read_concepts(top: Table) -> dict[str, str]:
    """The table `[concepts]`: terms by name."""
    return _terms(top, "concepts")


def _terms(top: Table, key: str) -> dict[str, str]:
    table = Table(top.data.get(key, {}), key, top.faults)
    found = {str(name): table.string(name) for name in table.data}
    # In every language the same signs are words or none, but for arrows.
    grammar = _WITH_ARROWS if top.data.get("arrows") is True else ENGLISH
    if UNNAMED in found:
        table.fault("", "has a key without a name")
    for name, written in found.items():
        if not any(set(term.parts) - {GAP} for w in written.split("|") for term in parse_terms(name, w, grammar)):
            table.fault(name, "has no words")
        if any(w.split()[:1] == [".."] or w.split()[-1:] == [".."] for w in written.split("|")):
            table.fault(name, "has a wording that begins or ends with '..'")
    return found
