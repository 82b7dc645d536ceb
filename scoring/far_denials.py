"""Denials that reach further than a few words: over a list of what is not done, and back to what is refused as a whole.

All of it goes by small closed classes of words, and only where a grammar lists them.
"""

from __future__ import annotations

from collections.abc import Iterator

from .normalise import Prepared

# So far in front of a verb and its subject turned round ("at no point in my hour do I") a negation may stand.
TURNED_WITHIN = 9
# So many words may stand between a refused verb and what points back: "hold with any of it".
POINTED_WITHIN = 4
# And between the writer and what points back.
REFUSED_WITHIN = 9
_WHOLE = {("none", "of"), ("any", "of"), ("word", "of")}


def far_reach(prepared: Prepared, index: int) -> list[int]:
    """What the negation at `index` denies where it governs all that follows in its sentence; empty where it does not.

    It does as the subject ("nobody here presses …, asks … or …"), in front of a verb that stands before its subject
    ("at no point do I …") and in "what we do not do is …".
    """
    grammar, words = prepared.grammar, prepared.words
    if not grammar.nobodies:
        return []
    start = prepared.sentences[prepared.tokens[index].sentence].start
    governs = _nobody_here(prepared, start, index) or _fronted(prepared, index) or _named_first(prepared, start, index)
    if not governs or index + 1 >= len(words):
        return []
    reached = list(_on(prepared, index + 1))
    # "Never do I treat a back without pressing the hip", "nor do I leave out the hip": it is done.
    return [] if any(words[at] in grammar.undoing for at in reached) else reached


def mistaken(prepared: Prepared) -> Iterator[int]:
    """What somebody would be wrong to think: "you would be mistaken to think that …, that … or that …"."""
    grammar, words = prepared.grammar, prepared.words
    if not grammar.wrongly or grammar.wrongly.isdisjoint(prepared.distinct):
        return
    reached = 0
    for index in range(1, len(words) - 2):
        if words[index] not in grammar.wrongly or words[index + 1] != "to" or words[index + 2] not in grammar.thought:
            continue
        before = {words[at] for at in range(max(0, index - TURNED_WITHIN), index) if _same_clause(prepared, at, index)}
        if index >= reached and grammar.addressees & before and not grammar.negations & before:
            for thought in _on(prepared, index + 3):
                yield thought
                reached = thought


def refused(prepared: Prepared) -> Iterator[int]:
    """What stands before a clause in which the writer does none of it or does not believe in it, and its own words.

    "It" and "that" point to the sentence so far or to the question before it, "none of it" to all that was said.
    """
    grammar, words, tokens = prepared.grammar, prepared.words, prepared.tokens
    if grammar.pointed.isdisjoint(prepared.distinct):
        return
    # By where each begins how far it reaches, so that what is refused again and again is gone through once.
    reached: dict[int, int] = {}
    looked, case = 0, False
    for at, word in enumerate(words):
        if word not in grammar.pointed or not (refusal := _refusal(prepared, at)):
            continue
        sentence = prepared.sentences[tokens[at].sentence]
        case = case and looked > sentence.start
        case = case or not grammar.grounds.isdisjoint(words[max(looked, sentence.start) : at])
        looked = at
        start = _pointed_at(prepared, refusal)
        if start < refusal.start and not case:
            reached[start] = refusal.stop
    for start, stop in reached.items():
        yield from range(start, stop)


def _pointed_at(prepared: Prepared, refusal: range) -> int:
    """Where that begins which a refusal points back to: all, its sentence so far, or the question before it."""
    words = prepared.words[refusal.start : refusal.stop]
    if words[-3:-1] in _WHOLE or words[-1] in prepared.grammar.pointed_all:
        return 0
    number = prepared.tokens[refusal.start].sentence
    start = prepared.sentences[number].start
    if not _same_clause(prepared, start, refusal.start):
        return start
    asked = start and prepared.tokens[start - 1].sentence in prepared.questions
    return prepared.sentences[number - 1].start if asked else refusal.start


def _refusal(prepared: Prepared, at: int) -> range:
    """The words from the writer to what points back at `at`, "I do not believe in it"; else none."""
    grammar, words = prepared.grammar, prepared.words
    end = at + 1
    while end < len(words) and words[end] in grammar.trailing and _same_clause(prepared, end, at):
        end += 1
    ends = end == len(words) or not _same_clause(prepared, end, at) or words[end] in grammar.list_joiners
    if not ends and words[end] != "and":
        return range(0)
    first = at
    while first and at - first < REFUSED_WITHIN and _same_clause(prepared, first - 1, at):
        first -= 1
        if words[first] in grammar.writers or words[first] in grammar.addressees:
            break
    told = words[first + 1 : at]
    if not grammar.undoing.isdisjoint(told):
        return range(0)
    if words[first] not in grammar.writers and words[first] not in grammar.addressees:
        return range(0)
    if told[-2:] == ("none", "of"):
        return range(first, at + 1)
    denied = next((place for place, word in enumerate(told) if word in grammar.negations), len(told))
    verb = next((word for word in told[denied + 1 :] if word not in grammar.stressing), "")
    # "A spot that is not sore, I do not treat it" speaks of one spot.
    whole = verb in grammar.practised and verb not in grammar.handled
    refuses = words[first] in grammar.writers and whole and len(told) - denied <= POINTED_WITHIN + 1
    return range(first, at + 1) if refuses else range(0)


