"""Which words of a text are denied, said of others or only conditional."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from . import disowning
from .far_denials import far_reach, mistaken, refused
from .grammar import Grammar, Phrases, Words
from .lexicon import Hits
from .normalise import Prepared, Token
from .reach import forward, neutral, reach

FRAGMENT = 4
QUESTION_FRAGMENT = 8
REFUSAL = 5


class _Starts(NamedTuple):
    """Phrases by their first words: those of one word `alone`, the first `pairs` of others, all by first and second."""

    alone: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    starts: dict[str, dict[str, list[tuple[str, ...]]]]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Stance:
    """By token: `denied` (by an odd number of negations), `aside` (said of others or the past), `conditional`, `past`.

    `refuted` are the words of a question that the writer answers with no; `asked` those of other questions and of tasks
    for somebody; `disowned` are those of sentences that say the writer does not do or know it; `retracted` are those
    `aside` that a later sentence takes back; `rejected` are those of what the writer denies as a whole, which shows no
    knowledge either. What is `past`, or of others where that costs nothing, is not
    held against the writer.
    """

    denied: tuple[bool, ...]
    aside: tuple[bool, ...]
    conditional: tuple[bool, ...]
    refuted: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()
    disowned: frozenset[int] = frozenset()
    standing: tuple[bool, ...] = ()
    retracted: frozenset[int] = frozenset()
    past: tuple[bool, ...] = ()
    rejected: frozenset[int] = frozenset()

    def stands(self, index: int) -> bool:
        """Whether the writer says the word at `index` of the own practice at all."""
        return self.standing[index]


def read_stance(prepared: Prepared, hits: Hits) -> Stance:
    """The stance of a text towards each of its words; `hits` hold the mentions of the grammar's statements."""
    grammar, tokens = prepared.grammar, prepared.tokens
    cues, count = _cues(grammar), len(tokens)
    pairs = cues.pairs.intersection(pairwise(prepared.words))
    denials = [0] * count
    negations = _indexes(prepared, grammar.negations)
    rejected = {*mistaken(prepared)}
    for reached in rejected:
        denials[reached] += 1
    spared = _mentions_around(negations, hits) if grammar.spares_mentions and negations else {}
    for index in negations:
        far = far_reach(prepared, index)
        rejected.update(far)
        if far or not neutral(prepared, index):
            for reached in far or reach(prepared, index):
                if reached not in spared.get(index, ()):
                    denials[reached] += 1
    for index in _phrases(prepared, cues.instead, pairs):
        for reached in forward(prepared, index, 6):
            denials[reached] += 1
    refuted = frozenset(_denied_questions(prepared))
    for reached in refuted:
        denials[reached] += 1
    for reached in frozenset(refused(prepared)) if negations else ():
        denials[reached] |= 1
        rejected.add(reached)
    retracted, others = disowning.retracted(prepared, hits), disowning.of_others(prepared, hits)
    elsewhere = retracted | others
    once = _once(prepared, pairs)
    past = _marked(prepared, once if grammar.past_counts else ())
    if others and grammar.others_cost_nothing:
        past = tuple(marked or index in others for index, marked in enumerate(past))
    if grammar.past_counts:
        once = _given_up(prepared, pairs)
    if grammar.nobodies and (free := retracted.union(index for index in rejected if denials[index] % 2)):
        # What is taken back is not held against the writer either.
        past = tuple(marked or index in free for index, marked in enumerate(past))
    asides = _marked(prepared, [*_phrases(prepared, cues.asides, pairs), *once])
    aside = tuple(marked or index in elsewhere for index, marked in enumerate(asides)) if elsewhere else asides
    asked, disowned = disowning.asked(prepared) - refuted, disowning.unable(prepared, hits)
    unsaid = asked | disowned
    return Stance(
        denied=tuple(times % 2 == 1 for times in denials) if any(denials) else (False,) * count,
        aside=aside,
        conditional=_conditional(prepared, pairs),
        refuted=refuted,
        asked=asked,
        disowned=disowned,
        standing=tuple(not told and index not in unsaid for index, told in enumerate(aside)),
        retracted=retracted,
        past=past,
        rejected=frozenset(index for index in rejected if denials[index] % 2),
    )


