"""Rows of terms with a few words in front or behind that make them look like a sentence: "psoas, glutes, QL it is"."""

from __future__ import annotations

from .normalise import Prepared

LEAST_SHARE = 0.65
MOST_AROUND = 5
# So many words of which one tells, so many states and so many numbers make notes of a row.
WORDS_TOLD = 9
STATES = 2
NUMBERS = 2


def wrapped(prepared: Prepared, small: int) -> bool:
    """Whether a text is one long run of words without a small word in it, and hardly anything around that.

    `small` is how many small words the text has. With numbers, states or words that tell in the run it is notes.
    """
    words, grammar = prepared.words, prepared.grammar
    least = grammar.shortest_wrapped
    if not least or small > MOST_AROUND or len(words) - small < least:
        return False
    run = _longest(prepared)
    if len(run) < max(least, LEAST_SHARE * len(words)) or len(words) - len(run) > MOST_AROUND:
        return False
    said = words[run.start : run.stop]
    told = sum(map(grammar.telling.__contains__, said))
    states = sum(map(grammar.states.__contains__, said))
    return WORDS_TOLD * told < len(said) and states < STATES and sum(map(str.isdecimal, words)) < NUMBERS


def _longest(prepared: Prepared) -> range:
    """The longest run of words of which none is small; small words in the names of parts and places break none."""
    words, small, inert = prepared.words, prepared.grammar.function_words, prepared.grammar.unspoken
    best, start = range(0), 0
    for index, word in enumerate(words):
        if word in small and not (words[index - 1 : index + 1] in inert or words[index : index + 2] in inert):
            best, start = max(best, range(start, index), key=len), index + 1
    return max(best, range(start, len(words)), key=len)
