"""Words for machine values that several features show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .customs import TWELVE_HOURS
from .models import BY_CHOICE, Flag

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


def opening_lines(
    hours: Mapping[str, list[list[str]]], by_appointment: Sequence[str] = (), country: str = ""
) -> list[tuple[str, str]]:
    """The hours of a week, days that follow one another and are alike together, closed days left out.

    [("Monday to Thursday", "09:00 to 17:00"), ("Saturday", "by appointment")].
    """
    return [(_spelled(days), text) for days, text in _runs(hours, by_appointment, country)]


def week_text(hours: Mapping[str, list[list[str]]], by_appointment: Sequence[str], country: str) -> str:
    """The same on one line: "Mon–Thu 09:00 to 17:00; Sat by appointment"."""
    runs = _runs(hours, by_appointment, country)
    return "; ".join(f"{'–'.join(dict.fromkeys((days[0][:3], days[-1][:3])))} {text}" for days, text in runs)


def _runs(
    hours: Mapping[str, list[list[str]]], by_appointment: Sequence[str], country: str
) -> list[tuple[list[str], str]]:
    runs: list[tuple[list[str], str]] = []
    for day, label in DAYS.items():
        text = day_text(hours.get(day) or [], country, by_appointment=day in by_appointment)
        if runs and runs[-1][1] == text:
            runs[-1][0].append(label)
        else:
            runs.append(([label], text))
    # A closed day parts those around it and is not named itself.
    return [(days, text) for days, text in runs if text]


def _spelled(days: Sequence[str]) -> str:
    return " and ".join(days) if len(days) < 3 else f"{days[0]} to {days[-1]}"


LEVELS = {"L0": "Claimed", "L1": "Explained", "L2": "Confirmed by clients", "L3": "Checked in an interview"}
# The lowest level has many causes, such as an open choice, another language or a relaxing style: no cause is named.
LEVELS_PLAIN = {
    "L0": "Claimed: stated by the therapist. Too few answers meet the criteria for “Explained”, which look for "
    "clinical work: a relaxing style seldom meets them, however well it is explained.",
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
DECISIONS = {
    "approve": "Approved",
    "approve_parts": "Approved in parts",
    "ask_for_changes": "Changes asked for",
    "reject": "Rejected",
    "suspend": "Taken down",
    "restore": "Brought back",
}
PARTS = {"about": "Who you are", "place": "Where you work", "practical": "Techniques, prices, access"}
# What the audit recorded, as something that was done, so that "by" and a name can follow.
DEEDS = {
    "address_change_asked": "Change of the e-mail address asked for",
    "address_change_withdrawn": "Change of the e-mail address taken back",
    "address_changed": "E-mail address changed",
    "address_confirmed": "E-mail address confirmed",
    "appeal_moot": "Appeal ended, because its version was given up",
    "appeal_refused": "Appeal answered: the decision stands",
    "appeal_upheld": "Appeal answered: the therapist is right",
    "appealed": "Decision appealed",
    "approve": "Approved",
    "approve_parts": "Approved in parts, the rest sent back",
    "ask_for_changes": "Changes asked for",
    "audit_exported": "Audit taken as a file",
    "blocked": "Account blocked",
    "burst_dismissed": "New accounts looked at: there is an honest reason",
    "burst_upheld": "New accounts looked at: they belong together",
    "changed_hands": "Listing given to another account",
    "claim_accepted": "Claim accepted",
    "claim_code_read_out": "Code for a claim read out",
    "claim_disputed": "Claim disputed",
    "claim_document_sent": "Document for a claim sent in",
    "claim_opened": "Listing claimed",
    "claim_proved": "Claim proved by a code",
    "claim_refused": "Claim refused",
    "claim_undisputed": "Claim disputed no more",
    "claim_withdrawn": "Claim withdrawn by who made it",
    "code_closed": "Code for a client closed",
    "codes_closed": "Codes for clients closed",
    "codes_made": "Codes for clients made",
    "confirmations_counted": "Confirmations of clients counted",
    "confirmations_refused": "Held confirmations refused",
    "confirmations_released": "Held confirmations released",
    "contact_changed": "Contact or hours changed",
    "deleted": "Deleted",
    "discarded": "Draft given up",
    "edit_begun": "New version begun",
    "exported": "Own data taken as a file",
    "exported_directory": "Directory exported",
    "facts_confirmed": "Facts confirmed as still true",
    "field_put_right": "Hidden part put right",
    "field_shown_again": "Hidden part shown again",
    "fields_hidden": "Parts of the listing hidden",
    "flag_dismissed": "Flag found without ground",
    "flag_upheld": "Flag found right",
    "flags_reviewed": "Flags reviewed",
    "import_finished": "Import finished",
    "import_started": "Import started",
    "import_stopped": "Import stopped",
    "imported": "Imported",
    "imported_again": "Imported once more",
    "interview_recorded": "Interview recorded",
    "interview_withdrawn": "Interview taken back",
    "invited": "Invited",
    "job_asked": "Job asked for",
    "letters_tried_again": "Letters tried once more",
    "licence_check_lapsed": "Check of a licence ran out",
    "licence_check_withdrawn": "Check of a licence taken back",
    "licence_found": "Licence found in the register",
    "licence_not_current": "Licence found, but no longer in force",
    "licence_not_found": "Licence not found in the register",
    "licences_changed": "Licences changed",
    "message_reported": "Message of a visitor reported",
    "note_deleted": "Note between moderators deleted",
    "note_left": "Note left for other moderators",
    "npi_changed": "NPI changed",
    "objected": "Objection to the reading of an answer sent in",
    "objection_moot": "Objection ended, because its version was given up",
    "objection_refused": "Objection answered: the reading stands",
    "objection_upheld": "Objection answered: the therapist is right",
    "own_code_tried": "Code of one's own sheet tried",
    "passkey_added": "Passkey added",
    "passkey_removed": "Passkey removed",
    "password_changed": "Password changed",
    "password_reset": "Password set anew by a letter",
    "pause_changed": "Pause changed",
    "paused": "Listing paused",
    "place_hidden": "Place hidden",
    "registered": "Account made",
    "registered_again": "Address registered once more before it was confirmed: the password typed first is void",
    "reject": "Rejected",
    "reminders_off": "Reminders turned off",
    "reminders_on": "Reminders turned on",
    "report_closed": "Report closed",
    "reported": "Reported",
    "restored": "Brought back",
    "resumed": "Pause ended",
    "returned": "Pause ended on the planned day",
    "role_given": "Role given",
    "role_taken": "Role taken",
    "rubric_added": "Rubric added",
    "rule_changed": "Rule changed",
    "run_begun": "Run through all listings begun",
    "run_stopped": "Run through all listings stopped",
    "second_factor_off": "Second factor turned off",
    "second_factor_on": "Second factor turned on",
    "second_factor_reset": "Second factor taken off for its owner",
    "sender_blocked": "Sender of a message blocked",
    "sender_unblocked": "Sender of a message let through again",
    "sign_ins_ended": "Sign-ins ended",
    "started": "Listing begun",
    "submitted": "Sent to a moderator",
    "suspended": "Taken down",
    "taken_in": "Own file taken in",
    "testimonials_set": "Rule on testimonials set",
    "unblocked": "Account no longer blocked",
    "undone": "Decision taken back",
    "withdrawn": "Taken back by its therapist",
}
# Who acted without an account.
ACTORS = {"": "the directory", "system": "the directory", "operator": "the operator"}


def flag_place(flag: Flag, whose: str) -> str:
    """Where a flag stands, with all places that say opposite things: "question 2 and question 5"."""
    if flag.question_id == "bio":
        return f"the text about {whose}"
    between = flag.detail.get("between") or [flag.question_id]
    *places, last = [place_words(one) for one in between if one] or ["the listing"]
    return f"{', '.join(places)} and {last}" if places else last


def place_words(place: str) -> str:
    """One place that a flag names: "question 5" or "the choice of question 5"."""
    question = f"question {place.removesuffix(BY_CHOICE)[1:]}"
    return f"the choice of {question}" if place.endswith(BY_CHOICE) else question
