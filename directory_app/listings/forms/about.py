"""The step about who the therapist is."""

from __future__ import annotations

from wtforms import SelectField, TextAreaField

from ... import parsing
from ...choices import GENDERS
from ...forms import choices
from ...models import BIO_LENGTH
from ..facts import About
from .step import Step, Written, limit, short


class AboutForm(Step):
    """Name, practice, a few words about oneself."""

    name = short("Your name", description="As visitors should read it.", autocomplete="name", dir="auto")
    practice = short("Name of your practice (optional)", description="Leave it empty if you work under your own name.")
    credentials = short("Letters after your name (optional)", 60, "For example LMT, RMT or BTEC Level 5.")
    bio = TextAreaField(
        "About you and your work",
        description="A few sentences: how long, where you trained, whom you like to work with.",
        validators=[limit(BIO_LENGTH, "About you and your work")],
        render_kw={"rows": "8", "dir": "auto"},
    )
    website = Written(
        "Website (optional)",
        parsing.web_address,
        292,
        description="For example https://example.org",
        render_kw={"autocomplete": "url"},
    )
    gender = SelectField(
        "Gender (optional)",
        description="Some visitors look for a woman or a man. Leave it open if you like.",
        choices=choices([("", "I leave this open"), *GENDERS.items()]),
    )
    pronouns = short("Pronouns (optional)", 40, "If you want to show them.")

    def facts(self) -> About:
        """What was typed."""
        names = ("name", "practice", "pronouns", "gender", "credentials", "bio")
        return About(**{name: self.optional(self[name]) for name in names}, website=self.website.understood)
