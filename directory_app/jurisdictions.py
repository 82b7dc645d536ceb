"""The rules of the places where a therapist works: which apply, and what they ask of a listing.

Who works in several places keeps the rules of all of them, the strictest of each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from .models import Jurisdiction, Licence, Location, Revision

ALLOWED = "allowed"
NUMBER, BAND = "number", "band"
NUMBER_WORDS = "{place} licence number {number}"
# The rules whose sources are told, by their column.
RULES = {
    "licence": "Whether there is a licence",
    "licensed_only": "Only licensed people may advertise",
    "licence_number_in_listing": "The licence number stands in each advertisement",
    "testimonials": "What clients report",
    "score_shown": "The score in words, without figures",
    "refused_words": "Words that may not stand in advertisements",
    "reserved_titles": "Titles for licensed people only",
}

# What a rule in effect does to a listing, as the end of a sentence.
EFFECTS = {
    "licensed_only": "only people with a licence are listed",
    "licence_number_in_listing": "the licence number stands wherever the listing is shown",
    "testimonials": "what clients report is neither shown nor counted",
    "score_shown": "the score is shown in words, without figures",
    "refused_words": "some words may not stand in a listing",
    "reserved_titles": "some titles may be used by licensed people only",
}

_KNOWN = select(Jurisdiction).where(
    or_(
        Jurisdiction.code.in_(bindparam("codes", expanding=True)),
        Jurisdiction.name.in_(bindparam("names", expanding=True)),
    )
)


@dataclass(frozen=True)
class Rules:
    """The rules of all places of a listing, in the order of the places; none where nothing is known of them."""

    places: tuple[Jurisdiction, ...] = ()

    @property
    def score_shown(self) -> str:
        """Number, or band where the rules of one place do without figures."""
        return BAND if any(one.score_shown == BAND for one in self.places) else NUMBER

    @property
    def forbids_testimonials(self) -> Jurisdiction | None:
        """The first place where reports of clients may not be shown."""
        return next((one for one in self.places if one.testimonials != ALLOWED), None)

    @property
    def in_effect(self) -> list[tuple[Jurisdiction, str]]:
        """Each place with a rule that changes how this listing is shown, as pairs of place and column."""
        return [(place, rule) for place in self.places for rule in effects_of(place)]

    def licence_line(self, licences: Sequence[Licence]) -> str:
        """The licence numbers that have to stand wherever the listing is shown, in the words of the rules."""
        wanted = [place for place in self.places if place.licence_number_in_listing]
        found = ((place, number_for(place, licences)) for place in wanted)
        lines = ((place.number_words or NUMBER_WORDS, place.name, number) for place, number in found if number)
        return "; ".join(dict.fromkeys(words.format(place=name, number=number) for words, name, number in lines))[:240]

    def lacking(self, licences: Sequence[Licence]) -> list[Jurisdiction]:
        """The places that keep everybody without a licence out, and for which no number is stated."""
        return [one for one in self.places if one.licensed_only and not number_for(one, licences)]


def effects_of(place: Jurisdiction) -> list[str]:
    """The columns in which the rules of a place ask for more than those of most places."""
    asked = {
        "licensed_only": place.licensed_only,
        "licence_number_in_listing": place.licence_number_in_listing,
        "testimonials": place.testimonials != ALLOWED,
        "score_shown": place.score_shown == BAND,
        "refused_words": bool(place.refused_words),
        "reserved_titles": bool(place.reserved_titles),
    }
    return [rule for rule, yes in asked.items() if yes]


def number_for(place: Jurisdiction, licences: Sequence[Licence]) -> str:
    """The number of a licence of this place; empty where none is stated, or only those of other places."""
    names = {place.code.casefold(), place.code.rpartition("-")[2].casefold(), place.name.casefold()}
    numbered = [one for one in licences if one.number and not one.none_exists]
    own = next((one.number for one in numbered if one.region.strip().casefold() in names), "")
    # One without a place is taken for the place where its holder works.
    return own or next((one.number for one in numbered if not one.region.strip()), "")


def rules_of(session: Session, revision: Revision) -> Rules:
    """The rules of all places of a version."""
    return rules_for(session, [revision])[0]


def rules_for(session: Session, revisions: Sequence[Revision]) -> list[Rules]:
    """The rules of several versions in their order, looked up at once."""
    known = _known(session, [place for revision in revisions for place in revision.locations])
    return [Rules(tuple(dict.fromkeys(_matching(known, revision.locations)))) for revision in revisions]


def _matching(known: Sequence[Jurisdiction], places: Sequence[Location]) -> Iterator[Jurisdiction]:
    for place in places:
        found = _at(known, place)
        if found is not None:
            yield found


def _known(session: Session, places: Sequence[Location]) -> Sequence[Jurisdiction]:
    if not places:
        return []
    codes = {code for place in places for code in (place.country, f"{place.country}-{place.region.upper()}")}
    return session.scalars(_KNOWN, {"codes": sorted(codes), "names": sorted({place.region for place in places})}).all()


def _at(known: Sequence[Jurisdiction], place: Location) -> Jurisdiction | None:
    own = {place.country, f"{place.country}-{place.region.upper()}"}
    by_name = [one for one in known if one.name == place.region and one.code.startswith(f"{place.country}-")]
    return max([*by_name, *(one for one in known if one.code in own)], key=lambda one: len(one.code), default=None)


def jurisdiction_of(session: Session, revision: Revision) -> Jurisdiction | None:
    """The rules of a version's first place; None without a place or where none are known."""
    first = revision.locations[:1]
    return _at(_known(session, first), first[0]) if first else None


