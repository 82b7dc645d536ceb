"""How often visitors may look at contact details, write and report, and the sentence for who does it more often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .callers import account_named, conversation_named, listing_named, network, signed_in


@dataclass(frozen=True)
class VisitorLimit:
    """How often something may be done with one view, counted by `key`, and the sentence for who does it more often.

    Of a form only what `stores` counts, unless it stores nothing. `beside` are views that count together with it.
    """

    endpoint: str
    method: str
    amount: str
    key: Callable[[], str]
    sentence: str
    stores: bool = True
    beside: tuple[str, ...] = ()


VISITOR_LIMITS = (
    VisitorLimit(
        "search.contact",
        "GET",
        "30 per hour",
        network,
        "You have looked at many telephone numbers and addresses in the last hour. Wait an hour, or write a message.",
        beside=("shortlist.call_card_with_phone", "shortlist.call_card_with_phone_pdf"),
    ),
    VisitorLimit(
        "messages.message",
        "POST",
        "5 per hour",
        network,
        "Five messages an hour can be sent from one connection. Wait an hour, or telephone.",
    ),
    VisitorLimit(
        "messages.message",
        "POST",
        "20 per day",
        listing_named,
        "This therapist has had very many messages today. Telephone, or write again tomorrow.",
    ),
    VisitorLimit(
        "messages.message",
        "POST",
        "10 per day",
        account_named,
        "Ten messages a day can be sent with one e-mail address. Write again tomorrow, or telephone.",
    ),
    VisitorLimit(
        "claims.begin",
        "POST",
        "5 per day",
        network,
        "Five listings a day can be claimed from one connection. Wait until tomorrow, or write to us.",
    ),
    VisitorLimit(
        "messages.conversation",
        "POST",
        "10 per day",
        conversation_named,
        "Ten messages a day can be sent in one conversation. Write again tomorrow, or telephone.",
    ),
    VisitorLimit(
        "messages.conversation",
        "POST",
        "20 per hour",
        network,
        "Twenty messages an hour can be sent from one connection. Wait an hour, or telephone.",
    ),
    VisitorLimit(
        "messages.reply",
        "POST",
        "40 per hour",
        signed_in,
        "Forty answers an hour can be sent. Wait an hour; what you wrote stands below.",
    ),
    VisitorLimit(
        "leaving.export_all",
        "POST",
        "6 per hour",
        signed_in,
        "The file can be made six times an hour. Wait an hour, then make it again.",
        stores=False,
    ),
    VisitorLimit(
        "messages.report",
        "POST",
        "20 per day",
        signed_in,
        "Twenty messages a day can be reported. For more, write to us: the address stands under About and contact.",
    ),
    VisitorLimit(
        "reports.report",
        "POST",
        "5 per hour",
        network,
        "Five reports an hour can be sent from one connection. Wait an hour. In danger, call your emergency number.",
    ),
    VisitorLimit(
        "reports.report",
        "POST",
        "20 per day",
        listing_named,
        "This listing was reported very often today, and a moderator is about to see it. Write again tomorrow.",
    ),
)
