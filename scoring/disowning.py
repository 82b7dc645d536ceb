"""What a text says but its writer does not claim: things others do, taken back, not known, or only asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from .grammar import Grammar, Words
from .lexicon import Hit, Hits
from .normalise import Prepared

SHORT_ANSWER = 5
LONG_QUESTION = 6
SUBJECT_WITHIN = 8
STAFF_WITHIN = 3
NEGATIONS_TOO_MANY = 3


def unable(prepared: Prepared, hits: Hits) -> frozenset[int]:
    """Sentences that say the writer has not learned, does not know or does not offer something.

    Where the sentence turns back to the own practice ("but", "instead") the rest of it counts again. A clause of three
    different negations, an odd number of them, is read as a denial too.
    """
    ends = prepared.grammar.aside_ends
    cues = [hit.last for hit in hits.get("_unable", ())]
    if not cues and len(_denials(prepared.grammar) & prepared.distinct) < NEGATIONS_TOO_MANY:
        return frozenset()
    found: set[int] = set()
    for sentence in prepared.sentences:
        said = [cue for cue in cues if cue in sentence] or _tangled(prepared, sentence)
        for index in sentence if said else ():
            if index > said[0] and prepared.tokens[index].text in ends:
                break
            found.add(index)
    return frozenset(found)


@cache
def _denials(grammar: Grammar) -> Words:
    return grammar.negations | grammar.further_negations


def _tangled(prepared: Prepared, sentence: range) -> list[int]:
    grammar = prepared.grammar
    if grammar.negative_concord:
        return []
    denials = _denials(grammar)
    by_clause: dict[int, list[int]] = {}
    for index in sentence:
        if prepared.tokens[index].text in denials:
            by_clause.setdefault(prepared.tokens[index].clause, []).append(index)
    for cues in by_clause.values():
        words = {prepared.tokens[index].text for index in cues}
        if len(words) >= NEGATIONS_TOO_MANY and len(cues) % 2 == 1:
            return cues
    return []


def retracted(prepared: Prepared, hits: Hits) -> frozenset[int]:
    """Everything up to the end of the last sentence that takes back what stands before it."""
    last = max((hit.last for hit in hits.get("_retracted", ()) if not _provided(prepared, hit)), default=-1)
    for previous, sentence in pairwise(prepared.sentences):
        if len(sentence) < SHORT_ANSWER and _denies_all(prepared, sentence, previous):
            last = max(last, sentence[-1])
    if last < 0:
        return frozenset()
    return frozenset(range(last + 1))


def _provided(prepared: Prepared, hit: Hit) -> bool:
    """Whether a mention stands in its sentence behind a proviso, and so speaks of that case alone."""
    provisos, tokens = prepared.grammar.provisos, prepared.tokens
    if provisos.isdisjoint(prepared.distinct):
        return False
    sentence = tokens[hit.first].sentence
    return any(token.text in provisos for token in tokens[: hit.first] if token.sentence == sentence)


def _denies_all(prepared: Prepared, sentence: range, previous: range) -> bool:
    """A short sentence such as "I don't." or "Not me." that answers no question."""
    grammar, tokens = prepared.grammar, prepared.tokens
    if tokens[previous[0]].sentence in prepared.questions:
        return False
    if prepared.words[sentence[0] : sentence[-1] + 1] in grammar.short_denials:
        return True
    words = {tokens[index].text for index in sentence}
    if grammar.denies_own and (
        tokens[sentence[0]].sentence in prepared.questions or words & (grammar.subject_pronouns | grammar.third_persons)
    ):
        return False
    return bool(words & grammar.negations & grammar.backward_negations) and words <= (
        grammar.negations | grammar.auxiliaries | grammar.speakers | grammar.aside_ends
    )


def of_others(prepared: Prepared, hits: Hits) -> frozenset[int]:
    """Sentences about what other practitioners do, in a text that elsewhere speaks of the own practice.

    What books and teachers say counts, unless the text keeps its distance from them.
    """
    others, sources = hits.get("_others", ()), hits.get("_sources", ())
    if not others and not sources:
        return frozenset()
    found: set[int] = set()
    for sentence in prepared.sentences:
        distances = [d.first for d in hits.get("_distance", ())]
        if _subject(prepared, sentence, others) and (_own_voice_outside(prepared, sentence) or distances):
            found.update(range(sentence[0], min((d for d in distances if d in sentence), default=sentence[-1] + 1)))
        elif _subject(prepared, sentence, sources) and any(d not in sentence for d in distances):
            found.update(sentence)
    return frozenset(found)


def _subject(prepared: Prepared, sentence: range, named: Sequence[Hit]) -> bool:
    """Whether one of `named` stands early in a sentence, before the writer does."""
    first = min((hit.first for hit in _not_staff(prepared, sentence, named)), default=sentence[-1] + 1)
    before = prepared.tokens[sentence[0] : first]
    return first < min(sentence[0] + SUBJECT_WITHIN, sentence[-1] + 1) and not any(
        token.text in prepared.grammar.writers for token in before
    )


def _not_staff(prepared: Prepared, sentence: range, named: Sequence[Hit]) -> list[Hit]:
    """Those of `named` in a sentence that are not the writer's own, as "our registered massage therapists" are."""
    words, grammar = prepared.words, prepared.grammar
    return [
        hit
        for hit in named
        if hit.first in sentence
        and not (
            words[hit.first] in grammar.staff
            and grammar.own_voice & {*words[max(sentence[0], hit.first - STAFF_WITHIN) : hit.first]}
        )
    ]


def _own_voice_outside(prepared: Prepared, sentence: range) -> bool:
    voice = prepared.grammar.own_voice
    return any(token.text in voice and index not in sentence for index, token in enumerate(prepared.tokens))


def asked(prepared: Prepared) -> frozenset[int]:
    """Longer questions that the writer does not answer with yes, and tasks set to somebody."""
    grammar, tokens = prepared.grammar, prepared.tokens
    found: set[int] = set()
    for sentence, following in pairwise([*prepared.sentences, range(0)]):
        if len(sentence) < LONG_QUESTION:
            continue
        first = tokens[sentence.start].text
        answer = tokens[following[0]].text if following else ""
        question = tokens[sentence.start].sentence in prepared.questions and (
            first in grammar.interrogatives
            or (grammar.asks_without_verb and answer in grammar.negations | grammar.refusals)
        )
        answered = answer in grammar.affirmations
        task = first in grammar.tasks and not any(tokens[i].text in grammar.writers for i in sentence)
        if (question and not answered) or task:
            found.update(sentence)
    return frozenset(found)
