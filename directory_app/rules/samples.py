"""Sample values for previews of letters, by the names that letters use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

HOME = "https://directory.example"
ADDRESS = f"{HOME}/…"
THERAPIST, VISITOR = "Mara Lindqvist", "Jo Miller"


class Sample:
    """Stands for a value that no sample is written for: shows its name, has every part, and is there."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Sample:
        if name.startswith("_"):
            raise AttributeError(name)
        return Sample(f"{self._name}.{name}")

    def __getitem__(self, key: object) -> Sample:
        return Sample(f"{self._name}.{key}")

    def __call__(self, *_: object, **__: object) -> Sample:
        return self

    def __iter__(self) -> Iterator[Sample]:
        return iter([Sample(f"{self._name} 1"), Sample(f"{self._name} 2")])

    def __str__(self) -> str:
        return f"[{self._name}]"


def sample(name: str, width: int = 0) -> Any:
    """A value for a name: a list of tuples where a letter takes it apart into so many."""
    if width:
        return [tuple(Sample(f"{name} {row}.{part}") for part in range(1, width + 1)) for row in (1, 2)]
    if name.startswith(("is_", "has_", "was_")):
        return True
    return ADDRESS if name.endswith(("_page", "_link")) else Sample(name)


def emptied(value: Any) -> Any:
    """What stands in the place of a value where there is none."""
    if isinstance(value, bool):
        return False
    return "" if isinstance(value, (str, Sample)) else [] if isinstance(value, list) else value


SAMPLES: dict[str, Any] = {
    "name": THERAPIST,
    "therapist": THERAPIST,
    "visitor": VISITOR,
    "email": "jo@example.org",
    "body": "> Hello, do you have time for a session on my low back next week?",
    "text": "I think that my answer was read wrong, because it says so in the second sentence.",
    "note": "Thank you for the long answer to the second question.",
    "letter": "Part of your listing is still empty, so visitors could not make up their minds from it.",
    "bio": "I have worked with backs for eleven years.",
    "told": [("Name", THERAPIST), ("Address", "Portland, OR 97205"), ("Languages", "English")],
    "about": [("Question 1", "Say how much of the hour you can spend on one area.")],
    "parts": ["Question 2"],
    "answers": [("Do you use a lot of oil?", "Hardly any", "A little at the end, to smooth things out.")],
    "facts": [{"label": "Opening hours", "days": 97}, {"label": "Prices", "days": 120}],
    "addresses": {
        "inbox": f"{HOME}/my-listing/messages/…",
        "conversation": f"{HOME}/messages/…",
        "profile": f"{HOME}/therapists/mara-lindqvist-portland",
        "claim": f"{HOME}/therapists/mara-lindqvist-portland/claim",
        "before_you_book": f"{HOME}/before-you-book",
        "contact": f"{HOME}/contact",
    },
    "due": "3 March 2027",
    "appeal_until": "30 March 2027",
    "when": datetime(2027, 3, 3, 9, 30, tzinfo=UTC),
    "device": "Firefox on Windows",
    "site_name": "Clear Hands",
    "day": "3 March 2027",
    "ends": "30 April 2027",
    "own_end": True,
    "board": "Oregon Board of Massage Therapists",
    "number": "LMT-23817",
    "heard": [("2", "Myofascial techniques", "Holds still until the tissue gives way, without oil.", 82)],
    "sent_back": ["Question 2"],
    "restored": True,
    "public": True,
    "suspended": True,
    "role": "moderator",
    "code": "482 913",
    "minutes": 30,
    "days": 14,
    "again": 30,
    "proof": "email",
    "question": "2",
    "profile": f"{HOME}/therapists/mara-lindqvist-portland",
    "my_listing": f"{HOME}/my-listing",
    "page": f"{HOME}/my-listing/score",
    "appeal": f"{HOME}/my-listing/decisions/…/appeal",
    "still_true": f"{HOME}/my-listing/still-true",
    "stop": f"{HOME}/my-listing/no-reminders/…",
    "reason": "Somebody else has the password of this account.",
    "upheld": True,
    "queued": True,
    "flag_fell": True,
    "shares_email": True,
    "may_write_again": True,
    "is_public": True,
    "claimed": True,
}

# Where a name stands for something else than in most letters.
_LICENCE = {"page": f"{HOME}/my-listing/licence"}
SAMPLES_OF: dict[str, dict[str, Any]] = {
    "account_passkey_added": {"name": "My phone"},
    "account_passkey_removed": {"name": "My phone"},
    "account_role_given": {"reason": "Anna helps us with the reports from now on."},
    "account_role_taken": {"reason": "Thank you for your help over the years."},
    "account_second_factor_reset": {"reason": "You told us on the telephone that your old one is lost."},
    "account_unblocked": {"reason": "You told us that the account is in your hands again."},
    "appeal_answered": {"about": "“slow pressure”"},
    "appeal_received": {"about": "“slow pressure”"},
    "claim_accepted": {"note": "Welcome. Please look whether everything is still right."},
    "claim_refused": {"note": "The number on the document is not the one in the register."},
    "decision_approve": {"note": "Thank you for the clear answers."},
    "interview_withdrawn": {"reason": "It was recorded for the wrong listing."},
    "licence_check_withdrawn": {**_LICENCE, "reason": "The number belongs to somebody of the same name."},
    "licence_lapsed": _LICENCE,
    "licence_lapsing": _LICENCE,
    "licence_not_found": {**_LICENCE, "outcome": "not_found", "note": "Is a digit missing in the number?"},
    "message_report_closed": {
        "reason": "A message threatens or insults",
        "outcome": "acted",
        "note": "We wrote to the sender that this must stop.",
        "page": f"{HOME}/my-listing/messages/…",
    },
    "report_closed": {
        "reason": "The prices are not right",
        "outcome": "acted",
        "note": "The therapist has put the prices right.",
    },
    "taken_back": {
        "subject_of_letter": "Your listing was not accepted",
        "standing": "Your listing waits for a moderator again, as you sent it in. You need not do anything.",
        "address": f"{HOME}/my-listing",
    },
}
