"""The one thing that a therapist may do next, for the top of the overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..ageing import Fact
from ..models import Decision, DecisionKind, Listing, ListingState
from ..versions import says_nothing_new
from .queries import MessageCounts, StepState


@dataclass(frozen=True)
class Next:
    """What to do: a sentence, and a label with the page it leads to; without a label there is nothing to do.

    `page` is a step, or one of check, messages, facts, pause, note, why.
    """

    words: str
    label: str = ""
    page: str = ""


def next_thing(
    listing: Listing,
    steps: Sequence[StepState],
    messages: MessageCounts,
    old_facts: Sequence[Fact],
    decision: Decision | None = None,
    *,
    appealed: bool = False,
) -> Next:
    """What comes first: visitors who wait, then a version that a moderator sent back, then a draft, then old facts.

    `decision` is the newest about the listing: where that took it down, the page says why, and how to appeal. While an
    appeal waits, what was sent back goes into the queue again only if it is left as it is.
    """
    if listing.state is ListingState.CLOSED:
        return Next("There is nothing to do here.")
    if listing.state is ListingState.SUSPENDED:
        return _of_taken_down(decision)
    if messages.new:
        many = messages.new > 1
        return Next(
            f"{messages.new} new messages wait for you." if many else "A new message waits for you.",
            "Read them" if many else "Read it",
            "messages",
        )
    working = listing.working
    if appealed:
        return Next("Your appeal is being read; there is nothing to do.")
    if working is not None and working.state in ("changes_requested", "rejected"):
        return Next("Read what the moderator asks for, change it, and send it in again.", "See what to change", "note")
    if working is not None and working.editable:
        if says_nothing_new(working):
            return Next("Nothing is changed yet. Open a step below to change what it says.")
        return _of_draft(steps)
    if listing.state is ListingState.PAUSED:
        return Next("Show it again whenever you like.", "Change the pause", "pause")
    if working is not None:
        return Next("There is nothing to do: the moderator is next.")
    if old_facts:
        return Next(
            f"{old_facts[0].label}: last confirmed {old_facts[0].days} days ago.", "Does it still hold?", "facts"
        )
    return Next("There is nothing to do today.")


def _of_taken_down(decision: Decision | None) -> Next:
    if decision is None or decision.kind is not DecisionKind.SUSPEND:
        return Next("You can go on reading and changing what you wrote.")
    if decision.can_be_appealed:
        return Next("Read why it was taken down. If you think that is a mistake, appeal.", "Read why", "why")
    if decision.appeal is not None and decision.appeal.is_open:
        return Next("There is nothing to do: a moderator reads your appeal.")
    return Next("Read why it was taken down. You can go on changing what you wrote.", "Read why", "why")


def _of_draft(steps: Sequence[StepState]) -> Next:
    # A photo may stay out, and in many places there is no licence.
    open_steps = [one for one in steps if one.lacks]
    if not open_steps:
        return Next("Everything is there. Read it once more and send it in.", "Check and send in", "check")
    first = open_steps[0]
    left = f"{len(open_steps)} steps are" if len(open_steps) > 1 else "One step is"
    name = f"Question {first.id[1:]}" if first.id.startswith("Q") else first.label
    return Next(f"{left} still open.", f"Go on with: {name}", first.id)