def forbids_testimonials(session: Session, revision: Revision) -> Jurisdiction | None:
    """The first jurisdiction of this version's places where clients' reports may not be shown; None where they may."""
    return rules_of(session, revision).forbids_testimonials


def refused_words(session: Session, revision: Revision) -> dict[str, str]:
    """Words that the rules of the places of work keep out of advertisements, each with the reason to give.

    Titles for licensed people are among them while no number of such a licence is stated.
    """
    return refused_by(rules_of(session, revision), revision.listing.licences)


def refused_by(rules: Rules, licences: Sequence[Licence]) -> dict[str, str]:
    """The same of rules that were looked up before."""
    found: dict[str, str] = {}
    for place in rules.places:
        for word in place.refused_words:
            found.setdefault(word, _refusal(place, "refused_words", "Say the same without comparing or a title."))
        if not number_for(place, licences):
            advice = "It is for those whose licence is stated: give the number in the step Licences, or leave it out."
            for title in place.reserved_titles:
                found.setdefault(title, _refusal(place, "reserved_titles", advice))
    return found


def _refusal(place: Jurisdiction, rule: str, advice: str) -> str:
    citation = source_of(place, rule)[0]
    behind = f" ({citation})" if citation else ""
    return f"The rules for advertising in {place.name} keep this out{behind}. {advice}"


def rule_words(place: Jurisdiction, rule: str) -> str:
    """What a rule that is in effect in a place does to a listing, as the end of a sentence."""
    words = EFFECTS[rule]
    named = {"refused_words": place.refused_words, "reserved_titles": place.reserved_titles}.get(rule)
    return f"{words}: {', '.join(f'“{one}”' for one in named)}" if named else words


def source_of(place: Jurisdiction, rule: str) -> tuple[str, str, str]:
    """Where a rule stands, the month in which it was read, and a note; each may be empty.

    A rule without a source of its own has that of its place.
    """
    own = place.sources.get(rule)
    if own is None and rule in effects_of(place):
        own = {"citation": place.citation, "as_of": place.as_of}
    own = own or {}
    return own.get("citation") or "", own.get("as_of") or "", own.get("note") or ""


def all_rules(session: Session) -> list[Jurisdiction]:
    """Every place with known rules, by country and name."""
    found = session.scalars(select(Jurisdiction)).all()
    return sorted(found, key=lambda one: (one.code.partition("-")[0] != "US", one.code.partition("-")[0], one.name))


def refused_in(texts: Sequence[str], refused: Mapping[str, str]) -> list[str]:
    """The refused words that stand in some texts, as they are written there."""
    found = (
        match.group(0) for word in refused for text in texts for match in re.finditer(whole(word), text, re.IGNORECASE)
    )
    return list(dict.fromkeys(found))


def whole(word: str) -> str:
    """The pattern of a word that is not part of a longer one."""
    return rf"(?<!\w){re.escape(word)}(?!\w)"
