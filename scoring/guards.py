"""Signs that a text is not an answer: word lists, the question given back, another language, orders to the reader."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from .english import ENGLISH
from .errors import must_be_text
from .grammar import Grammar, words
from .normalise import ARROW, READ_AT_MOST, Prepared, prepare
from .wording import STEMS, stem
from .wrapped import STATES, WORDS_TOLD, wrapped

RUN = 4
SHORTEST_LIST = 5
SHORTEST_ROW = 3
SHORTEST_NOTES = 10
DISGUISED_WORDS = 2
LIST_SHARE = 0.12
LIST_PIECES = 5
MOSTLY = 0.7
RECITAL = 6
SHORTEST_IMPERSONAL = 14
OPENING = 2
ROW_PIECES = 4
ROW_OF_PHRASES = 8
SHORTEST_REPETITIVE = 40
FEW_DIFFERENT = 0.42
WORDS_A_PIECE = 4
REST_OF_RECITAL = 3
SHORTEST_RESTATED = 6
RESTATED = 0.8
COVERED = 0.5
SENTENCE_ENDS = frozenset(".!?")

# Patterns are compiled at first use, which few texts need.
_INSTRUCTIONS = (
    r"\b(?:ignore|disregard|forget|override)\b[^.]{0,40}"
    r"\b(?:instruction|prompt|rule|rubric|previous|above|criteri|guideline)"
    r"|\b(?:give|award|assign|grant|set|mark|rate|score|grade|return|output)\b[^.]{0,40}"
    r"\b(?:full|max\w*|highest|perfect|top|best)\s+(?:\w+\s+){0,2}(?:scores?|marks?|points?|rating|grade)\b"
    r"|\b(?:score|rate|grade|mark|rank)\s+(?:this (?:answer|text|one)|my (?:answer|text|listing)|me)\s+(?:\w+\s+){0,3}"
    r"(?:10|ten|100|highly|high|first|clinical|perfect)\b"
    r"|\b(?:system|assistant|developer)\s*(?:prompt|message|:)"
    r"|\b(?:you are|as) an? (?:ai|language model|assistant|grader|evaluator|llm|classifier)\b"
    r"|\b(?:dear|note to(?: the)?|attention|hey|hello)\s+(?:\w+\s+)?"
    r"(?:scorer|grader|evaluator|ai|llm|model|algorithm|marker|bot|scoring)\b"
    r"|\bthis (?:answer|text|response|therapist|listing)\s+(?:\w+\s+){0,2}"
    r"(?:deserves|(?:must|should) be (?:scored|graded|rated|given)"
    r"|(?:meets|satisfies|fulfil\w*|contains|covers) (?:all|every) (?:\w+\s+){0,2}"
    r"(?:criteri|requirement|point|concept))"
    r"|\b(?:all|every) criteri(?:a|on) (?:is|are|have been)? ?(?:met|satisfied|fulfilled)\b"
    r"|\bassume (?:that )?(?:i|we) (?:said|wrote|have|did)\b"
    r"|\bany (?:answer|text|reply) (?:that|holding|containing|with)\b"
    r"|\b(?:is|are|to be|should be|must be|be) (?:scored|graded|marked|rated) (?:as|high|top|full|ten|10)\b"
    r"|\b(?:write down|give|tell me) (?:your|the) (?:mark|grade|score|verdict)\b|\bfor calibration\b"
    r"|\bscore\s*=|\bdo not (?:evaluate|grade|score)\b|\bprint\s*\(|\binsert (?:here|the (?:ideal|best|right) answer)\b"
    r"|\bmark (?:it|this) as\b|\bthe ideal answer\b"
    r"|\[/?inst\]|\bscore\s*[=:]\s*\d|\"score\""
)

# Speaking of those who read answers at all.
_ADDRESSED = r"\b(?:moderators?|reviewers?)\b|\bwho(?:ever|soever)? (?:checks|reads|scores|marks|grades)\b"

# Every instruction has a word of the first list, or one of each of the others, so that most texts need no search.
_TELLTALE = words(
    "ignore disregard forget override system assistant developer ai language model grader evaluator llm classifier "
    "scorer algorithm marker bot scoring criteria criterion moderator moderators reviewer reviewers whoever whosoever "
    "assume calibration print insert ideal inst verdict evaluate graded scored rated marked answer text reply response "
    "listing deserves checks reads scores marks grades"
)
_ORDERING = words("give award assign grant set mark rate score grade return output rank write tell")
_ORDERED = words("score scores mark marks point points rating grade high highly first clinical perfect ten 10 100 me")
_TELLTALE_MARKS = "[=({"

# Letters behind a RIGHT-TO-LEFT OVERRIDE, which no language needs: those that are written so turn by themselves.
_TURNED = r"\u202e[^\u202c\u202e]*?[^\W\d_]{2}"

# A Latin letter beside a Cyrillic or Greek one, or an invisible character between two Latin letters.
_DISGUISED = (
    r"\b(?=\w*[a-zA-Z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w+|[a-zA-Z](?:[\u200b-\u200d\u2060\ufeff]+[a-zA-Z])+"
)

# Rows put together with strokes, dots or hash marks.
_SEPARATING = "|/#\u2022\u00b7\u2013\u2014"

_HIDING = (
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0|color\s*:\s*(?:white|#fff|transparent)"
    r"|<[^<>]{0,80}\shidden\b|<\s*(?:script|style|meta|template|noscript|input|textarea|option|title)\b"
)


def contains_instructions(text: str) -> bool:
    """Whether the text speaks to whoever scores it instead of to a client. Raises InvalidAnswer if it is none."""
    must_be_text(text)
    return instructed(prepare(text))


def looks_like_list(text: str) -> bool:
    """Whether the text is a row of terms rather than sentences. Raises InvalidAnswer if it is none."""
    must_be_text(text)
    return listed(prepare(text))


def instructed(prepared: Prepared) -> bool:
    """As `contains_instructions`, for a prepared text."""
    own, telltale, said = prepared.grammar.instructions, prepared.grammar.instruction_words, prepared.distinct
    told = not telltale or "_" in prepared.plain or not telltale.isdisjoint(said)
    if own and told and re.search(own, " ".join(prepared.plain.split())):
        return True
    ordering = not _ORDERING.isdisjoint(said) and not _ORDERED.isdisjoint(said)
    if _TELLTALE.isdisjoint(said) and not ordering and not any(mark in prepared.plain for mark in _TELLTALE_MARKS):
        return False
    wanted = f"{_INSTRUCTIONS}|{prepared.grammar.addressed or _ADDRESSED}"
    return re.search(wanted, " ".join(prepared.plain.split())) is not None


def disguised(text: str) -> bool:
    """Whether two words or more mix alphabets or hide invisible characters, or something hides text from readers.

    Markup can, and so can a mark by which letters are shown from right to left: nobody reads what is written then.
    """
    if "<" in text and re.search(_HIDING, text[:READ_AT_MOST], re.IGNORECASE):
        return True
    if text.isascii():
        return False
    hidden = len(re.findall(_DISGUISED, text[:READ_AT_MOST])) >= DISGUISED_WORDS
    return hidden or re.search(_TURNED, text[:READ_AT_MOST]) is not None


def listed(prepared: Prepared) -> bool:
    """As `looks_like_list`: from five words on, hardly any of the small words that make sentences."""
    words, grammar = prepared.words, prepared.grammar
    separated = sum(map(prepared.plain.count, _SEPARATING)) + 1
    if separated >= LIST_PIECES and SHORTEST_LIST <= len(words) <= WORDS_A_PIECE * separated:
        return True
    pieces, sentences = len(prepared.clauses), len(prepared.sentences)
    if len(words) < SHORTEST_LIST:
        return len(words) >= SHORTEST_ROW and pieces == len(words) and grammar.function_words.isdisjoint(words)
    # An arrow says what small words would: "psoas short -> pelvis tips".
    small = sum(map(grammar.function_words.__contains__, words)) + words.count(ARROW)
    joined = sum(map(grammar.joiners.__contains__, words))
    if joined >= LIST_PIECES and 4 * joined >= len(words):
        return True
    if wrapped(prepared, small):
        return True
    if tells(prepared):
        return False
    said = _said(prepared)
    speaking = said > 0
    if not speaking and pieces >= SHORTEST_ROW and _pairs(prepared, grammar.searched):
        return True
    wordy = small >= 0.28 * len(words) or speaking or not grammar.determiners.isdisjoint(prepared.distinct)
    unbroken = sentences == 1 and pieces >= ROW_OF_PHRASES and len(words) <= 3.2 * pieces
    if unbroken and said <= grammar.stray_speakers:
        return True
    if sentences >= LIST_PIECES and len(words) <= 2.6 * sentences and not wordy:
        return True
    if sentences <= 2 and pieces >= LIST_PIECES + sentences - 1 and len(words) <= 3.0 * pieces and not wordy:
        return True
    if pieces >= LIST_PIECES * sentences and len(words) <= 2.2 * pieces:
        return small < 0.2 * len(words) and not speaking
    # Terse notes in several short sentences say more with fewer small words than one unbroken row does.
    if sentences > 1 and len(words) < SHORTEST_NOTES:
        return False
    return small / len(words) < (LIST_SHARE if sentences == 1 else LIST_SHARE / 3)


def tells(prepared: Prepared) -> bool:
    """Whether a text ends as sentences do and says what is done or how it is: notes may do with hardly a small word.

    One telling word in nine, since a single one behind a long row of terms tells nothing.
    """
    telling = prepared.grammar.telling
    if telling.isdisjoint(prepared.distinct) or prepared.plain.rstrip()[-1:] not in SENTENCE_ENDS:
        return False
    return WORDS_TOLD * sum(map(telling.__contains__, prepared.words)) >= len(prepared.words)


def _said(prepared: Prepared) -> int:
    """How many words of somebody who speaks a text has."""
    words, grammar = prepared.words, prepared.grammar
    said = sum(map(words.count, grammar.speakers & prepared.distinct))
    return said - _pairs(prepared, grammar.unspoken) if said else 0


def _pairs(prepared: Prepared, wanted: frozenset[tuple[str, ...]]) -> int:
    """How often two words of these follow one another."""
    return sum(pair in wanted for pair in pairwise(prepared.words)) if wanted else 0


def begins_with_no(prepared: Prepared) -> bool:
    """Whether a text begins with a "no" that stands by itself ("No.", "Sorry, no: …")."""
    tokens, grammar = prepared.tokens, prepared.grammar
    refusing = grammar.answer_particles | grammar.refusals
    for index, token in enumerate(tokens[:OPENING]):
        if token.text in grammar.affirmations:
            return False
        alone = index + 1 == len(tokens) or tokens[index + 1].clause != token.clause
        if token.text in refusing and alone and token.sentence == tokens[0].sentence:
            return True
    return False


def repetitive(prepared: Prepared) -> bool:
    """Whether a longer text goes round in circles: few different words among many, sentences said twice left out."""
    words, different = prepared.words, len(prepared.distinct)
    if len(words) < SHORTEST_REPETITIVE or different >= FEW_DIFFERENT * len(words):
        return False
    said = sum(map(len, {words[sentence.start : sentence.stop] for sentence in prepared.sentences}))
    return said >= SHORTEST_REPETITIVE and different < FEW_DIFFERENT * said


def impersonal(prepared: Prepared) -> bool:
    """Whether the text is one long sentence that speaks of nobody, to nobody and says of nothing that it is or can."""
    one = len(prepared.words) >= SHORTEST_IMPERSONAL and len(prepared.sentences) == 1
    return one and prepared.grammar.personal.isdisjoint(prepared.distinct) and not tells(prepared)


def recited(prepared: Prepared) -> frozenset[int]:
    """Indexes of rows of terms at the head of a sentence in a text that goes on at length about something else."""
    words, small = prepared.words, prepared.grammar.function_words
    clauses = [clause.start for clause in prepared.clauses]
    found: set[int] = set()
    for sentence in prepared.sentences:
        row = next((index for index in sentence if words[index] in small), sentence.stop)
        pieces = bisect_left(clauses, sentence.stop) - bisect_left(clauses, sentence.start)
        strung = pieces >= ROW_PIECES and len(sentence) <= 2.5 * pieces and not _of_sentences(prepared, sentence)
        if (strung or row - sentence.start >= RECITAL) and not _notes(prepared, sentence):
            found.update(sentence if strung else range(sentence.start, row))
    return frozenset(found) if len(words) >= REST_OF_RECITAL * len(found) else frozenset()


def _notes(prepared: Prepared, sentence: range) -> bool:
    """Whether a row says how things are, or for how long what is done: "QL tight, glutes weak", "Prone 30: QL"."""
    states = prepared.grammar.states
    if not states:
        return False
    said = prepared.words[sentence.start : sentence.stop]
    return sum(word in states for word in said) >= STATES or any(map(str.isdecimal, said))


def _of_sentences(prepared: Prepared, sentence: range) -> bool:
    """Whether a word stands there that makes sentences rather than rows of terms."""
    said, grammar = prepared.words[sentence.start : sentence.stop], prepared.grammar
    return not (grammar.speakers.isdisjoint(said) and grammar.determiners.isdisjoint(said))


def restated(prepared: Prepared, wordings: Sequence[frozenset[str]]) -> bool:
    """Whether a text says hardly more than one wording of the question: its words, nearly all of them, little else."""
    own = set(map(STEMS.__getitem__, prepared.distinct - prepared.grammar.function_words))
    return len(prepared.tokens) >= SHORTEST_RESTATED and any(
        len(own & asked) >= RESTATED * len(own) and len(own & asked) > COVERED * len(asked) for asked in wordings
    )


def runs(wordings: Sequence[str], grammar: Grammar = ENGLISH) -> frozenset[tuple[str, ...]]:
    """Every run of `RUN` words in the wordings of a question."""
    found: set[tuple[str, ...]] = set()
    for wording in wordings:
        words = [t.text for t in prepare(wording, grammar).tokens]
        found.update(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
    return frozenset(found)


def content(wording: str, grammar: Grammar = ENGLISH) -> frozenset[str]:
    """The stems of the words of a question that are not mere grammar."""
    tokens = prepare(wording, grammar).tokens
    return frozenset(stem(t.text) for t in tokens if t.text not in grammar.function_words)


def echoed(prepared: Prepared, question_runs: frozenset[tuple[str, ...]]) -> frozenset[int]:
    """Indexes of the words that merely give the question back.

    A statement may use the question's words ("Yes, the whole hour on your hips"); only questions and sentences that are
    nearly all repetition are left out.
    """
    words = prepared.words
    if question_runs.isdisjoint(zip(*(words[i:] for i in range(RUN)), strict=False)):
        return frozenset()
    covered: set[int] = set()
    for i in range(len(words) - RUN + 1):
        if words[i : i + RUN] in question_runs:
            covered.update(range(i, i + RUN))
    length: dict[int, int] = defaultdict(int)
    repeated: dict[int, int] = defaultdict(int)
    for i, token in enumerate(prepared.tokens):
        length[token.sentence] += 1
        repeated[token.sentence] += i in covered
    empty = {s for s in length if s in prepared.questions or repeated[s] > MOSTLY * length[s]}
    return frozenset(i for i in covered if prepared.tokens[i].sentence in empty)
