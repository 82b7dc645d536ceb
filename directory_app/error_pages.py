"""One page for every error: what happened, what to do, and the text somebody had typed, so that nothing is lost."""

from __future__ import annotations

import logging
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from . import db, request_ids, sent, staff, unhurried
from .access import mark_of
from .callers import SEARCH_VIEWS
from .error_words import (
    ALREADY,
    CROWDED,
    NOT_SHOWN,
    OWN_DECISION,
    OWN_LISTING,
    PAGES,
    PAUSED,
    STALE_WAYS,
    TOO_LARGE,
    TOO_LATE,
    WHO_DECIDES,
)
from .errors import (
    BadParameter,
    Crowded,
    IllegalMove,
    InvalidAnswers,
    NotFound,
    OwnDecision,
    OwnListing,
    RuleRefused,
    StaleVersion,
    TooLateToUndo,
)
from .headers import MOST_FIELDS, UPLOADS
from .login import letters, signed_out

log = logging.getLogger(__name__)

# It is locked, full or away, or all connections to it are in use.
DATABASE_AWAY = (OperationalError, InterfaceError, NoConnectionFree)
# What PostgreSQL calls a second row where there may be one. SQLite lets one write at a time, who sees the first.
UNIQUE_VIOLATION = "23505"

OPENED = "opened_token"
# Scripts ask these, which answer in JSON whatever happens.
ASKED_BY_SCRIPTS = frozenset({"search.counts", "search.points", "search.towns"})


def init_app(app: Flask) -> None:
    """Map every error of the domain and of HTTP to its page; put CSRF protection on every form."""
    CSRFProtect(app)
    app.logger.addFilter(_without_address)
    app.before_request(_no_such_address)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(BadParameter, lambda error: page(400, error.sentence))
    app.register_error_handler(OwnDecision, lambda _: page(403, OWN_DECISION))
    app.register_error_handler(OwnListing, _own_listing)
    app.register_error_handler(TooLateToUndo, _too_late)
    app.register_error_handler(IllegalMove, _already_decided)
    app.register_error_handler(StaleVersion, _stale_version)
    app.register_error_handler(StaleDataError, _stale_version)
    app.register_error_handler(IntegrityError, _sent_twice)
    app.register_error_handler(InvalidAnswers, lambda error: page(409, "Still missing: " + "; ".join(error.missing)))
    app.register_error_handler(RuleRefused, _refused)
    for error in DATABASE_AWAY:
        app.register_error_handler(error, _database_busy)
    app.register_error_handler(Crowded, _crowded)


def _own_listing(error: OwnListing) -> Response:
    title = f"This is about your own {'account' if error.of_account else 'listing'}; a colleague decides"
    return page(403, OWN_LISTING, (title, WHO_DECIDES), go_on_path=url_for("moderation.queue"))


def _refused(error: RuleRefused) -> Response:
    words = "That is against the rules", "Nothing was changed."
    return page(409, str(error), words, now_path=_page_it_came_from())


def _no_such_address() -> None:
    """Addresses with control characters lead nowhere; PostgreSQL would not even take some of them as a question."""
    if any(unicodedata.category(c) == "Cc" for c in request.path):
        raise NotFound("an address with control characters")


def _without_address(record: logging.LogRecord) -> bool:
    """Name the view in place of the address: what somebody looked at, a city for example, belongs in no log."""
    if str(record.msg).startswith("Exception on "):
        record.msg, record.args = f"Exception in {request.endpoint} [{request.method}]", ()
    return True


def page(status: int, sentence: str = "", words: tuple[str, str] | None = None, **facts: Any) -> Response:
    """The error page of a status, with an optional sentence that says exactly what was wrong; in JSON for scripts.

    `words` are title and advice where those of the status do not fit.
    """
    title, advice = words or PAGES.get(status, PAGES[400 if status < 500 else 500])
    db.session.rollback()
    if request.endpoint in ASKED_BY_SCRIPTS:
        return make_response(jsonify(title=title, sentence=sentence, advice=advice), status)
    body = render_template(
        "errors/error.html",
        status=status,
        title=title,
        sentence=sentence,
        advice=advice,
        saved_text=sent.typed(MOST_FIELDS),
        request_id=request_ids.current(),
        **facts,
    )
    return make_response(body, status)


def _stale_form(_error: CSRFError) -> Response:
    """A form whose token is of another sign-in. Where that one has ended, what was typed comes back after the next."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_somebodys = view is not None and mark_of(request.endpoint or "", view) != "anyone"
    if is_somebodys and not current_user.is_authenticated and signed_out.has_something():
        return signed_out.answer(400)
    again = signed_out.stale_way_in()
    if again is not None:
        return again
    fields = _to_send_again()
    can_open = _can_open()
    way = STALE_WAYS[0] if fields else STALE_WAYS[1] if can_open else STALE_WAYS[2]
    return page(
        400,
        "Nothing was sent and nothing was changed. It happens, too, when you sign in or out in another tab.",
        ("This page was open for too long", way),
        stale_path=signed_out.path(),
        stale_fields=fields,
        can_open=can_open,
    )


def _can_open(path: str = "") -> bool:
    """Whether an address, without one that of this request, is a page and not only a place that forms are sent to."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and "GET" in adapter.allowed_methods(path or request.path)


