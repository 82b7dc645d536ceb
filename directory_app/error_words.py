"""What error pages say: title and advice by status, and sentences for what the domain refuses."""

from __future__ import annotations

CROWDED = ("Very many people are searching right now", "Wait a few seconds, then open the page again.")
PAUSED = ("This listing is paused", "Come back then, or search for somebody else from the start page.")
TOO_LARGE = ("That file is too large", "Go back and choose a smaller one, or a smaller copy of it.")
TOO_LATE = ("It is too late to undo this", "Nothing was changed.")

PAGES = {
    400: ("That request does not make sense to us", "Check the address, or go back and try again."),
    403: ("You cannot open this page", "It belongs to another kind of account. Sign in with the right one."),
    404: ("There is nothing here", "The page may have moved, or the listing may have been taken down."),
    405: ("That cannot be done here", "Go back and use the buttons of the page."),
    409: ("Somebody was faster", "This was changed or decided after you opened it. Nothing of yours is lost."),
    413: ("That is too much text", "Shorten what you send, then try again."),
    414: ("That address is too long", "Take something out of it, or start again from the search."),
    429: ("Too many attempts", "Wait, then try again."),
    500: ("Something went wrong on our side", "It has been noted. Try again in a minute."),
    503: ("We cannot save anything right now", "Try again in a minute."),
}
NOT_SHOWN = ("We cannot show this page right now", "It is not your fault. Try again in a minute.")
# Where what was typed can be sent again, where the page has to be opened again, and where it has no address.
STALE_WAYS = (
    "Nothing is lost: send it again as it was.",
    "Open the page again and send the form once more.",
    "Go back, open the page again and press the button once more.",
)
# States that say nothing behind "is already".
ALREADY = {
    "changes_requested": "sent back for changes",
    "submitted": "with a moderator",
    "replaced": "replaced by a newer version",
    "discarded": "given up by its therapist",
    "published": "public",
    "suspended": "taken down",
}

OWN_DECISION = "You made this decision yourself, so another moderator answers the appeal against it."
OWN_LISTING = "Nobody decides about a listing that is theirs or that they claim, nor reads here what others say of it."
WHO_DECIDES = "Another moderator does. Where there is none, an administrator can, unless it is theirs as well."
