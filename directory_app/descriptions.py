"""Titles and descriptions of profiles and places for lists of search results and shared links, made of facts alone."""

from __future__ import annotations

from collections.abc import Sequence

from .places.slugs import country_name, region_code
from .publishing import Profile

TITLE_LENGTH = 65
DESCRIPTION_LENGTH = 160

# What each choice says, short enough for a line of a search engine, by question. Both ends are told alike.
SAID: dict[str, dict[str, str]] = {
    "Q1": {
        "yes_whole_hour": "the whole hour on your low back, hips and thighs",
        "partly": "part of the hour on your low back",
        "extra_time_only": "extra time for your low back",
        "full_body_only": "full body sessions",
    },
    "Q2": {"yes": "myofascial techniques", "sometimes": "sometimes myofascial techniques", "no": "no myofascial work"},
    "Q3": {"routinely": "posture explained", "if_asked": "posture explained if asked"},
    "Q4": {"routinely": "referred pain explained", "if_asked": "referred pain explained if asked"},
    "Q5": {
        "none_or_only_at_the_end": "oil only at the end, if at all",
        "minimal": "little oil",
        "moderate": "some oil",
        "a_lot": "plenty of oil",
    },
}
ORDER = ("Q1", "Q5", "Q2", "Q4", "Q3")


def town(profile: Profile) -> str:
    """The city of the first place with what people write behind it: Portland, OR. Never a street."""
    if not profile.places:
        return ""
    place = profile.places[0]
    behind = region_code(place.country, place.region) if place.country in {"US", "CA"} else country_name(place.country)
    return ", ".join(part for part in (place.city, behind) if part)


def profile_title(profile: Profile, site_name: str) -> str:
    """Name, credentials and city, as far as they fit before the name of the site."""
    room = TITLE_LENGTH - len(f" – {site_name}")
    best = profile.name
    for more in (town(profile), profile.credentials):
        if more and len(f"{best}, {more}") <= room:
            best = f"{best}, {more}"
    return best


def place_title(front: str, names: Sequence[str], site_name: str, behind: str = "") -> str:
    """`front` with the first of `names` that fits before the name of the site; where none does, the last, cut off."""
    room = TITLE_LENGTH - len(f"{front}{behind} – {site_name}")
    name = next((one for one in names if len(one) <= room), None) or _shortened(names[-1], room)
    return f"{front}{name}{behind}"


def profile_description(profile: Profile) -> str:
    """Who, where, and what they say on the five questions, in at most 160 characters."""
    where = town(profile)
    who = _shortened(f"{profile.name}, massage therapist{f' in {where}' if where else ''}", 90)
    said = _said(profile)
    if not said:
        return f"{who}. How they answer five questions about their work with low back pain."
    text = f"{who}: {said[0]}"
    for more in said[1:]:
        if len(text) + len(more) + 3 <= DESCRIPTION_LENGTH:
            text = f"{text}, {more}"
    return f"{text}."


def _said(profile: Profile) -> list[str]:
    found = {}
    for reading in profile.readings:
        value = next((c.value for c in reading.question.choices if c.label == reading.choice_label), "")
        found[reading.question.id] = SAID.get(reading.question.id, {}).get(value, "")
    return [found[question] for question in ORDER if found.get(question)]


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
