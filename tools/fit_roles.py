"""Fits how doubtful texts in Spanish, French and German are, as the roles of their words, into the files of each.

Most of what is learnt is English: tricks and answers that are meant, in roles that all languages share. Beside it
stand graded texts and a few tricks of the languages themselves; those of the part `fresh` and the pairs `t1-` are only
counted. From which value on a text is doubted follows from good answers of the three languages together, each read by
weights fitted without it: of one language there are so few that three or four texts would decide.
"""

from __future__ import annotations

import argparse
import math
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from benchmarks.scoring_corpus import LANGUAGES, Text, attacks, graded, in_language
from scoring.doubt import CALM, ENOUGH, DoubtWeights, patterns
from scoring.grammar import words
from scoring.normalise import prepare
from scoring.patterns import BEGIN, END
from scoring.roles import Roles
from scoring.rubric import PACKAGED, Rubric, load_rubric

from .fit_doubt import FORMS, GOOD_FROM, WEIGHT_OF_ODD
from .fit_words import solve
from .fitted_section import FILE, write_doubt

ENGLISH_ROLES = Path(__file__).with_name("roles.en.toml")
FEWEST_TEXTS = 8
# Patterns that weigh less are left out and the others fitted again.
LIGHTEST = 0.05
# How far weights are drawn towards nothing: chosen, as the weights below, by texts that were left out of a fit.
RIDGE = 5.0
# Texts of the languages themselves are forty times fewer.
WEIGHT_OF_NATIVE, WEIGHT_OF_OWN_TRICKS = 8.0, 2.0
# So many good answers stay without any doubt; from there to `surely` it grows.
UNDOUBTED, WIDTH, LEAST = 0.98, 0.25, 0.25
FOLDS = 6
WRITTEN_FOR_IT = ("-u1", "-w1")
# What a text is about is told by criteria, not by how it is said.
UNTAUGHT = FORMS | words(
    "wrong_anatomy wrong_reason plausible_but_wrong nonsense other_body_part wrong_question other_subject oil spa "
    "spa_menu spa_in_clinical_clothes wellness wellness_blog definition_then_spa energy"
)


class Example(NamedTuple):
    """The patterns of one text, whether it is a trick, how much it counts, and which weights are fitted without it."""

    text: Text
    found: frozenset[str]
    weight: float
    fold: int = -1


def main() -> None:
    """Fit and write, and print what is left of the good answers and tricks of each language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")
    options = parser.parse_args()
    rubric = load_rubric(FILE)
    examples = {language: _native(rubric, language) for language in LANGUAGES}
    everything = [*_english(rubric), *(one for native in examples.values() for one in native)]
    base, weights = fit(everything)
    apart = [fit([one for one in everything if one.fold != fold]) for fold in range(FOLDS)]
    values = {one.text: _value(apart[one.fold], one) for native in examples.values() for one in native}
    good = sorted(value for text, value in values.items() if _long_and_good(text))
    above = good[int(UNDOUBTED * len(good))]
    doubt = DoubtWeights(CALM, above, above + WIDTH, LEAST, base, weights)
    for language, native in examples.items():
        tricks = [values[one.text] > above for one in native if one.text.expect == "low"]
        print(f"{language} from {above:.2f}: {sum(tricks)} of {len(tricks)} tricks doubted, {len(weights)} patterns")
        if not options.dry_run:
            method = f"tools/fit_roles.py to {len(everything)} texts of the development corpus"
            write_doubt(PACKAGED / f"{FILE.stem}.{language}{FILE.suffix}", method, doubt)


def fit(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """The share of tricks and the weights of patterns, by ridge regression."""
    counted = Counter(pattern for one in examples for pattern in one.found)
    known = {pattern for pattern, count in counted.items() if count >= FEWEST_TEXTS}
    total = math.fsum(one.weight for one in examples)
    base = math.fsum(one.weight for one in examples if one.text.expect == "low") / total
    weights = _solve(examples, known, base)
    return base, _solve(examples, {p for p, weight in weights.items() if abs(weight) >= LIGHTEST}, base)


def _solve(examples: Sequence[Example], known: set[str], base: float) -> dict[str, float]:
    rows, wanted = [], []
    for one in examples:
        found, weight = sorted(one.found & known), math.sqrt(one.weight)
        rows.append(dict.fromkeys(found, weight / math.sqrt(len(found) + CALM)))
        wanted.append(weight * ((one.text.expect == "low") - base))
    return solve(rows, wanted, RIDGE)


def _value(fitted: tuple[float, dict[str, float]], one: Example) -> float:
    base, weights = fitted
    return DoubtWeights(CALM, base=base).value([weights[pattern] for pattern in one.found if pattern in weights])


def _english(rubric: Rubric) -> list[Example]:
    home = rubric.home
    terms = tomllib.loads(ENGLISH_ROLES.read_text(encoding="utf-8"))["roles"]
    roles = Roles(terms, home.grammar, home.lexicon.begins_with)
    texts = [text for text in (*attacks(), *graded()) if text.part != "fresh" and _teaches(text)]
    return [Example(text, _patterns(roles, text), WEIGHT_OF_ODD if text.expect == "high" else 1.0) for text in texts]


def _native(rubric: Rubric, language: str) -> list[Example]:
    spoken = rubric.vocabularies[language].roles
    if spoken is None:
        raise SystemExit(f"{FILE.stem}.{language}{FILE.suffix} has no roles.")
    # Words beside them are for sentences: tools/fit_language_turns.py.
    roles, found = spoken.without_words(), []
    for text in in_language(language):
        tricks = text.expect and (text.part == "fit" or _written_for_it(text))
        if (tricks or (not text.expect and text.part in ("fit", "check"))) and _teaches(text):
            weight = WEIGHT_OF_OWN_TRICKS if _written_for_it(text) else 1.0
            weight *= WEIGHT_OF_ODD if text.expect == "high" else 1.0
            found.append(Example(text, _patterns(roles, text), WEIGHT_OF_NATIVE * weight, _fold(text)))
    return found


def _teaches(text: Text) -> bool:
    return text.kind not in UNTAUGHT if text.expect == "low" else text.expect == "high" or text.grade >= GOOD_FROM


def _long_and_good(text: Text) -> bool:
    """Whether a text is a good answer of as many words as doubt needs to count in full."""
    return not text.expect and text.grade >= GOOD_FROM and len(set(text.text.lower().split())) >= ENOUGH


def _written_for_it(text: Text) -> bool:
    """Whether a text is one of the tricks, and honest answers like them, that were written to fit doubt by."""
    return text.id.rpartition("-")[0].endswith(WRITTEN_FOR_IT)


def _fold(text: Text) -> int:
    """Writers together; what was written for it, much alike in all languages, by its numbers."""
    writer, _, number = text.id.rpartition("-")
    return (int(number) if _written_for_it(text) else crc32(writer.encode())) % FOLDS


def _patterns(roles: Roles, text: Text) -> frozenset[str]:
    """The patterns of a text without the marks that every text has, which would make the shortest most doubtful."""
    seen = roles.symbols(prepare(text.text, roles.grammar))
    return (patterns(seen) | frozenset(seen.broad)) - {BEGIN, END}


if __name__ == "__main__":
    main()
