"""Words for machine values that several features show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .customs import TWELVE_HOURS

PRIVACY = {
    "exact": "Show the full address",
    "area": "Show the neighbourhood only, a circle about 2.8 km (1.8 miles) wide",
    "postal_code": "Show the middle of the postal code only",
    "mobile": "I travel to clients",
}
GENDERS = {"woman": "Woman", "man": "Man", "non-binary": "Non-binary"}
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def day_text(spans: list[list[str]], country: str = "", *, by_appointment: bool = False) -> str:
    """The hours of one day as people of a country read them; empty when closed.

    "09:00 to 17:00, by appointment", and in the United States "9:00 am to 5:00 pm, by appointment".
    """
    parts = [" to ".join(time_text(one, country) for one in span) for span in spans]
    return ", ".join([*parts, "by appointment"] if by_appointment else parts)


def time_text(time: str, country: str = "") -> str:
    """A time of day such as 17:00 as people of a country read it; 24:00 is the end of a day."""
    if country not in TWELVE_HOURS:
        return time
    hour, minute = map(int, time.split(":"))
    if minute == 0 and hour % 12 == 0:
        # Whether twelve is am or pm is known to few.
        return "noon" if hour == 12 else "midnight"
    return f"{(hour - 1) % 12 + 1}:{minute:02} {'am' if hour < 12 else 'pm'}"


def week_text(hours: Mapping[str, list[list[str]]], by_appointment: Sequence[str], country: str) -> str:
    """The hours of a week on one line, days that are alike together: "Mon–Fri 09:00 to 17:00; Sat by appointment"."""
    runs: list[tuple[str, list[str]]] = []
    for day, label in DAYS.items():
        text = day_text(hours.get(day) or [], country, by_appointment=day in by_appointment)
        if runs and runs[-1][0] == text:
            runs[-1][1].append(label[:3])
        else:
            runs.append((text, [label[:3]]))
    # A closed day parts those around it and is not named itself.
    return "; ".join(f"{'–'.join(dict.fromkeys((days[0], days[-1])))} {text}" for text, days in runs if text)


LEVELS = {"L0": "Claimed", "L1": "Explained", "L2": "Confirmed by clients", "L3": "Checked in an interview"}
LEVELS_PLAIN = {
    "L0": "Claimed: the therapist picked a choice from a list and explained little.",
    "L1": "Explained: the therapist says it in their own words, and nobody else has confirmed it yet.",
    "L2": "Confirmed: clients reported after their sessions that it was mostly as the therapist says.",
    "L3": "Checked: a moderator asked the therapist the same questions in an interview.",
}
STATES = {
    "draft": "Draft",
    "submitted": "Waiting for a moderator",
    "changes_requested": "Changes asked for",
    "approved": "Approved",
    "rejected": "Not accepted",
    "replaced": "Replaced by a newer version",
    "discarded": "Given up by its therapist",
    "published": "Public",
    "paused": "Paused",
    "suspended": "Suspended",
    "closed": "Closed",
}
FLAGS = {
    "keyword_list": "A list of keywords instead of an answer",
    "copied": "Close to another text",
    "echo": "Repeats the question",
    "unfilled": "A form that was not filled in",
    "contradiction": "Two places say opposite things",
    "claim": "Promises a result",
    "contact_in_text": "Contact details inside the text",
    "instruction": "Addresses the reader of answers instead of visitors",
    "refused_word": "Words that the rules of the place keep out",
    "disguised": "Hidden or look-alike characters",
    "address_in_text": "An address, although the place is not shown in full",
    "unsafe": "Could be misread as a sexual service, or could harm",
}
# Parts of a listing beside the questions, for which a moderator can say what to change.
PARTS = {"about": "Who you are", "place": "Where you work", "practical": "Techniques, prices, access"}
