"""Fits how far one sentence turns an answer in Spanish, French or German round, and writes it into their files.

A sentence is seen as the roles of its words and as its words beside them. Roles are learnt from English and the two
other languages as well, words from the language alone: sentences around and inside answers, and those of answers that
are meant. From which value on an answer is doubted follows from good answers of the three languages together, each read
by weights fitted without its writer: of one language there are so few that three or four would decide.
"""

from __future__ import annotations

import argparse
import math
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.scoring_corpus import LANGUAGES, PARTS, Text, attacks, frames, graded, in_language
from scoring.doubt import CALM_OF_SENTENCE, DoubtWeights, patterns
from scoring.normalise import prepare
from scoring.patterns import BEGIN, END
from scoring.roles import LAST, WORDS, WORDS_END, Roles
from scoring.rubric import PACKAGED, Rubric, load_rubric

from .fit_doubt import GOOD_FROM
from .fit_roles import ENGLISH_ROLES
from .fit_turns import MEANT_FROM, WEIGHTS, Example, meant, sentences, turning, weigh_sentences
from .fitted_section import FILE, write_turns

# Of the language itself there are fewer sentences than of the others. Those inside answers speak of the matter itself,
# as those that are meant do.
WEIGHT_OF_NATIVE = {"before": 9.0, "after": 9.0, "inside": 5.0}
WEIGHT_OF_MEANT, WEIGHT_OF_OTHER = 6.0, 1.0
# So many good answers have no sentence that is doubted; from there to `surely` doubt grows.
UNTURNED, WIDTH, LEAST = 0.98, 0.15, 0.25
FOLDS = 6
ONLY_COUNTED = "-t1"
# Around every sentence; and where its roles end and its words begin nothing is said.
MARKS = {BEGIN, END, WORDS, WORDS_END}
BETWEEN = f" {WORDS}"


class Held(NamedTuple):
    """An example of the language itself, its writer, and the good answer it is of, if any."""

    example: Example
    writer: str
    answer: str = ""


def main() -> None:
    """Fit and write, and print what is left of good answers and of sentences that turn one round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")
    options = parser.parse_args()
    rubric = load_rubric(FILE)
    common = _english(rubric)
    alone = {language: [one.example for one in _native(rubric, language, words=False)] for language in LANGUAGES}
    good: dict[str, float] = {}
    turned: dict[str, list[float]] = {}
    fits = {}
    for language in LANGUAGES:
        own = list(_native(rubric, language, words=True))
        others = [
            *common,
            *(one._replace(weight=WEIGHT_OF_OTHER) for x in LANGUAGES if x != language for one in alone[x]),
        ]
        turned[language] = []
        folds = _folds(own)
        for fold in range(FOLDS):
            held = [one for one in own if folds[one.writer] == fold]
            apart = weigh_sentences([*others, *(one.example for one in own if folds[one.writer] != fold)])
            for one in held:
                value = _value(apart, one.example)
                if one.answer:
                    good[one.answer] = max(good.get(one.answer, -math.inf), value)
                elif one.example.turns:
                    turned[language].append(value)
        fits[language] = weigh_sentences([*others, *(one.example for one in own)])
    above = sorted(good.values())[int(UNTURNED * len(good))]
    for language, (base, weights) in fits.items():
        caught = sum(value > above for value in turned[language])
        print(f"{language} from {above:.2f}: {caught} of {len(turned[language])} of writers left out doubted")
        if not options.dry_run:
            path = PACKAGED / f"{FILE.stem}.{language}{FILE.suffix}"
            weighed = DoubtWeights(CALM_OF_SENTENCE, above, above + WIDTH, LEAST, base, weights)
            write_turns(path, "python -m tools.fit_language_turns", weighed)


def _english(rubric: Rubric) -> list[Example]:
    """Sentences around answers, and those by which tricks and honest texts differ, as roles."""
    terms = tomllib.loads(ENGLISH_ROLES.read_text(encoding="utf-8"))["roles"]
    roles = Roles(terms, rubric.home.grammar, rubric.home.lexicon.begins_with)
    texts = [text for text in (*graded(), *attacks()) if text.part in PARTS[:2]]
    found = [Example(_patterns(roles, one.text), one.turns, WEIGHTS[one.place]) for one in frames()]
    found += [Example(_patterns(roles, one), True, 1.0) for one in turning(rubric, texts)]
    return found + [Example(_patterns(roles, one), False, 1.0) for one in meant(texts)]


def _native(rubric: Rubric, language: str, *, words: bool) -> Iterator[Held]:
    """Sentences around and inside answers, and those of answers that are meant; with their `words` on wish."""
    spoken = rubric.vocabularies[language].roles
    if spoken is None:
        raise SystemExit(f"{FILE.stem}.{language}{FILE.suffix} has no roles.")
    roles = spoken if words else spoken.without_words()
    for frame in frames(language=language):
        example = Example(_patterns(roles, frame.text), frame.turns, WEIGHT_OF_NATIVE[frame.place])
        yield Held(example, _writer(frame.id))
    for text in in_language(language):
        if text.part in PARTS[:2] and _is_meant(text):
            for one in sentences(text):
                example = Example(_patterns(roles, one), False, WEIGHT_OF_MEANT)
                yield Held(example, _writer(text.id), text.id if text.grade >= GOOD_FROM else "")


def _is_meant(text: Text) -> bool:
    """Whether the sentences of a text are meant; of the pairs that are only counted none teaches."""
    if _writer(text.id).endswith(ONLY_COUNTED):
        return False
    return text.expect == "high" or (not text.expect and text.grade >= MEANT_FROM)


def _writer(name: str) -> str:
    return name.rpartition("-")[0]


def _folds(own: list[Held]) -> dict[str, int]:
    return {writer: number % FOLDS for number, writer in enumerate(dict.fromkeys(one.writer for one in own))}


def _patterns(roles: Roles, sentence: str) -> frozenset[str]:
    """The patterns of a sentence without its marks; whether it is the last one of a text is not known here."""
    seen = roles.symbols(prepare(sentence, roles.grammar))
    found = (patterns(seen) | frozenset(seen.broad)) - MARKS
    return frozenset(one for one in found if BETWEEN not in one and LAST not in one)


def _value(fitted: tuple[float, dict[str, float]], example: Example) -> float:
    base, weights = fitted
    found = [weights[pattern] for pattern in example.found if pattern in weights]
    return DoubtWeights(CALM_OF_SENTENCE, base=base).value(found)


if __name__ == "__main__":
    main()
