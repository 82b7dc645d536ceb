"""Pages of the visitor who chooses: shortlist, comparison, call card on paper and as PDF."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from .. import publishing, totals
from ..access import anyone
from ..db import session
from ..models import TotalKind
from ..places import FoundPlace, UnknownPlace, find_place, unit_around, unit_of
from . import comparing
from .address import MOST, PAPERS, UNITS, one_of, slug_from, slugs_in
from .call_card import CallCard, blank_card, card_for
from .queries import find_shortlist
from .sheet import pdf_of

blueprint = Blueprint("shortlist", __name__)


@blueprint.get("/shortlist")
@anyone
def shortlist() -> str | AnyResponse | tuple[str, int]:
    """The therapists named in the address; without any, how a shortlist begins, or the one this browser keeps."""
    slugs = slugs_in(request.args.getlist("t"))
    typed = request.args.get("add", "").strip()
    added = slug_from(typed) if typed else None
    if added is not None:
        return redirect(url_for("shortlist.shortlist", t=slugs_in([*slugs, added])))
    page = render_template(
        "shortlist/shortlist.html",
        found=find_shortlist(session, slugs),
        slugs=slugs,
        typed=typed,
        most=MOST,
        to_compare=(comparing.FEWEST, comparing.MOST),
    )
    return (page, 400) if typed else page


@blueprint.get("/compare")
@anyone
def compare() -> str | tuple[str, int]:
    """Two to four therapists side by side; another number gets a page that helps to choose."""
    slugs = slugs_in(request.args.getlist("t"))
    chosen = _unit()
    found = publishing.published_profiles(session, slugs[: comparing.MOST + 1])
    gone = [slug for slug in slugs if slug not in {profile.slug for profile in found}]
    if len(slugs) > comparing.MOST or len(found) < comparing.FEWEST:
        lines = find_shortlist(session, slugs)
        page = render_template("shortlist/choose.html", found=lines, slugs=slugs, most=comparing.MOST)
        return (page, 400) if slugs else page
    place, unknown = _place()
    return render_template(
        "shortlist/compare.html",
        c=comparing.compare(found, place),
        gone=gone,
        slugs=[profile.slug for profile in found],
        place=place,
        unknown=unknown,
        typed=request.args.get("place", "").strip(),
        unit=chosen or (unit_around(session, place) if place else unit_of(found[0].country)),
        unit_chosen=bool(chosen),
    )


@blueprint.get("/call-card")
@anyone
def call_card() -> str:
    """The five questions on one sheet, for a call to anyone."""
    return render_template("shortlist/call_card.html", card=blank_card())


@blueprint.get("/call-card.pdf")
@anyone
def call_card_pdf() -> Response:
    """The same sheet as a PDF."""
    return _pdf(blank_card(), "call-card")


@blueprint.get("/therapists/<slug>/call-card")
@anyone
def call_card_for(slug: str) -> str:
    """The sheet with what this therapist says already."""
    return render_template("shortlist/call_card.html", card=card_for(publishing.published_profile(session, slug)))


@blueprint.get("/therapists/<slug>/call-card.pdf")
@anyone
def call_card_for_pdf(slug: str) -> Response:
    """The filled-in sheet as a PDF."""
    return _pdf(card_for(publishing.published_profile(session, slug)), f"call-card-{slug}")


@blueprint.get("/therapists/<slug>/contact/call-card")
@anyone
def call_card_with_phone(slug: str) -> str:
    """The filled-in sheet with the telephone number, which only who asks for it gets to see."""
    found = publishing.published_profile(session, slug)
    totals.count(TotalKind.CONTACT_REVEALED, [found.listing_id])
    return render_template("shortlist/call_card.html", card=card_for(found, with_phone=True))


@blueprint.get("/therapists/<slug>/contact/call-card.pdf")
@anyone
def call_card_with_phone_pdf(slug: str) -> Response:
    """The same sheet as a PDF. It is not counted: whoever opens it saw the number on the page that leads here."""
    card = card_for(publishing.published_profile(session, slug), with_phone=True)
    return _pdf(card, f"call-card-{slug}")


def _pdf(card: CallCard, name: str) -> Response:
    site = current_app.config["BASE_ADDRESS"]
    pdf = pdf_of(
        card,
        paper=one_of("paper", request.args.get("paper", ""), PAPERS),
        site=current_app.config["SITE_NAME"],
        safety_address=site + url_for("pages.before_you_book"),
        profile_address=site + url_for("search.profile", slug=card.slug) if card.slug else "",
    )
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _place() -> tuple[FoundPlace | None, UnknownPlace | None]:
    typed = " ".join(request.args.get("place", "").split())
    try:
        return (find_place(session, typed), None) if typed else (None, None)
    except UnknownPlace as unknown:
        return None, unknown


def _unit() -> str:
    """The unit that was asked for; empty where it is left to the country."""
    typed = request.args.get("unit", "")
    return one_of("unit", typed, UNITS) if typed else ""