def _fronted(prepared: Prepared, index: int) -> bool:
    """Whether behind a negation in front of its clause a verb stands before its subject: "at no point do I"."""
    grammar, words = prepared.grammar, prepared.words
    if words[index] not in grammar.fronted:
        return False
    opens = index == 0 or not _same_clause(prepared, index - 1, index)
    led = not opens and words[index - 1] in grammar.leading
    if not opens and not led and words[index - 1] != "and" and words[index - 1] not in grammar.list_joiners:
        return False
    if not opens and index > 1 and _same_clause(prepared, index - 2, index):
        return False
    for at in range(index + 1, min(index + TURNED_WITHIN, len(words) - 1)):
        if not _same_clause(prepared, at + 1, index):
            return False
        if words[at] in grammar.doing and _subject(prepared, at + 1, led):
            return not (words[index + 1] in grammar.after_negation_neutral and not led)
    return False


def _subject(prepared: Prepared, at: int, led: bool) -> bool:
    """Whether the writer is the subject behind a verb; behind "at no point" that may be anything of the writer's."""
    grammar, word = prepared.grammar, prepared.words[at]
    return word in grammar.writers or (led and (word in grammar.determiners or word in grammar.own_voice))


def _nobody_here(prepared: Prepared, start: int, index: int) -> bool:
    """Whether a sentence begins "nobody here", "no one at our spa": of nobody at all far more is said."""
    grammar, words = prepared.grammar, prepared.words
    if index != start or not (words[index] in grammar.nobodies or words[index : index + 2] == ("no", "one")):
        return False
    behind = words[index + (1 if words[index] in grammar.nobodies else 2) :][:3]
    return behind[:1] == ("here",) or (
        len(behind) > 1 and behind[0] in grammar.leading and behind[1] in grammar.own_voice | {"this", "us"}
    )


def _named_first(prepared: Prepared, start: int, index: int) -> bool:
    """Whether a sentence begins "what we do not do is" or "what you will not get here is"."""
    grammar, words = prepared.grammar, prepared.words
    opening = words[start : start + 2]
    if index - start > POINTED_WITHIN or opening[0] not in grammar.relatives or len(opening) < 2:
        return False
    if opening[1] not in grammar.writers | grammar.addressees:
        return False
    behind = range(index + 1, min(index + 2 + POINTED_WITHIN, len(words)))
    copula = next((at for at in behind if words[at] in grammar.copulas and _same_clause(prepared, at, index)), index)
    told = words[index + 1 : copula]
    # "What I would not not do" is done.
    return grammar.negations.isdisjoint(told) and not (grammar.practised | grammar.received).isdisjoint(told)


def _on(prepared: Prepared, start: int) -> Iterator[int]:
    """From `start` to where the sentence turns; over further clauses only up to the last that has an "or"."""
    grammar, tokens = prepared.grammar, prepared.tokens
    found: list[int] = []
    last = tokens[start].clause if start < len(tokens) else 0
    for at in range(start, len(tokens)):
        token, opens = tokens[at], at > start and tokens[at].clause != tokens[at - 1].clause
        if token.sentence != tokens[start].sentence or _turns(prepared, at, start):
            break
        if opens and token.text in grammar.turned_subjects | grammar.negations:
            break
        if token.text in grammar.list_joiners and not _softened(prepared, at):
            last = token.clause
        found.append(at)
    return (at for at in found if tokens[at].clause <= last)


def _turns(prepared: Prepared, at: int, start: int) -> bool:
    """Whether a sentence turns at `at`; it does not at an "and" between parts of what is denied."""
    grammar, words = prepared.grammar, prepared.words
    if words[at] in grammar.far_ends:
        return True
    if at == start or words[at] not in grammar.scope_ends:
        return False
    return words[at] not in grammar.joiners or at + 1 >= len(words) or words[at + 1] in grammar.turned_subjects


def _softened(prepared: Prepared, at: int) -> bool:
    """Whether an "or" begins what is done after all: "or only a drop", "or you would slide"."""
    grammar, words = prepared.grammar, prepared.words
    return at + 1 < len(words) and words[at + 1] in grammar.turned_subjects | grammar.after_negation_neutral


def _same_clause(prepared: Prepared, one: int, other: int) -> bool:
    return prepared.tokens[one].clause == prepared.tokens[other].clause
