"""What pages say to machines of themselves: the site, ways to a page, lists, articles, questions, profiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app, url_for

from ..descriptions import town
from ..places.slugs import CitySlugs, city_slugs
from ..publishing import Profile
from .practice import practice_data
from .words import CONTEXT, Data, absolute, graph, profile_path


def site_data() -> Data:
    """The site and how to search it."""
    target = absolute(url_for("search.results")) + "?place={search_term_string}"
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": current_app.config["SITE_NAME"],
        "url": absolute(url_for("pages.home")),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumb_data(items: Sequence[tuple[str, str]]) -> Data:
    """The way to a page as (label, path) from the top."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": label, "item": absolute(path)}
            for number, (label, path) in enumerate(items, start=1)
        ],
    }


def list_data(name: str, rows: Iterable[Any]) -> Data:
    """Profiles in their order; `rows` have slug and name."""
    items = [
        {"@type": "ListItem", "position": number, "name": row.name, "url": absolute(profile_path(row.slug))}
        for number, row in enumerate(rows, start=1)
    ]
    return {"@type": "ItemList", "name": name, "numberOfItems": len(items), "itemListElement": items}


def medical_page_data(name: str, description: str, sources: Iterable[Any] = ()) -> Data:
    """A page of ours about low back pain, with the studies it rests on, which have who, year, where and doi."""
    page: Data = {
        "@type": "MedicalWebPage",
        "name": name,
        "description": description,
        "url": absolute(),
        "about": {"@type": "MedicalCondition", "name": "Low back pain"},
        "audience": {"@type": "Patient"},
    }
    cited = [_study(one) for one in sources]
    return page | ({"citation": cited} if cited else {})


def _study(source: Any) -> str:
    """As the page cites it. Its parts would each need a type: `where` is no title, and `who` often no one person."""
    lasting = f", https://doi.org/{source.doi}" if source.doi else ""
    return f"{source.who}, {source.year}, {source.where}{lasting}"


def questions_data(card: Any) -> Data:
    """The questions of a call card, each answered by what both ends tend to say, as the page shows them."""

    def answer(question: Any) -> str:
        ends = ((card.clinical_end, question.clinical), (card.relaxing_end, question.relaxing))
        return " ".join(f"{end}: {'; '.join(sign.words for sign in signs)}." for end, signs in ends if signs)

    return {
        "@type": "FAQPage",
        "url": absolute(),
        "mainEntity": [
            {"@type": "Question", "name": one.asked_as, "acceptedAnswer": {"@type": "Answer", "text": answer(one)}}
            for one in card.questions
        ],
    }


def town_address(profile: Profile) -> CitySlugs | None:
    """The address of the page of the profile's first city."""
    place = profile.places[0] if profile.places else None
    return city_slugs(place.city, place.region, place.country) if place else None


def profile_data(profile: Profile) -> Data:
    """The page of a profile, the practice it is about, and the way to it."""
    page: Data = {
        "@type": "ProfilePage",
        "url": absolute(profile_path(profile.slug)),
        "name": profile.name,
        "mainEntity": practice_data(profile),
    }
    if profile.approved_at:
        page["dateModified"] = profile.approved_at.date().isoformat()
    slugs = town_address(profile)
    if slugs is None:
        return graph(page)
    city = url_for("discovery.city", country=slugs.country, region=slugs.region, city=slugs.city)
    way = [("Therapists by place", url_for("discovery.places")), (town(profile), city)]
    return graph(page, breadcrumb_data([*way, (profile.name, profile_path(profile.slug))]))
