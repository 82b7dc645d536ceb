"""Pages of moderators about integrity: open flags and one flag, clusters of near-copies, patterns of new accounts."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import scorekeeping, staff
from ..access import moderator_only
from ..checking.registrations import members_of
from ..checking.tasks import limits_of
from ..db import session
from ..login import me
from ..models import FlagKind, RegistrationBurst
from ..pagination import page_number
from ..scorekeeping import clusters as near_copies
from . import actions, queries
from .forms import OF_A_FLAG, OF_ACCOUNTS, ReviewForm

blueprint = Blueprint("integrity", __name__, url_prefix="/moderation/integrity")

DONE = {"upheld": "stands", "dismissed": "has no ground"}
PATTERNS = {
    "same_network": "Many from one network on one day",
    "like_addresses": "E-mail addresses that are nearly equal",
    "like_names": "Names that are nearly equal",
}


@blueprint.get("")
@moderator_only
def flags() -> str:
    """Open flags of all public and waiting versions, the oldest first."""
    kind = request.args.get("kind", "")
    return render_template(
        "integrity/flags.html",
        page=queries.open_flags(session, me(), kind, page_number(request.args.get("page", ""))),
        kind=kind,
        kinds=queries.kinds(session, me()),
        clusters=near_copies.count_clusters(session),
        bursts=queries.open_bursts(session, me()),
        address=lambda n: url_for("integrity.flags", kind=kind or None, page=n),
    )


@blueprint.get("/flags/<int:flag_id>")
@moderator_only
def flag(flag_id: int) -> str:
    """One flag with the text it is about, and the form that reviews it."""
    file = queries.flag_file(session, flag_id)
    return _flag_page(file, ReviewForm(formdata=None, seen=file.flag.state.value).offer(OF_A_FLAG))


@blueprint.post("/flags/<int:flag_id>")
@moderator_only
def review_flag(flag_id: int) -> Response | tuple[str, int]:
    """Keep what was found; the score follows."""
    file = queries.flag_file(session, flag_id)
    form = ReviewForm().offer(OF_A_FLAG)
    if not form.validate():
        return _flag_page(file, form), 422
    act = actions.review_flag(session, file.flag, me(), form.result(), form.reason.data, seen=form.seen.data or "")
    session.commit()
    name = file.flag.revision.name or "the listing"
    flash(f"The flag about {name} {DONE[form.state.data]}.", staff.undo_kind(act))
    return redirect(url_for("integrity.flags"), 303)


def _flag_page(file: queries.FlagFile, form: ReviewForm) -> str:
    in_cluster = file.flag.kind is FlagKind.COPIED and file.other is not None
    return render_template("integrity/flag.html", file=file, form=form, in_cluster=in_cluster)


@blueprint.get("/copies")
@moderator_only
def clusters() -> str:
    """Clusters of answers that are close to each other, those with open flags first."""
    return render_template("integrity/clusters.html", clusters=near_copies.clusters(session))


@blueprint.get("/copies/<question_id>/<int:listing_id>")
@moderator_only
def cluster(question_id: str, listing_id: int) -> str:
    """One cluster: the texts beside each other, what they share marked, the first one first."""
    scorekeeping.question(question_id)
    return render_template("integrity/cluster.html", cluster=near_copies.cluster(session, question_id, listing_id))


@blueprint.get("/registrations")
@moderator_only
def bursts() -> str:
    """Patterns of accounts that came together, open ones first."""
    return render_template(
        "integrity/bursts.html",
        bursts=queries.bursts(session, me()),
        patterns=PATTERNS,
        limits=limits_of(current_app.config),
    )


@blueprint.get("/registrations/<int:burst_id>")
@moderator_only
def burst(burst_id: int) -> str:
    """One pattern with its accounts, and the form that reviews it."""
    found = queries.burst(session, burst_id)
    return _burst_page(found, ReviewForm(formdata=None, seen=found.state.value).offer(OF_ACCOUNTS))


@blueprint.post("/registrations/<int:burst_id>")
@moderator_only
def review_burst(burst_id: int) -> Response | tuple[str, int]:
    """Keep what was found about a pattern; nothing happens to the accounts by itself."""
    found = queries.burst(session, burst_id)
    form = ReviewForm().offer(OF_ACCOUNTS)
    if not form.validate():
        return _burst_page(found, form), 422
    here = staff.open_case(("registration_burst",), burst_id)
    act = actions.review_burst(session, found, me(), form.result(), form.reason.data, seen=form.seen.data or "")
    following = staff.go_on(here)
    session.commit()
    flash("What you found about these accounts is kept.", staff.undo_kind(act))
    return redirect(following, 303)


def _burst_page(found: RegistrationBurst, form: ReviewForm) -> str:
    accounts = list(members_of(found))
    return render_template("integrity/burst.html", burst=found, accounts=accounts, form=form, patterns=PATTERNS)
