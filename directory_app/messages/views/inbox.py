"""The inbox: what visitors wrote, one message with its answers, and what a therapist can do about a sender."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...access import therapist_only
from ...db import session
from ...login import me
from ...models import Listing
from ...pagination import page_number
from ...writing import with_listing
from .. import actions, queries
from ..forms import MessageReportForm, ReplyForm
from .blueprint import addresses, blueprint


@blueprint.get("/my-listing/messages")
@therapist_only
@with_listing
def inbox(listing: Listing) -> str:
    """What visitors wrote in the last 30 days, newest first."""
    return render_template(
        "messages/inbox.html",
        page=queries.inbox(session, listing, page_number(request.args.get("page", ""))),
        blocked=queries.blocked_senders(session, listing),
        page_address=lambda n: url_for("messages.inbox", page=n),
    )


@blueprint.get("/my-listing/messages/<key>")
@therapist_only
@with_listing
def one(listing: Listing, key: str) -> str:
    """One message with its answers, the questions that were asked, and room to answer."""
    return _page(queries.thread(session, listing, key), ReplyForm.opened())


@blueprint.post("/my-listing/messages/<key>")
@therapist_only
@with_listing
def reply(listing: Listing, key: str) -> Response | tuple[str, int]:
    """Send an answer through the directory. Neither side learns an address by it."""
    thread, form = queries.thread(session, listing, key), ReplyForm()
    if not form.validate():
        return _page(thread, form), 422
    where = addresses(thread.message.key, listing.slug)
    actions.reply(session, thread.message, form.text.data or "", form.once.data or "", thread.therapist, where)
    session.commit()
    flash(f"Your answer to {thread.message.name} is on its way.", "success")
    return redirect(url_for("messages.one", key=key), 303)


@blueprint.post("/my-listing/messages/<key>/read")
@therapist_only
@with_listing
def mark(listing: Listing, key: str) -> Response:
    """Mark a message as read, or as new again."""
    is_read = request.form.get("state") != "new"
    actions.mark(session, queries.thread(session, listing, key).message, is_read)
    session.commit()
    return redirect(url_for("messages.one", key=key) if is_read else url_for("messages.inbox"), 303)


@blueprint.post("/my-listing/messages/<key>/block")
@therapist_only
@with_listing
def block(listing: Listing, key: str) -> Response:
    """Take no more messages from this sender."""
    message = queries.thread(session, listing, key).message
    actions.block(session, message, me())
    session.commit()
    flash(f"{message.name} cannot write to you any more. You can undo this below.", "success")
    return redirect(url_for("messages.inbox") + "#blocked", 303)


@blueprint.post("/my-listing/messages/unblock/<int:block_id>")
@therapist_only
@with_listing
def unblock(listing: Listing, block_id: int) -> Response:
    """Take messages from a sender again."""
    actions.unblock(session, listing, block_id, me())
    session.commit()
    flash("This sender can write to you again.")
    return redirect(url_for("messages.inbox"), 303)


@blueprint.route("/my-listing/messages/<key>/report", methods=["GET", "POST"])
@therapist_only
@with_listing
def report(listing: Listing, key: str) -> str | tuple[str, int] | Response:
    """Show a message to the moderators, who read no other."""
    thread = queries.thread(session, listing, key)
    form = MessageReportForm.opened().offer(queries.report_reasons(session))
    if request.method != "POST":
        return render_template("messages/report.html", thread=thread, form=form)
    if not form.validate():
        return render_template("messages/report.html", thread=thread, form=form), 422
    promise = current_app.config["REVIEW_PROMISE_DAYS"]
    made = actions.report(session, thread.message, me(), form.complaint(), promise)
    session.commit()
    flash(f"A moderator reads it by {made.due_on.day} {made.due_on:%B %Y} at the latest.", "success")
    return redirect(url_for("messages.one", key=key), 303)


def _page(thread: queries.Thread, form: ReplyForm) -> str:
    return render_template("messages/one.html", thread=thread, form=form)
