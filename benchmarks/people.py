"""Invented therapists for benchmarks: names at random, places clustered the way the population of the country is.

Nobody here is real. The same seed gives the same people in the same order.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from directory_app.config import data_dir

KM_PER_DEGREE = 111.2
# A town of 10,000 people is about 1 km wide at one standard deviation, a city of 4 million 16 km.
SPREAD_KM_PER_ROOT = 0.008
SMALLEST_SPREAD_KM, LARGEST_SPREAD_KM = 1.0, 16.0
SMALLEST_TOWN = 5000

GIVEN = """
Ada Agnes Alma Amir Anjali Astrid Beatriz Benno Bruno Carmen Cora Dara Delia Dmitri Edda Elif Emeka Enzo
Esther Farah Felix Fiona Gita Greta Hana Harald Hugo Ida Ilse Imani Ines Iris Ivo Jamal Jonas Judith Kaito
Karin Kofi Laila Leda Lena Leon Livia Luca Magda Malik Mara Marek Mei Mila Mira Nadia Nils Nora Odette Oluchi
Oskar Paloma Pavel Petra Quentin Ravi Renata Rhea Rosa Ruben Sabine Salma Samir Selma Signe Sora Stella Sven
Tamar Tariq Thea Tomas Uma Una Vera Viktor Wanda Wen Xenia Yara Yusuf Zaina Zora
"""
FAMILY = """
Abara Achterberg Almeida Aoki Arslan Baptiste Barros Bellamy Bergstrom Bianchi Blum Brandt Calloway Cardoso
Castellan Chowdhury Corrigan Dahl Danso Delacroix Dvorak Eberhart Ekwueme Elgin Fairweather Falk Ferreira
Finch Fontaine Gallagher Ghosh Grunwald Haldane Hartwell Hidalgo Holm Ibarra Inoue Jansen Jovanovic Kamara
Kaplan Keller Khoury Kimathi Kovacs Laurent Lindgren Lombard Marchetti Mbeki Moreau Nakagawa Navarro Nwosu
Okonjo Olsen Osman Paquette Pereira Pohl Quigley Rahman Reinholt Rinaldi Rosenthal Sadiq Santoro Sato Seidel
Serrano Silvestri Sorensen Tanaka Thibault Toivonen Umarov Valdez Vance Verhoeven Villalobos Wexler Whitlock
Winther Yamada Yilmaz Zamora Zielinski
"""


@dataclass(frozen=True)
class City:
    """A city of the place data with its centre in degrees; `label` is how a visitor may type it."""

    name: str
    region: str
    label: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True)
class Person:
    """Somebody who might be listed: a name, the city they work in, and a point in or around it."""

    name: str
    city: City
    lat: float
    lon: float


def us_cities() -> list[City]:
    """Cities of the United States from the place data, largest first."""
    with gzip.open(data_dir("seeds") / "places" / "cities.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] == "US"]
    cities = [
        City(row["name"], row["region"], row["label"], float(row["lat"]), float(row["lon"]), int(row["population"]))
        for row in rows
    ]
    return sorted((c for c in cities if c.population >= SMALLEST_TOWN), key=lambda c: (-c.population, c.label))


def drawn_by_population(cities: list[City], count: int, seed: int = 7) -> list[City]:
    """Cities as searches come in: each as often as it has people."""
    return random.Random(seed).choices(cities, weights=[city.population for city in cities], k=count)


def people(cities: list[City], seed: int = 1) -> Iterator[Person]:
    """Therapists without end."""
    source = random.Random(seed)
    given, family = GIVEN.split(), FAMILY.split()
    totals = list(itertools.accumulate(city.population for city in cities))
    while True:
        city = source.choices(cities, cum_weights=totals)[0]
        spread = SPREAD_KM_PER_ROOT * math.sqrt(city.population)
        spread = min(LARGEST_SPREAD_KM, max(SMALLEST_SPREAD_KM, spread)) / KM_PER_DEGREE
        yield Person(
            name=f"{source.choice(given)} {source.choice(family)}",
            city=city,
            lat=round(city.lat + source.gauss(0, spread), 5),
            lon=round(city.lon + source.gauss(0, spread) / math.cos(math.radians(city.lat)), 5),
        )
