"""What pages say to machines in the words of schema.org: plain dicts, written into a page by a component.

Of a private place nothing goes in but its city and, for an area, the area itself around its public point. Telephone and
e-mail stay out too: a page hands them to people, not to whoever collects addresses. Ratings are not made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, request, url_for

from .choices import DAYS
from .descriptions import place_title, profile_description, profile_title, town
from .models import Licence, Privacy
from .photos import SIZES
from .places import codes_known
from .places.slugs import CitySlugs, city_slugs, country_name, region_name, with_article
from .publishing import PlaceLine, Profile

CONTEXT = "https://schema.org"
# Half the diagonal of a cell of 2 km, so that the circle holds the whole cell.
AREA_METRES = 1500
Data = dict[str, Any]


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


def absolute(path: str = "") -> str:
    """The public address of a path, by default of this page without what stands behind a question mark."""
    return str(current_app.config["BASE_ADDRESS"]) + (path or quote(request.path))


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
        {"@type": "ListItem", "position": number, "name": row.name, "url": absolute(_profile_path(row.slug))}
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


def _study(source: Any) -> Data:
    study: Data = {
        "@type": "ScholarlyArticle" if source.doi else "CreativeWork",
        "name": source.where,
        "author": source.who,
        "datePublished": source.year,
    }
    return study | ({"identifier": f"doi:{source.doi}"} if source.doi else {})


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


def graph(*things: Data) -> Data:
    """Several things of one page."""
    return {"@context": CONTEXT, "@graph": list(things)}


def town_address(profile: Profile) -> CitySlugs | None:
    """The address of the page of the profile's first city."""
    place = profile.places[0] if profile.places else None
    return city_slugs(place.city, place.region, place.country) if place else None


def profile_data(profile: Profile) -> Data:
    """The page of a profile, the practice it is about, and the way to it."""
    page: Data = {
        "@type": "ProfilePage",
        "url": absolute(_profile_path(profile.slug)),
        "name": profile.name,
        "mainEntity": _practice(profile),
    }
    if profile.approved_at:
        page["dateModified"] = profile.approved_at.date().isoformat()
    slugs = town_address(profile)
    if slugs is None:
        return graph(page)
    city = url_for("discovery.city", country=slugs.country, region=slugs.region, city=slugs.city)
    way = [("Therapists by place", url_for("discovery.places")), (town(profile), city)]
    return graph(page, breadcrumb_data([*way, (profile.name, _profile_path(profile.slug))]))


def _practice(profile: Profile) -> Data:
    data: Data = {
        "@type": "HealthAndBeautyBusiness",
        "@id": absolute(_profile_path(profile.slug)) + "#practice",
        "name": profile.practice or profile.name,
        "url": absolute(_profile_path(profile.slug)),
        "employee": _person(profile),
        **({"image": _portrait(profile)} if profile.photo else {}),
        **(_place(profile.places[0]) if profile.places else {}),
        **_money(profile),
    }
    optional = {
        "location": [_other_place(place) for place in profile.places[1:]],
        "knowsAbout": [*(technique.name for technique in profile.techniques), *profile.own_techniques],
        "knowsLanguage": profile.languages,
        "amenityFeature": _amenities(profile),
        "openingHoursSpecification": _hours(profile.hours),
        "additionalProperty": _score(profile),
    }
    return data | {name: value for name, value in optional.items() if value}


def _person(profile: Profile) -> Data:
    person: Data = {"@type": "Person", "name": profile.name, "jobTitle": "Massage therapist"}
    if profile.photo:
        person["image"] = _portrait(profile)
    if profile.credentials:
        person["honorificSuffix"] = profile.credentials
    licences = [_credential(one) for one in profile.licences if one.number and not one.none_exists]
    return person | ({"hasCredential": licences} if licences else {})


def _portrait(profile: Profile) -> str:
    return absolute(url_for("portraits.public", digest=profile.photo, size=max(SIZES), kind="jpg"))


def _credential(licence: Licence) -> Data:
    credential: Data = {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "license",
        "identifier": licence.number,
    }
    if licence.board:
        credential["recognizedBy"] = {"@type": "Organization", "name": licence.board}
    if licence.expires_on:
        credential["expires"] = licence.expires_on.isoformat()
    return credential


def _place(place: PlaceLine) -> Data:
    """Where sessions happen: an address with its point, a circle around an area, or the city alone."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "addressLocality": place.city,
        "addressRegion": region_name(place.country, place.region),
        "postalCode": place.postal_code,
        "addressCountry": place.country,
    }
    data: Data = {"address": {name: value for name, value in address.items() if value}}
    if place.lat is None or place.lon is None:
        return data
    if not codes_known(place.country) and place.privacy != Privacy.MOBILE:
        # The middle of a town is not where somebody works.
        return data | _city(place)
    if place.privacy == Privacy.EXACT:
        return data | {"geo": _point(place)}
    if place.privacy == Privacy.AREA:
        return data | {"areaServed": _circle(place, AREA_METRES)}
    if place.privacy == Privacy.MOBILE and place.mobile_radius_km:
        return data | {"areaServed": _circle(place, round(place.mobile_radius_km * 1000))}
    return data | _city(place)


def _city(place: PlaceLine) -> Data:
    return {"areaServed": {"@type": "City", "name": f"{place.city}, {country_name(place.country)}"}}


def _other_place(place: PlaceLine) -> Data:
    # A place serves no area; only a business does.
    known = {name: value for name, value in _place(place).items() if name != "areaServed"}
    return {"@type": "Place", "name": place.label, **known}


def _point(place: PlaceLine) -> Data:
    return {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}


def _circle(place: PlaceLine, metres: int) -> Data:
    return {"@type": "GeoCircle", "geoMidpoint": _point(place), "geoRadius": metres}


def _money(profile: Profile) -> Data:
    if not profile.prices:
        return {}
    least, most = (choose(price.amount for price in profile.prices) for choose in (min, max))
    currency = profile.prices[0].currency
    return {
        "currenciesAccepted": currency,
        "priceRange": _price_range(least, most, currency),
        "makesOffer": [
            {
                "@type": "Offer",
                "price": f"{price.amount:.2f}",
                "priceCurrency": price.currency,
                "itemOffered": {"@type": "Service", "name": f"Massage, {price.minutes} minutes"},
            }
            for price in profile.prices
        ],
    }


def _price_range(least: Decimal, most: Decimal, currency: str) -> str:
    amounts = dict.fromkeys(f"{amount.normalize():f}" for amount in (least, most))
    return f"{' to '.join(amounts)} {currency}"


def _amenities(profile: Profile) -> list[Data]:
    known = {"Step-free access": profile.step_free, "Receipts for insurance": profile.receipts}
    return [
        {"@type": "LocationFeatureSpecification", "name": name, "value": value}
        for name, value in known.items()
        if value is not None
    ]


def _hours(hours: dict[str, Any]) -> list[Data]:
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": f"{CONTEXT}/{DAYS[day]}", "opens": start, "closes": end}
        for day in DAYS
        for start, end in hours.get(day) or ()
    ]


def _score(profile: Profile) -> list[Data]:
    if profile.score is None:
        return []
    described = {
        "@type": "PropertyValue",
        "name": "Clinical-style score",
        "description": "How closely answers match a pain-focused, muscle-focused way of working. "
        "It is not a measure of skill, licence, safety or results.",
    }
    if profile.score.estimate is None:
        return [described | {"name": "Clinical style", "value": profile.score.band}]
    return [described | {"value": round(profile.score.estimate), "minValue": 0, "maxValue": 100}]


def _profile_path(slug: str) -> str:
    return url_for("search.profile", slug=slug)
