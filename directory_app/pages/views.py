"""Pages that say what this directory is, how it reads answers and what to check before booking."""

from __future__ import annotations

from flask import Blueprint, render_template

from ..access import anyone
from ..db import session
from ..remembering import remembered
from ..scorekeeping import holding_rules, load_rubric
from .example import example
from .figures import FIGURES
from .queries import directory_size

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
        "pages/how_the_score_works.html", guards=holding_rules(), wording=load_rubric().words.share, figures=FIGURES
    )


@blueprint.get("/before-you-book")
@anyone
def before_you_book() -> str:
    """Warning signs first, then precautions and questions for the telephone."""
    return render_template("pages/before_you_book.html")


@blueprint.get("/about")
@anyone
def about() -> str:
    """Who this is for and how it is run."""
    return render_template("pages/about.html")


@blueprint.get("/privacy")
@anyone
def privacy() -> str:
    """What is kept, what is not, and for how long."""
    return render_template("pages/privacy.html")
