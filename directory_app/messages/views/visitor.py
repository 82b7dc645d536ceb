"""Pages where a visitor writes to a therapist and reads on."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import publishing, totals
from ...access import anyone
from ...db import session
from ...errors import NotFound
from ...models import Message, PublicListing, TotalKind
from .. import actions, queries, tokens
from ..forms import AnswerForm, MessageForm
from .blueprint import addresses, blueprint

BLOCKED = "This therapist does not take messages from this address. Please choose another therapist."


@blueprint.route("/therapists/<slug>/message", methods=["GET", "POST"])
@anyone
def message(slug: str) -> str | tuple[str, int] | Response:
    """Write, check, send. Whoever springs the trap for programs is asked to check once more, and nothing is lost.

    A form that was gone back to after it was sent says so.
    """
    listing = publishing.public_listing(session, slug)
    if not queries.can_be_written_to(session, listing):
        raise NotFound(f"nobody to write to at {slug!r}")
    form = MessageForm().for_therapist(queries.has_inbox(session, listing))
    step = request.form.get("step")
    sent_before = queries.sent_by_form(session, listing, form.key) if request.method == "POST" else None
    if sent_before is not None:
        return _sent_before(listing, form, sent_before, step)
    if request.method != "POST" or step == "change":
        return render_template("messages/write.html", listing=listing, form=form)
    if not form.validate() or _is_blocked(listing, form):
        return render_template("messages/write.html", listing=listing, form=form), 422
    if step != "send" or form.is_trapped:
        again = step == "send"
        return render_template("messages/check.html", listing=listing, form=form, note=form.note(), again=again)
    _send(listing, form)
    return redirect(url_for("messages.sent", slug=slug, shown=_shown(form)), 303)


def _sent_before(listing: PublicListing, form: MessageForm, sent_before: Message, step: str | None) -> str | Response:
    """Pressed twice, it is one message, and other words are not sent unasked: they can become a new one."""
    is_the_same = form.note().body == sent_before.body
    if step == "send" and is_the_same:
        return redirect(url_for("messages.sent", slug=listing.slug, again="yes", shown=_shown(form)), 303)
    form.begin_anew()
    return render_template(
        "messages/sent_before.html", listing=listing, form=form, message=sent_before, is_the_same=is_the_same
    )


def _shown(form: MessageForm) -> str | None:
    return "yes" if form.shares_email.data else None


def _is_blocked(listing: PublicListing, form: MessageForm) -> bool:
    blocked = queries.is_blocked(session, listing.listing_id, tokens.senders_of(form.email.data or ""))
    if blocked:
        form.email.errors = [BLOCKED]
    return blocked


def _send(listing: PublicListing, form: MessageForm) -> None:
    note = form.note()
    sent = actions.send(
        session,
        listing,
        note,
        form.key,
        sender=tokens.sender_of(note.email),
        addresses=addresses(form.key, listing.slug),
    )
    session.commit()
    if sent is not None:
        totals.count(TotalKind.MESSAGE_SENT, [listing.listing_id])


@blueprint.get("/therapists/<slug>/message/sent")
@anyone
def sent(slug: str) -> str:
    """What happens next."""
    listing = publishing.public_listing(session, slug)
    shown, again = (request.args.get(name) == "yes" for name in ("shown", "again"))
    has_inbox = queries.has_inbox(session, listing)
    return render_template("messages/sent.html", listing=listing, shown=shown, again=again, has_inbox=has_inbox)


@blueprint.route("/conversation/<token>", methods=["GET", "POST"])
@anyone
def conversation(token: str) -> str | tuple[str, int] | Response:
    """The visitor's side: what was written and answered, and room to write again. The address is the key to it.

    Whoever was blocked reads on and finds no form; what was sent from one opened before is shown, and goes nowhere.
    """
    key = tokens.unsealed(token)
    if queries.asides_with(session, key):
        return render_template("messages/set_aside.html", token=token)
    found = queries.conversation(session, key)
    if found is None:
        return render_template("messages/forgotten.html"), 404
    form = AnswerForm()
    blocked = queries.is_blocked(session, found.message.listing_id, tokens.senders_of(found.message.email))
    page = {"found": found, "form": form, "token": token, "blocked": BLOCKED if blocked else ""}
    if request.method != "POST":
        return render_template("messages/conversation.html", **page, again=False)
    if blocked or not form.validate():
        return render_template("messages/conversation.html", **page, again=False), 422
    if form.is_trapped:
        return render_template("messages/conversation.html", **page, again=True)
    where = addresses(found.message.key, found.slug)
    actions.answer(session, found.message, form.text.data or "", form.key, addresses=where)
    session.commit()
    flash("Your message is on its way.", "success")
    return redirect(url_for("messages.conversation", token=token), 303)


@blueprint.post("/conversation/<token>/delete")
@anyone
def forget(token: str) -> Response:
    """Delete the conversation here at once. What the therapist's own mailbox holds is not ours."""
    actions.forget(session, tokens.unsealed(token))
    session.commit()
    return redirect(url_for("messages.forgotten"), 303)


@blueprint.get("/conversation")
@anyone
def forgotten() -> str:
    """Say that nothing is kept."""
    return render_template("messages/forgotten.html")
