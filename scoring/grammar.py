"""The grammar of one language as reading needs it: closed word lists, how negation and asides are worded, elisions."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

Words = frozenset[str]
Phrases = tuple[tuple[str, ...], ...]


def words(written: str) -> Words:
    """The words of a text separated by spaces."""
    # Equal words are one object everywhere, so that look-ups compare no letters.
    return frozenset(map(sys.intern, written.split()))


def phrases(written: str) -> Phrases:
    """Phrases separated by "|", each as its words."""
    return tuple(tuple(phrase.split()) for phrase in written.split("|") if phrase.strip())


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grammar:
    """Small closed lists of one language, spelt as `normalise` spells: lower case, without accents.

    `code` is the ISO 639-1 code and `name` what pages call the language. `sure` are words that tell it from others.
    """

    code: str
    name: str
    function_words: Words
    sure: Words
    # Negation: the words, how far each reaches, what ends the reach, and what takes the edge off.
    negations: Words
    degrees: Words
    scope_ends: Words
    after_negation_neutral: Words
    lone_negations: Words = frozenset()
    plain_negations: Words = frozenset()
    answer_particles: Words = frozenset()
    answer_particle_followers: Words = frozenset()
    backward_negations: Words = frozenset()
    # These reach their whole clause, before and after: German "Öl verwende ich nicht".
    clause_negations: Words = frozenset()
    # Whether a negation denies no mention that it is a part of: "fast keins", "arbeitet nicht".
    spares_mentions: bool = False
    auxiliaries: Words = frozenset()
    predicates: Words = frozenset()
    refusals: Words = frozenset()
    pointers: Words = frozenset()
    instead: Phrases = ()
    # Said of others, the past, or only on condition.
    asides: Phrases = ()
    aside_ends: Words = frozenset()
    conditions: Phrases = ()
    only_after: Words = frozenset()
    writers: Words = frozenset()
    own_voice: Words = frozenset()
    nowadays: Words = frozenset()
    nowadays_phrases: Phrases = ()
    past_verbs: Words = frozenset()
    past_ending: str = ""
    not_past: Words = frozenset()
    third_persons: Words = frozenset()
    # In the syntax of a rubric's terms: "_unable" disowns its sentence, "_retracted" takes back what stands before it;
    # sentences about "_others" are no claim of the writer, those about "_sources" none where "_distance" is kept.
    statements: Mapping[str, str] = field(default_factory=dict)
    affirmations: Words = frozenset()
    interrogatives: Words = frozenset()
    tasks: Words = frozenset()
    further_negations: Words = frozenset()
    # Signs of sentences, as against rows of terms.
    speakers: Words = frozenset()
    determiners: Words = frozenset()
    personal: Words = frozenset()
    joiners: Words = frozenset()
    # Words that stand for what was named last.
    subject_pronouns: Words = frozenset()
    # Words of one piece: contractions by the whole piece, elided words by what stands before an apostrophe.
    contractions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elisions: Mapping[str, str] = field(default_factory=dict)
    scope: int = 7
    # Where "no … nunca … ni" is one denial and not three.
    negative_concord: bool = False
    # Named right after a word of the own voice ("our therapists") these are the writer's own, and not others.
    staff: Words = frozenset()
    # Whether what the writer did once counts all the same, except against the writer who does otherwise now.
    past_counts: bool = False
    # Whether a short denial about something just named ("They don't.") takes back nothing that stands before it.
    denies_own: bool = False
    # Behind one of these in its sentence nothing is taken back: "If the leg is weak, that is not for me".
    provisos: Words = frozenset()
    # Short sentences that take back what stands before them.
    short_denials: Phrases = ()
    # Whether an arrow is read as a word, so that a rubric can list it: "psoas -> pelvis tips".
    arrows: bool = False
    # A regular expression over the plain text for orders to whoever scores it; empty for none.
    instructions: str = ""
    # One of these stands in each of them, or a word with an underscore; empty where every text is searched.
    instruction_words: Words = frozenset()
    # A negation reaches to the end of a list that one of these ends: "no arms, feet or face".
    list_joiners: Words = frozenset()
    # Behind one of `leaving_out` also to the end of one that `left_joiners` end: "skip the arms, feet and face".
    leaving_out: Words = frozenset()
    left_joiners: Words = frozenset()
    # What joins structures, or places, that are said as a whole: "psoas and hamstrings attach to … or …".
    shares: Words = frozenset()
    # Whether what is said of others costs the writer nothing either.
    others_cost_nothing: bool = False
    # Whether a question without a verb in front ("A dab at the end?") that a "no" answers is only asked.
    asks_without_verb: bool = False
    # What muscles are said to be. Two of these make a row of phrases a statement: "hip flexors short, glutes weak".
    states: Words = frozenset()
    # Words that set two terms equal: "the pelvis is tilt".
    copulas: Words = frozenset()
    # A regular expression for words to whoever reads answers that want something; empty for all that speaks of them.
    addressed: str = ""
    # Of a text in this language the word order lists at least so large a share of the words, 0 to 1.
    fewest_known: float = 0.0
    # Whether what is hardly in this language is weighed against more languages that nobody reads.
    weighs_neighbours: bool = False
    # Denials that reach far, told by closed classes of words (`far_denials`); without `nobodies` none do.
    # Subjects that deny ("nobody"), denials in front of a verb before its subject, and what may lead such a one ("at").
    nobodies: Words = frozenset()
    fronted: Words = frozenset()
    leading: Words = frozenset()
    # Verbs of doing, as against those of being able or of what has happened, and the subjects behind them.
    doing: Words = frozenset()
    turned_subjects: Words = frozenset()
    far_ends: Words = frozenset()
    # What takes a denial back: "never do I treat it without".
    undoing: Words = frozenset()
    # "What we do not do is", "what you will not get is".
    relatives: Words = frozenset()
    received: Words = frozenset()
    # "You would be mistaken to think".
    wrongly: Words = frozenset()
    thought: Words = frozenset()
    addressees: Words = frozenset()
    # "I do not believe in it": verbs of doing and believing, words that point back, those that point to all of it,
    # words between or behind them, and words that make of it a case or a reason.
    practised: Words = frozenset()
    # Those of them that are done to one place.
    handled: Words = frozenset()
    pointed: Words = frozenset()
    pointed_all: Words = frozenset()
    stressing: Words = frozenset()
    trailing: Words = frozenset()
    grounds: Words = frozenset()
    # What is named behind one of these is only likened: "as with a horse".
    likening: Words = frozenset()
    # People by what they are or do.
    persons: Words = frozenset()
    # What alone is left: "now I only do feet". A sentence of the past that begins with one of `then` opens that time.
    alone: Words = frozenset()
    then: Words = frozenset()
    then_phrases: Phrases = ()
    # Two words each that speak of nobody, as they are typed into search boxes ("massage near me") or name a part of the
    # body ("IT band"), and those of them that only a search box sees.
    unspoken: frozenset[tuple[str, ...]] = frozenset()
    searched: frozenset[tuple[str, ...]] = frozenset()
    # So many words of somebody who speaks make no sentence of one unbroken row of phrases: "I press glutes, psoas, …".
    stray_speakers: int = 0
    # Words that tell what is done or how it is. With one of them and an end, notes are sentences, not a row of terms.
    telling: Words = frozenset()
    # What is named behind one of these is not said of what was named before: "hamstrings, then the groin".
    moving_on: Words = frozenset()
    # From so many words on a run of them without a small word is a row of terms, whatever few words stand around it.
    shortest_wrapped: int = 0
    # Whether plus signs and hyphens between words part them as commas do: "glutes weak + hip flexors tight".
    signs_part: bool = False
    # Whether what is denied is quoted with the word that denies it: "don't use oil" in place of "oil".
    quotes_denials: bool = False
    # Whether of several structures that share places a name of one is no other one: "gluteus medius, which …".
    tells_names_apart: bool = False
