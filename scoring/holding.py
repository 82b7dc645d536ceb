"""Guards: why a text keeps only a share of its score, with the passages that show it. None is ever silent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .amount import of_the_writer
from .criterion import CriterionResult, Span
from .equations import equated
from .grammar import Grammar
from .guard_shares import OFF_LANGUAGE
from .guards import begins_with_no, disguised, impersonal, instructed, listed, repetitive, restated
from .known import KnownText, all_pairs, copied_from, pairs_of
from .lexicon import Hit
from .places import Places
from .questionnaire import Question
from .reading import Reading
from .rubric import Rubric
from .subject import HARDLY, answers_another, shares
from .unfilled import blanks
from .vocabulary import Vocabulary
from .word_order import disordered, shuffled

Spans = tuple[Span, ...]
MOSTLY_REPEATED = 0.8
WORTH_A_LOOK = 0.5
SHORTEST_IRRELEVANT = 5
# A sentence is about an animal before which fewer of its words stand: "with old greyhounds".
TOPIC_WITHIN = 4
# How likely a text must be one about this question to be spoken for by its wording.
OF_THIS = 0.2
FOUND = frozenset({"met", "half", "contradicted", "penalty"})
NOTES = {
    OFF_LANGUAGE: "The text is not in a language this rubric reads.",
    "echo": "The text repeats the question.",
    "instruction": "The text speaks to whoever scores it, so its points are held back until a person has read it.",
    "keyword_list": "Found in a row of terms, not in sentences; most of the points are held back.",
    "copied": "Much of this stands in a known public text or on our own pages.",
    "unfilled": "This is a form that was not filled in; what it asks for is missing.",
    "shuffled": "The words stand in no order in which people write.",
    "other_question": "This answers another question of the questionnaire rather than this one.",
    "disguised": "Several words hide letters of another alphabet or invisible characters.",
    "repetitive": "The text says the same few words over and over.",
    "answers_no": "The answer begins with no.",
    "contradicts_itself": "The text says two opposite things about the same practice.",
    "elsewhere": "This is about another part of the body than the question.",
    "equations": "Terms are only set equal to one another; nothing is said of any of them.",
    "not_people": "This speaks of animals or of things, and of nobody's body.",
    "word_salad": "One long sentence of terms that speaks of nobody and to nobody.",
    "restated": "The text says hardly more than the question does.",
    "beside_question": "Nothing in it speaks to this question itself, so some of its points are held back.",
    "too_short": "So few words leave open what is meant, so a part of the points is held back.",
    "row_inside": "A row of terms stands in it; what is in the row earns nothing.",
    "irrelevant": "Nothing was found that this question asks about.",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """One reason to hold a text back: `share` of its score is kept, 0 to 1; `spans` are offsets in the text."""

    id: str
    share: float
    note: str
    spans: Spans = ()


def guards(
    text: str,
    reading: Reading,
    rubric: Rubric,
    vocabulary: Vocabulary,
    question: Question,
    criteria: Sequence[CriterionResult],
) -> tuple[Guard, ...]:
    """The guards that fire for a text, the strictest first."""
    found = [
        *_of_form(text, reading, rubric, vocabulary, question.id),
        *_of_content(reading, rubric, vocabulary, question, criteria),
    ]
    shares_kept = rubric.guard_shares
    made = [Guard(name, shares_kept[name], NOTES[name], spans) for name, spans in found]
    return tuple(sorted(made, key=lambda guard: guard.share))


def _of_form(
    text: str, reading: Reading, rubric: Rubric, vocabulary: Vocabulary, question_id: str
) -> Iterator[tuple[str, Spans]]:
    """Guards that look at how a text is made."""
    prepared = reading.prepared
    if listed(prepared) or reading.rows.whole:
        yield "keyword_list", ()
    elif shuffled(prepared, rubric.order_known):
        yield "shuffled", ()
    if reading.rows.inside:
        yield "row_inside", _spans(reading, [Hit("row", "", run[0], run[-1]) for run in _runs(reading.rows.inside)])
    if len(reading.repeated) > MOSTLY_REPEATED * len(prepared.tokens) > 0:
        yield "echo", ()
    elif impersonal(prepared) and disordered(prepared):
        yield "word_salad", ()
    elif restated(prepared, vocabulary.content[question_id]):
        yield "restated", ()
    if equated(prepared):
        yield "equations", ()
    if repetitive(prepared):
        yield "repetitive", ()
    if disguised(text):
        yield "disguised", ()
    if instructed(prepared):
        yield "instruction", ()
    if rubric.form_words and (gaps := blanks(text, [reading.span(hit) for hit in reading.of(rubric.form_words)])):
        yield "unfilled", tuple(gaps)


def _of_content(
    reading: Reading,
    rubric: Rubric,
    vocabulary: Vocabulary,
    question: Question,
    criteria: Sequence[CriterionResult],
) -> Iterator[tuple[str, Spans]]:
    """Guards that look at what a text says, held against the question."""
    tokens = reading.prepared.tokens
    if len(tokens) < rubric.fewest_words:
        yield "too_short", ()
    if _copied(reading.prepared.words, reading.prepared.grammar, rubric.known):
        yield "copied", ()
    if question.no_denies and begins_with_no(reading.prepared):
        yield "answers_no", ()
    pairs = list(zip(question.criteria, criteria, strict=True))
    core = [result for criterion, result in pairs if criterion.core]
    position = rubric.questions.index(question)
    likely, hardly = _likely(reading, rubric, vocabulary)
    irrelevant = len(tokens) >= SHORTEST_IRRELEVANT and all(r.status == "missing" or c.beside for c, r in pairs)
    beside = core and not any(result.status in FOUND for result in core)
    if beside and (irrelevant or not _spoken_for(reading, rubric, vocabulary, question, likely)):
        yield "beside_question", ()
    if irrelevant:
        yield "irrelevant", ()
    another = not _says_how_much(question, reading) and answers_another(likely, position, hardly)
    if another and _worth(reading, rubric, vocabulary, question) < rubric.other_worth:
        yield "other_question", ()
    away = [hit for hit in reading.of(rubric.places.elsewhere) if not reading.stance.denied[hit.first]]
    if question.id in rubric.places.questions and away and not reading.of(rubric.places.here):
        yield "elsewhere", _spans(reading, away)
    if others := _instead_of_people(reading, rubric.places):
        yield "not_people", _spans(reading, others)
    if any(criterion.amount for criterion in question.criteria):
        low, high = reading.amounts.low, reading.amounts.high
        own = [hit for hit in high if of_the_writer(reading.prepared, hit)]
        if low and own:
            yield "contradicts_itself", _spans(reading, [low[0], own[0]])


def _instead_of_people(reading: Reading, places: Places) -> Sequence[Hit]:
    """The mentions of animals or things in a text that has no people in it and no part of a body."""
    others = reading.of(places.others)
    if not others or not reading.of(places.people):
        return others
    return _animals_treated(reading, places)


def _animals_treated(reading: Reading, places: Places) -> Sequence[Hit]:
    """The animals a text is about: a sentence on a part of the body begins with the first; nobody is treated."""
    prepared, grammar = reading.prepared, reading.prepared.grammar
    spoken_of = grammar.addressees | grammar.persons
    if not grammar.likening or spoken_of & prepared.distinct or reading.of(places.treated):
        return ()
    # "Ponits" is a misspelling of something else.
    words = prepared.words
    named = [h for h in reading.of(places.animals) if words[h.first].startswith(h.term.partition(" ")[0].rstrip("*"))]
    if not named:
        return ()
    first = named[0].first
    sentence = next(one for one in prepared.sentences if first in one)
    before = words[sentence.start : first]
    begins = len(before) < TOPIC_WITHIN and grammar.likening.isdisjoint(before)
    return named if begins and any(part.first in sentence for part in reading.of(places.here)) else ()


def _likely(reading: Reading, rubric: Rubric, vocabulary: Vocabulary) -> tuple[Sequence[float], float]:
    """How likely a text answers each question, and below what it hardly does: by its words where they are known."""
    if rubric.topics.words and vocabulary is rubric.home:
        return rubric.topics.shares(reading.prepared.words), rubric.topics.hardly
    return shares(rubric.subjects, reading.hits), HARDLY


def _spoken_for(
    reading: Reading, rubric: Rubric, vocabulary: Vocabulary, question: Question, likely: Sequence[float]
) -> bool:
    """Whether a text is worded like good answers, and like answers to this question or to none in particular."""
    if rubric.beside_worth > 1.0 or (likely and likely[rubric.questions.index(question)] < OF_THIS):
        return False
    return _worth(reading, rubric, vocabulary, question) >= rubric.beside_worth


def _worth(reading: Reading, rubric: Rubric, vocabulary: Vocabulary, question: Question) -> float:
    """What the wording of a text is worth as an answer to a question, 0 to 1."""
    # A language whose wording nobody fitted is measured by the few words it shares with the rubric's own.
    words = vocabulary.words if vocabulary.words.share else rubric.home.words
    return words.under(question.id).worth(reading.prepared.words)


def _says_how_much(question: Question, reading: Reading) -> bool:
    """Whether a text answers a question that is before all about an amount, whatever else it speaks of."""
    return bool(question.criteria[0].amount and (reading.amounts.low or reading.amounts.high))


def _copied(words: Sequence[str], grammar: Grammar, known: Sequence[KnownText]) -> bool:
    # Neighbouring words are a quarter of the pairs: where hardly any is known, the others need no look.
    close = pairs_of(words, grammar, span=1)
    count = len(close)
    close &= all_pairs(known)
    if not any(len(one.pairs & close) >= WORTH_A_LOOK * one.share * count for one in known):
        return False
    return copied_from(pairs_of(words, grammar), known) is not None


def _runs(indexes: Collection[int]) -> list[list[int]]:
    """Neighbouring indexes together, in order."""
    ranked = sorted(indexes)
    groups = groupby(enumerate(ranked), lambda pair: pair[1] - pair[0])
    return [[index for _, index in run] for _, run in groups]


def _spans(reading: Reading, hits: Sequence[Hit]) -> Spans:
    return tuple(sorted({reading.span(hit) for hit in hits}))
