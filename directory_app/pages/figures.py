"""How well answers are read, as measured on the part of the corpus that was kept away until the end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """When it was measured, and what, a sentence each: `python -m benchmarks.scoring --part untouched`."""

    when: str
    lines: tuple[str, ...]


FIGURES = Figures(
    when="832 texts, 317 tricks, 91 odd but honest texts and 197 whole practices, measured on 1 December 2026",
    lines=(
        "The order of texts agrees with that of people: rank correlation 0.90, where 1 is the same order and 0 is "
        "chance. Counting thirty keywords gives 0.53.",
        "Of a clearly clinical text and one with nothing to the point, it puts the right one first 99 times in 100; "
        "of a clearly clinical and a half-right one, 93 times.",
        "It keeps 96 of 100 tricks low: all word lists, mockery and plans, nearly all right answers under a wrong "
        "question, false but fluent anatomy and denials, all contradictions. Of the usual tricks by people whose "
        "manner of writing it never met, it kept 85 to 98 of 100 low, of tricks that a careful reader has to think "
        "about 80, and more than half of the texts that are right but for one sentence. Where a sentence before or "
        "behind a good answer says that it is not so, it sees that 68 times in 100, in the middle of one 39 times.",
        "It keeps 99 of 100 honest texts high that look odd: dialect, typing slips, second languages, jokes, notes; by "
        "people whose manner it never met, 75 to 98; dense Latin, dialect in verse and heavy typing slips fare worst.",
        "What public pages of therapists, clinics, spas and shops say, told again by people it never met, it orders "
        "nearly as well: rank correlation 0.87, and 90 times in 100 the clearly clinical before the half-right one. It "
        "keeps 96 of 100 good ones high and 88 of 100 empty ones low. Right words about another place than the low "
        "back are hardest.",
        "Answers in Spanish, French and German by people whose manner it never met it orders nearly as well: rank "
        "correlation 0.88 to 0.89, on 90 to 150 texts each. Tricks in these languages it sees less often: of 1,320 "
        "it kept two thirds low, and a sentence that turns a good answer round it sees one time in three, "
        "within the answer one time in six.",
        "The order of whole practices agrees less: 0.76, where 1 is the same order and people who grade the same "
        "practices agree at about 0.9.",
    ),
)
