"""What can go wrong in the domain, as exceptions that carry facts.

Actions and models raise these and views do not catch them: `error_pages` maps each class to a status and a page.
The text of an exception is for the log; pages word the facts themselves.
"""

from __future__ import annotations

from datetime import date, datetime


class DirectoryError(Exception):
    """Base of every error of the domain."""


class NotFound(DirectoryError):
    """The thing asked for does not exist, or not for this person.

    `back_on` is the day on which a paused listing plans to be back, where its therapist wants visitors to know.
    """

    def __init__(self, what: str, *, back_on: date | None = None) -> None:
        super().__init__(what)
        self.back_on = back_on


class ReplicaBehind(DirectoryError):
    """The replica that a page is read from knows less than this process knew already; the primary is asked instead."""


class IllegalMove(DirectoryError):
    """A listing or a revision cannot go from its state to the one asked for.

    `stands_on` is the page of it, an endpoint and its arguments, where the address of the request does not tell it.
    """

    def __init__(
        self,
        thing: str,
        state: str,
        wanted: str,
        *,
        decided_by: str | None = None,
        decided_at: datetime | None = None,
        stands_on: tuple[str, dict[str, int]] | None = None,
    ) -> None:
        super().__init__(f"{thing} is {state}, cannot become {wanted}")
        self.thing = thing
        self.state = state
        self.wanted = wanted
        self.decided_by = decided_by
        self.decided_at = decided_at
        self.stands_on = stands_on


class StaleVersion(DirectoryError):
    """Somebody else saved the same thing after this person opened it."""

    def __init__(self, thing: str, opened: int, stored: int) -> None:
        super().__init__(f"{thing} was opened at version {opened} and is now at {stored}")
        self.thing = thing
        self.opened = opened
        self.stored = stored


class TooLateToUndo(DirectoryError):
    """Something rests on a decision by now, so that it cannot be undone; `sentence` says what.

    `stands_on` is the page of what was decided: an endpoint and its arguments.
    """

    def __init__(self, sentence: str, stands_on: tuple[str, dict[str, int]]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.stands_on = stands_on


class OwnDecision(DirectoryError):
    """Whoever decided does not answer the appeal against it while somebody else can."""


class OwnListing(DirectoryError):
    """Nobody decides about their own listing, nor about one that they claim; `of_account`: about their own account."""

    def __init__(self, what: str, *, of_account: bool = False) -> None:
        super().__init__(what)
        self.of_account = of_account


class InvalidAnswers(DirectoryError):
    """A revision lacks what a public listing needs; `missing` names the steps in plain words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("missing: " + ", ".join(missing))
        self.missing = missing


class RubricRefused(DirectoryError):
    """A rubric that cannot become a release of this directory; the text says why, for an administrator."""


class RuleRefused(DirectoryError):
    """A change of a rule or an account that the rules themselves forbid; the text says why, for an administrator."""


class Crowded(DirectoryError):
    """More people search at this moment than one process serves at once."""


class BadParameter(DirectoryError):
    """A parameter of a public address has a value that means nothing; `sentence` says so to the visitor."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name
        self.sentence = sentence


class UnreadableExport(DirectoryError):
    """A file with everything about a therapist cannot be taken in; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InsecureConfiguration(DirectoryError):
    """Production settings are missing or unsafe; `faults` names each setting, never its value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class LetterRefused(DirectoryError):
    """The mail server will never take a letter for this address; trying again is of no use."""


class MailServerAway(DirectoryError):
    """The mail server cannot be reached or lets nobody in: no letter can leave now, whichever it is."""


class UnreadableFile(DirectoryError):
    """A file for the whole directory cannot be read at all; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BackupRefused(DirectoryError):
    """A backup cannot be made, read or restored; `sentence` says why, to the operator."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
