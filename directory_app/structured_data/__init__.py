"""What pages say to machines in the words of schema.org: plain dicts, written into a page by a component."""

from __future__ import annotations

from flask import Flask

from ..descriptions import place_title, profile_description, profile_title
from ..places.slugs import with_article
from .pages import (
    breadcrumb_data,
    list_data,
    medical_page_data,
    profile_data,
    questions_data,
    site_data,
    town_address,
)
from .words import absolute, graph

__all__ = ["absolute", "init_app"]


def init_app(app: Flask) -> None:
    """Give templates what they need to describe themselves."""
    for function in (
        absolute, site_data, profile_data, profile_description, town_address, graph, breadcrumb_data, list_data,
        with_article, medical_page_data, questions_data,
    ):  # fmt: skip
        app.add_template_global(function)
    app.add_template_global(lambda p: profile_title(p, app.config["SITE_NAME"]), "profile_title")
    app.add_template_global(
        lambda front, names, behind="": place_title(front, names, app.config["SITE_NAME"], behind), "place_title"
    )
