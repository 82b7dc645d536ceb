"""One prepared text with everything the criteria ask about it: mentions, stance, amounts, wrong statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from .amount import Amounts, AmountWords, read_amounts
from .facts import Knowledge, contradictions
from .guards import echoed, recited
from .lexicon import PLACE, Hit
from .normalise import Prepared
from .polarity import Stance, read_stance
from .rows import Rows, RowWeights
from .vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reading:
    """What was found in one text, before any criterion is applied."""

    prepared: Prepared
    hits: dict[str, list[Hit]]
    stance: Stance
    amounts: Amounts
    wrong: tuple[Hit, ...]
    repeated: frozenset[int]
    rows: Rows

    def span(self, hit: Hit) -> tuple[int, int]:
        """Offsets of `hit` in the original text."""
        return self.prepared.tokens[hit.first].start, self.prepared.tokens[hit.last].end

    def place(self, hit: Hit) -> int:
        """Position for distances; sentences stand further apart than words."""
        return self.prepared.tokens[hit.first].place

    def of(self, concepts: Sequence[str]) -> list[Hit]:
        """Mentions of any of `concepts`, in text order."""
        found = [self.hits[concept] for concept in concepts if concept in self.hits]
        if len(found) < 2:
            return list(found[0]) if found else []
        return sorted(chain.from_iterable(found), key=PLACE)

    def meant(self) -> Sequence[str]:
        """The words of the text, nothing in the place of those that are denied as a whole: they weigh nothing."""
        words, rejected = self.prepared.words, self.stance.rejected
        return [("" if index in rejected else word) for index, word in enumerate(words)] if rejected else words

    def settled(self) -> frozenset[int]:
        """The words of sentences that deny all they mention as a whole, so that nothing of them is left to doubt."""
        stance = self.stance
        if not stance.rejected:
            return frozenset()
        left = {hit.first for found in self.hits.values() for hit in found if not stance.denied[hit.first]}
        return frozenset(
            index
            for sentence in self.prepared.sentences
            if not stance.rejected.isdisjoint(sentence) and left.isdisjoint(sentence)
            for index in sentence
        )


def read(
    prepared: Prepared,
    vocabulary: Vocabulary,
    words: AmountWords,
    knowledge: Knowledge,
    row_weights: RowWeights,
    question_id: str,
) -> Reading:
    """Read a prepared text; mentions that only repeat the question or stand in a row of terms are left out."""
    repeated = echoed(prepared, vocabulary.runs[question_id]) | recited(prepared)
    hits = vocabulary.lexicon.find(prepared.tokens)
    rows = row_weights.found(prepared, hits)
    left_out = repeated | rows.inside
    if left_out:
        hits = {c: [h for h in found if not _inside(h, left_out)] for c, found in hits.items()}
    stance = read_stance(prepared, hits)
    return Reading(
        prepared=prepared,
        hits=hits,
        stance=stance,
        amounts=read_amounts(words, prepared, hits, stance) if words.topic else Amounts((), ()),
        wrong=tuple(contradictions(knowledge, prepared, hits, stance)),
        repeated=repeated,
        rows=rows,
    )


def _inside(hit: Hit, repeated: frozenset[int]) -> bool:
    return all(index in repeated for index in range(hit.first, hit.last + 1))