def _mentions_around(negations: Sequence[int], hits: Hits) -> dict[int, set[int]]:
    """For each negation the words of the mentions it is a part of: "fast keins" is one that it does not deny."""
    found: dict[int, set[int]] = {index: set() for index in negations}
    for hit in chain.from_iterable(hits.values()):
        for index in range(hit.first + 1, hit.last + 1):
            if index in found:
                found[index].update(range(hit.first, hit.last + 1))
    return found


def _denied_questions(prepared: Prepared) -> Iterable[int]:
    """Words of a short question that the writer answers with no: "Oil? Never."."""
    if not prepared.questions:
        return
    grammar = prepared.grammar
    sentences: dict[int, list[int]] = {}
    for index, token in enumerate(prepared.tokens):
        sentences.setdefault(token.sentence, []).append(index)
    for number, asked in sentences.items():
        answer = sentences.get(number + 1, [])
        if number in prepared.questions and len(asked) <= QUESTION_FRAGMENT and 0 < len(answer) <= FRAGMENT:
            first = prepared.tokens[answer[0]].text
            if first in grammar.negations or first in grammar.refusals:
                yield from asked
        elif number in prepared.questions and len(asked) <= QUESTION_FRAGMENT and answer:
            clause = prepared.tokens[answer[0]].clause
            said = [t.text for t in (prepared.tokens[i] for i in answer) if t.clause == clause]
            if len(said) <= REFUSAL and said[0] in grammar.pointers and grammar.negations & set(said[:3]):
                yield from asked


def _indexes(prepared: Prepared, words: Words) -> list[int]:
    """Where one of `words` stands."""
    if words.isdisjoint(prepared.distinct):
        return []
    return [index for index, word in enumerate(prepared.words) if word in words]


def _phrases(prepared: Prepared, phrases: _Starts, pairs: Set[tuple[str, str]]) -> list[int]:
    """Index of the last word of each occurrence of one of `phrases` in a text of these pairs of words."""
    words, starts = prepared.words, phrases.starts
    # Most texts have none of them, which is told without looking at each word.
    if phrases.alone.isdisjoint(prepared.distinct) and phrases.pairs.isdisjoint(pairs):
        return []
    found: list[int] = []
    for index, word in enumerate(words):
        following = starts.get(word)
        if following is None:
            continue
        second = words[index + 1] if index + 1 < len(words) else ""
        likely = (*following.get("", ()), *following.get(second, ()))
        found += [index + len(one) - 1 for one in likely if tuple(words[index : index + len(one)]) == one]
    return found


class _Cues(NamedTuple):
    """The phrases of a grammar that stance is read by, and the pairs of words that those of several begin with."""

    instead: _Starts
    asides: _Starts
    conditions: _Starts
    nowadays: _Starts
    pairs: frozenset[tuple[str, str]]


@lru_cache(maxsize=64)
def _cues(grammar: Grammar) -> _Cues:
    said = (grammar.instead, grammar.asides, grammar.conditions, grammar.nowadays_phrases)
    instead, asides, conditions, nowadays = map(_by_start, said)
    pairs = instead.pairs | asides.pairs | conditions.pairs | nowadays.pairs
    return _Cues(instead, asides, conditions, nowadays, pairs)


def _by_start(phrases: Phrases) -> _Starts:
    """Phrases by their first word and their second, which is empty for a phrase of one word."""
    starts: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for phrase in phrases:
        starts.setdefault(phrase[0], {}).setdefault(phrase[1] if len(phrase) > 1 else "", []).append(phrase)
    return _Starts(
        alone=frozenset(phrase[0] for phrase in phrases if len(phrase) == 1),
        pairs=frozenset((phrase[0], phrase[1]) for phrase in phrases if len(phrase) > 1),
        starts=starts,
    )


