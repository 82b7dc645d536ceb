"""Pages that say what this directory is, how it reads answers and what to check before booking."""

from __future__ import annotations

from flask import Blueprint, render_template

from ..access import anyone, one_of
from ..db import session
from ..errors import NotFound
from ..jurisdictions import all_rules, effects_of
from ..remembering import remembered
from ..scorekeeping import current_rubric, holding_rules
from . import policies, self_check
from .example import example
from .figures import FIGURES
from .guides import GUIDES
from .queries import directory_size
from .regions import REGIONS
from .sources import SOURCES

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@anyone
def home() -> str:
    """The idea in one screen, and the search."""
    size = remembered("directory size", lambda: directory_size(session))
    return render_template("pages/home.html", size=size, example=example())


@blueprint.get("/how-the-score-works")
@anyone
def how_the_score_works() -> str:
    """The axis, the questions, the formulas of the score and of each order, and how well answers are read."""
    return render_template(
        "pages/how_the_score_works.html", guards=holding_rules(), rubric=current_rubric(), figures=FIGURES
    )


@blueprint.get("/before-you-book")
@anyone
def before_you_book() -> str:
    """Warning signs first, then precautions and questions for the telephone."""
    return render_template("pages/before_you_book.html")


@blueprint.get("/understand-your-pain")
@anyone
def understand_your_pain() -> str:
    """The self-check: a worksheet on one page, which a script in the browser shows step by step."""
    patterns = [SOURCES[name] for name in ("travell", "rathbone", "sadler-2019", "wilke")]
    return render_template("pages/understand_your_pain.html", check=self_check, regions=REGIONS, sources=patterns)


@blueprint.get("/good-to-know")
@anyone
def good_to_know() -> str:
    """An index of the pages that explain one thing each."""
    return render_template("pages/good_to_know/index.html", guides=GUIDES)


@blueprint.get("/good-to-know/<slug>")
@anyone
@one_of(slug=GUIDES)
def guide(slug: str) -> str:
    """One thing explained in plain words, with what to ask and where it comes from."""
    if slug not in GUIDES:
        raise NotFound(f"guide {slug!r}")
    return render_template(f"pages/good_to_know/{slug}.html", guide=GUIDES[slug], guides=GUIDES)


@blueprint.get("/rules")
@anyone
def rules() -> str:
    """What is known of the rules of each place, what they do here, and where and when that was read."""
    return render_template("pages/rules.html", places=all_rules(session), effects_of=effects_of)


@blueprint.get("/about")
@anyone
def about() -> str:
    """Who this is for and how it is run."""
    return render_template("pages/about.html", policy=policies.present())


@blueprint.get("/reading-in-private")
@anyone
def reading_in_private() -> str:
    """What leaving a page at once does, and what a device remembers all the same."""
    return render_template("pages/reading_in_private.html")


@blueprint.get("/privacy")
@anyone
def privacy() -> str:
    """What is kept, what is not, and for how long."""
    return render_template("pages/privacy.html", policy=policies.present())


@blueprint.get("/consumer-health-data")
@anyone
def consumer_health_data() -> str:
    """What becomes of anything that tells of somebody's health: a page of its own, as the law of some places asks."""
    return render_template("pages/consumer_health_data.html", policy=policies.present())


@blueprint.get("/terms")
@anyone
def terms() -> str:
    """What visitors and therapists may expect of this site, and it of them."""
    return render_template("pages/terms.html", policy=policies.present())


@blueprint.get("/accessibility")
@anyone
def accessibility() -> str:
    """For whom the site works, how that is tested, and where to say that it does not."""
    return render_template("pages/accessibility.html", policy=policies.present())


@blueprint.get("/contact")
@anyone
def contact() -> str:
    """Who runs this site, and how to reach them."""
    return render_template("pages/contact.html", policy=policies.present())
