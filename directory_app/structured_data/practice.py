"""A therapist and their practice in the words of schema.org.

Of a private place nothing goes in but its city and, for an area, the area itself around its public point. Telephone and
e-mail stay out too: a page hands them to people, not to whoever collects addresses. Ratings are not made up.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import url_for

from ..choices import DAYS
from ..models import Licence, Privacy
from ..photos import SIZES
from ..places import codes_known
from ..places.slugs import country_name, region_name
from ..publishing import PlaceLine, Profile
from .words import CONTEXT, Data, absolute, profile_path

# Half the diagonal of a cell of 2 km, so that the circle holds the whole cell.
AREA_METRES = 1500


def practice_data(profile: Profile) -> Data:
    """The practice of a profile, with the person who works there."""
    data: Data = {
        "@type": "HealthAndBeautyBusiness",
        "@id": absolute(profile_path(profile.slug)) + "#practice",
        "name": profile.practice or profile.name,
        "url": absolute(profile_path(profile.slug)),
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