def _once(prepared: Prepared, pairs: Set[tuple[str, str]]) -> list[int]:
    """Where the writer tells of the past in a text that elsewhere says how it is now."""
    tokens, grammar = prepared.tokens, prepared.grammar
    now = {tokens[i].sentence for i in _indexes(prepared, grammar.nowadays)}
    now |= {tokens[i].sentence for i in _phrases(prepared, _cues(grammar).nowadays, pairs)}
    if not now:
        return []
    found = []
    for index in range(1, len(tokens)):
        token = tokens[index]
        past = token.text in grammar.past_verbs or _past_form(token.text, grammar)
        before = {tokens[i].text for i in range(max(0, index - 2), index) if tokens[i].sentence == token.sentence}
        if past and before & grammar.writers and token.sentence not in now:
            found.append(index)
    return found


def _given_up(prepared: Prepared, pairs: Set[tuple[str, str]]) -> list[int]:
    """Where the writer tells of the past in a text that later says what alone is left now: "now I only do feet"."""
    tokens, grammar = prepared.tokens, prepared.grammar
    if grammar.alone.isdisjoint(prepared.distinct):
        return []
    now = [*_indexes(prepared, grammar.nowadays), *_phrases(prepared, _cues(grammar).nowadays, pairs)]
    alone = {tokens[index].clause for index in _indexes(prepared, grammar.alone)}
    turn = max((index for index in now if tokens[index].clause in alone), default=0)
    last = tokens[turn].sentence
    found: list[int] = []
    opened = False
    for sentence in prepared.sentences:
        said = prepared.words[sentence.start : sentence.stop]
        if tokens[sentence.start].sentence >= last:
            break
        past = said[:2] in grammar.then_phrases or any(
            _past_word(said[at], grammar) and grammar.writers & {*said[max(0, at - 2) : at]} for at in range(len(said))
        )
        # "For eleven years I did …" holds for what follows too.
        opened = opened or (past and said[0] in grammar.then)
        if opened or past:
            found.append(sentence.start)
    return found


def _past_word(word: str, grammar: Grammar) -> bool:
    return word in grammar.past_verbs or _past_form(word, grammar)


def _past_form(word: str, grammar: Grammar) -> bool:
    return bool(grammar.past_ending) and word.endswith(grammar.past_ending) and word not in grammar.not_past


def _marked(prepared: Prepared, cues: Sequence[int]) -> tuple[bool, ...]:
    """The sentence of each cue, up to a word that turns back to the writer's own practice."""
    tokens, ends = prepared.tokens, prepared.grammar.aside_ends
    if not cues:
        return (False,) * len(tokens)
    marks = [False] * len(tokens)
    for cue in cues:
        sentence = tokens[cue].sentence
        start = cue
        while start > 0 and tokens[start - 1].sentence == sentence and tokens[start - 1].text not in ends:
            start -= 1
        for index in range(start, len(tokens)):
            if tokens[index].sentence != sentence or (index > cue and tokens[index].text in ends):
                break
            marks[index] = True
    for start in (following.start for following in prepared.sentences[1:]):
        if marks[start - 1] and tokens[start].text in prepared.grammar.third_persons:
            _mark_sentence(tokens, start, marks, ends)
    return tuple(marks)


def _mark_sentence(tokens: Sequence[Token], start: int, marks: list[bool], ends: frozenset[str]) -> None:
    for index in range(start, len(tokens)):
        if tokens[index].sentence != tokens[start].sentence or tokens[index].text in ends:
            return
        marks[index] = True


def _conditional(prepared: Prepared, pairs: Set[tuple[str, str]]) -> tuple[bool, ...]:
    tokens, grammar = prepared.tokens, prepared.grammar
    marks = [False] * len(tokens)
    for cue in _phrases(prepared, _cues(grammar).conditions, pairs):
        only_after = tokens[cue].text in grammar.only_after
        opens = cue < 4 or tokens[cue - min(cue, 3)].sentence != tokens[cue].sentence
        for index, token in enumerate(tokens):
            same = token.clause == tokens[cue].clause or (opens and token.sentence == tokens[cue].sentence)
            if same and not (only_after and index < cue):
                marks[index] = True
    return tuple(marks)