def _meanwhile(sentence: str, stands_on: tuple[str, dict[str, int]] | None = None) -> Response:
    """A thing that changed while somebody had it open: the way on is to look at it as it is now."""
    return page(409, sentence, now_path=_page(stands_on) if stands_on else _page_it_came_from())


def _page(stands_on: tuple[str, dict[str, int]]) -> str:
    endpoint, arguments = stands_on
    return url_for(endpoint, **staff.kept_filter(**arguments))


def _page_it_came_from() -> str:
    """Where a form is a page of its own: that; else the page with the button, as the browser names it, or nothing."""
    if request.method != "POST":
        return ""
    if _can_open():
        return signed_out.path()
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        # A browser sends no such thing.
        return ""
    here = came.netloc == request.host and _can_open(came.path)
    return came._replace(scheme="", netloc="", fragment="").geturl() if here else ""


def _to_send_again() -> list[tuple[str, str]]:
    """What a form held, where that is all it needs: a password, a code or a file has to be given anew."""
    if signed_out.travels():
        # They came in by another tab meanwhile, where their form is all that a page of the way in has to hand over.
        return [(signed_out.FIELD, request.form[signed_out.FIELD])]
    secret = {name for name in request.form if signed_out.is_secret(name)}
    if request.files or not secret <= {"csrf_token", OPENED}:
        return []
    fields = signed_out.fields()
    # It names the form, which counts once however often it is sent.
    return [*fields, *((OPENED, value) for value in request.form.getlist(OPENED))] if fields else []


def _http(error: HTTPException) -> Response:
    if isinstance(error, (SecurityError, BadHost)):
        # A foreign Host, or one that is no name, has no addresses of ours to link to.
        return make_response("This site is not known by that name.", 400, {"Content-Type": "text/plain"})
    if error.response is not None and error.code is not None and error.code < 400:
        return error.response  # type: ignore[return-value]
    original = getattr(error, "original_exception", None)
    if isinstance(original, DATABASE_AWAY):
        # It failed when the view had answered and only its commit was left, as at a sign-in.
        return _database_busy(original)
    if error.code == 429:
        unhurried.send_later(request.environ)
        if request.blueprint in {"security", "accounts"}:
            letters.note(None, "too_many")
    if error.code == 500:
        log.error("unhandled error at %s", request.endpoint)
    limit = getattr(error, "limit", None)
    sentence = getattr(limit, "error_message", None) or ""
    words = None
    if error.code == 413 and request.endpoint in UPLOADS:
        sentence, words = "It may have 6 MB at most. Everything you saved before is kept.", TOO_LARGE
    response = page(error.code or 500, sentence, words, **(_after_waiting() if error.code == 429 else {}))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _after_waiting() -> dict[str, Any]:
    """The ways on for whoever has to wait. A form with a password is filled in anew, on the page they came from."""
    if request.blueprint in {"security", "accounts"}:
        return {}
    ways = {"stale_path": signed_out.path(), "can_open": _can_open(), "searched": request.endpoint in SEARCH_VIEWS}
    writes = request.endpoint == "messages.message"
    contact = url_for("search.contact", **(request.view_args or {})) if writes else ""
    return {**ways, "stale_fields": _to_send_again() if request.method == "POST" else [], "contact_path": contact}


def _not_found(error: NotFound) -> Response:
    if error.back_on is None:
        return page(404)
    day = f"{error.back_on.day} {error.back_on:%B %Y}"
    return page(404, f"The therapist plans to be back on {day}.", PAUSED)


def _already_decided(error: IllegalMove) -> Response:
    state = ALREADY.get(error.state) or str(error.state).replace("_", " ")
    sentence = f"This {error.thing} is already {state}."
    if error.wanted == "draft" and error.state == "submitted":
        sentence = "This listing waits for a moderator. To change it, take it back first, under My listing."
    if error.decided_by and error.decided_at:
        day = f"{error.decided_at.day} {error.decided_at:%B %Y at %H:%M}"
        sentence += f" {error.decided_by} decided on {day} UTC."
    return _meanwhile(sentence, error.stands_on)


def _too_late(error: TooLateToUndo) -> Response:
    return page(409, error.sentence, TOO_LATE, now_path=_page(error.stands_on))


def _stale_version(_error: Exception) -> Response:
    return _meanwhile(
        "The same thing was saved or deleted in another tab or by somebody else after you opened this page."
    )


def _sent_twice(error: IntegrityError) -> Response:
    """Two wrote the same new thing at the same moment. Any other row that is refused is a fault of ours."""
    if getattr(error.orig, "sqlstate", "") != UNIQUE_VIOLATION:
        raise error
    return _stale_version(error)


def _database_busy(error: Exception) -> Response:
    cause = getattr(error, "orig", None) or error
    # PostgreSQL has a class for a full disk and one for a lock; SQLite has one for all, and tells them by a name.
    log.error("database error: %s", f"{type(cause).__name__} {getattr(cause, 'sqlite_errorname', '')}".rstrip())
    db.abandon_session()
    # Who is signed in stands in the database, too: this page asks it nothing.
    g._login_user = current_app.extensions["security"].login_manager.anonymous_user()
    response = page(503, words=None if request.method == "POST" else NOT_SHOWN)
    response.headers["Retry-After"] = "10"
    response.headers["Cache-Control"] = "no-store"
    return response


def _crowded(_error: Crowded) -> Response:
    unhurried.send_later(request.environ)
    response = page(503, words=CROWDED)
    response.headers["Retry-After"] = "3"
    return response
