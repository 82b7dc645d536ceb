"""A fixed set of public points as arrays: the part of the search index that does the arithmetic.

Rows are sorted into strips of latitude and within a strip by longitude, so that a circle touches a few runs of
neighbours. Each trait is a plane of bits, one bit a row: a filter is an AND, a count of a facet is a count of bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..places.distance import EARTH_RADIUS_KM, bounding_band, unit_vector

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Bits = NDArray[np.uint64]

STRIP_DEGREES = 0.5
# Longitudes of one strip never reach the next one.
STRIP_WIDTH = 1000.0
# With more strips than this, one run over all longitudes is cheaper than many short ones.
MOST_STRIPS = 64
# Rows between two runs that cost less to look at than a run of its own does. Never fewer than two words of bits.
NEAR = 8192
WORD = 64
HALF_ROUND_KM = math.pi * EARTH_RADIUS_KM
# A hair less than the cosine, so that a point exactly on the edge is inside.
EDGE = 1e-15


class Columns(NamedTuple):
    """What search knows of each public point, one entry a row.

    `rank` and `high` are 0 to 100; `confirmed` and `licensed_until` are days of the Gregorian calendar (0: never).
    """

    listing: Numbers
    x: Floats
    y: Floats
    z: Floats
    rank: Floats
    high: Floats
    confirmed: Numbers
    licensed_until: Numbers


@dataclass(frozen=True)
class Circle:
    """A centre in degrees and a radius in kilometres, prepared for comparison with unit vectors."""

    lat: float
    lon: float
    km: float

    @property
    def vector(self) -> tuple[float, float, float]:
        """The centre as a unit vector."""
        return unit_vector(self.lat, self.lon)

    @property
    def cosine(self) -> float:
        """The least dot product of a point inside with the centre."""
        return math.cos(min(self.km, HALF_ROUND_KM) / EARTH_RADIUS_KM) - EDGE


class Run(NamedTuple):
    """Neighbouring rows that fill whole words of bits, of which `inside` says which are meant.

    `dots` are the dot products with the centre of the circle, 0 where there is no circle.
    """

    start: int
    stop: int
    inside: Bits
    dots: Floats

    @property
    def words(self) -> slice:
        """The words of bits that hold these rows."""
        return slice(self.start // WORD, words(self.stop))

    def rows(self, bits: Bits) -> Numbers:
        """The numbers of the rows of the run whose bit is set."""
        rows: Numbers = np.flatnonzero(unpacked(bits).view(np.bool_))
        rows += self.start
        return rows


class Segment:
    """Rows that never change; those that left are named by the caller in `gone`, a bit a row."""

    def __init__(self, columns: Columns, lats: Floats, lons: Floats, planes: Mapping[str, Bits]) -> None:
        """Rows must be sorted by `sort_keys`; `planes` has a bit array of `words(len)` words for each trait."""
        self.columns = columns
        self.lats = lats
        self.lons = lons
        self.keys = sort_keys(lats, lons)
        self.traits = {trait: number for number, trait in enumerate(planes)}
        self.planes = np.array(list(planes.values()), dtype=np.uint64).reshape(len(planes), words(len(lats)))
        self.nothing = np.zeros(words(len(lats)), dtype=np.uint64)
        self._groups: dict[str, Numbers] = {}
        repeated = _repeated(columns.listing)
        # None where every listing has one row, as in most directories.
        self.shared = packed(repeated) if repeated.any() else None

    def __len__(self) -> int:
        return len(self.lats)

    @property
    def bytes(self) -> int:
        """Memory of its arrays."""
        arrays = (*self.columns, self.lats, self.lons, self.keys, self.planes, self.nothing)
        return sum(array.nbytes for array in arrays) + (0 if self.shared is None else self.shared.nbytes)

    def runs(self, circle: Circle | None, gone: Bits) -> list[Run]:
        """The rows within the circle, or all of them, without those that are gone."""
        if not len(self):
            return []
        if circle is None:
            return [Run(0, len(self), ~gone & _whole(len(self)), np.zeros(len(self)))]
        found = (self._run(start, stop, circle, gone) for start, stop in self._ranges(circle))
        return [run for run in found if run is not None]

    def with_bits(self, trait: str, bits: Bits) -> Segment:
        """The same rows with other bits for one trait."""
        planes = {name: self.planes[number] for name, number in self.traits.items()} | {trait: bits}
        return Segment(self.columns, self.lats, self.lons, planes)

    def bits_of(self, trait: str) -> Bits:
        """Which rows have a trait; none for one that nobody has."""
        number = self.traits.get(trait)
        return self.nothing if number is None else self.planes[number]

    def group(self, prefix: str) -> Numbers:
        """The numbers of the planes of traits that begin so."""
        found = self._groups.get(prefix)
        if found is None:
            own = [number for trait, number in self.traits.items() if trait.startswith(prefix)]
            found = self._groups[prefix] = np.array(own, dtype=np.int64)
        return found

    def names(self, prefix: str) -> list[str]:
        """The traits that begin so, in the order of their planes."""
        return [trait for trait in self.traits if trait.startswith(prefix)]

    def counts(self, run: Run, bits: Bits, planes: Numbers | None = None) -> Numbers:
        """How many of the rows whose bit is set have each trait, in the order of `traits` or of these planes."""
        own = self.planes[:, run.words] if planes is None else self.planes[planes, run.words]
        counted: Numbers = np.bitwise_count(own & bits).sum(axis=1, dtype=np.uint32)
        return counted

    def _ranges(self, circle: Circle) -> list[tuple[int, int]]:
        band = bounding_band(circle.lat, circle.lon, circle.km)
        first, last = strip_of(band.south), strip_of(band.north)
        if last - first > MOST_STRIPS or band.meridians[0] == (-180.0, 180.0):
            edges: Sequence[tuple[float, float]] = [(first * STRIP_WIDTH - 180.0, last * STRIP_WIDTH + 180.0)]
        else:
            edges = [
                (strip * STRIP_WIDTH + west, strip * STRIP_WIDTH + east)
                for strip in range(first, last + 1)
                for west, east in band.meridians
            ]
        # What stands exactly on an eastern edge, such as the 180th meridian, is inside.
        limits = np.array([(low, math.nextafter(high, math.inf)) for low, high in edges])
        return _joined(sorted((a, b) for a, b in np.searchsorted(self.keys, limits).tolist() if b > a))

    def _run(self, start: int, stop: int, circle: Circle, gone: Bits) -> Run | None:
        # Whole words: who stands between is told from those inside by the distance, as everybody is.
        start, stop = start // WORD * WORD, min(words(stop) * WORD, len(self))
        x, y, z = circle.vector
        own = self.columns
        dots = own.x[start:stop] * x
        part = own.y[start:stop] * y
        dots += part
        np.multiply(own.z[start:stop], z, out=part)
        dots += part
        inside = packed(dots >= circle.cosine)
        inside &= ~gone[start // WORD : words(stop)]
        return Run(start, stop, inside, dots) if inside.any() else None


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rising ranges of which no two are so near that one over both is cheaper."""
    joined: list[tuple[int, int]] = []
    for start, stop in ranges:
        if joined and start - joined[-1][1] <= NEAR:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def made(columns: Columns, lats: Floats, lons: Floats, traits: Sequence[Iterable[str]]) -> Segment:
    """A segment of rows in any order; `traits` has those of each row."""
    order = np.argsort(sort_keys(lats, lons), kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    rows: dict[str, list[int]] = {}
    for row, own in zip(place.tolist(), traits, strict=True):
        for trait in own:
            rows.setdefault(trait, []).append(row)
    planes = {trait: _plane(np.array(having), len(order)) for trait, having in rows.items()}
    return Segment(taken(columns, order), lats[order], lons[order], planes)


def merged(parts: Sequence[tuple[Segment, Bits]]) -> Segment:
    """One segment of all rows that are not gone."""
    kept = [np.flatnonzero(unpacked(~gone & _whole(len(part)))) for part, gone in parts]
    columns: Any = [
        np.concatenate([getattr(part.columns, name)[rows] for (part, _), rows in zip(parts, kept, strict=True)])
        for name in Columns._fields
    ]
    lats = np.concatenate([part.lats[rows] for (part, _), rows in zip(parts, kept, strict=True)])
    lons = np.concatenate([part.lons[rows] for (part, _), rows in zip(parts, kept, strict=True)])
    order = np.argsort(sort_keys(lats, lons), kind="stable")
    planes = {}
    for trait in sorted({trait for part, _ in parts for trait in part.traits}):
        bits = [unpacked(part.bits_of(trait))[rows] for (part, _), rows in zip(parts, kept, strict=True)]
        planes[trait] = packed(np.concatenate(bits).astype(bool)[order])
    return Segment(taken(Columns(*columns), order), lats[order], lons[order], planes)


def sort_keys(lats: Floats, lons: Floats) -> Floats:
    """Strip by strip from south to north, in each from west to east."""
    return np.floor((lats + 90.0) / STRIP_DEGREES) * STRIP_WIDTH + lons


def strip_of(lat: float) -> int:
    """The number of the strip that holds a latitude."""
    return math.floor((lat + 90.0) / STRIP_DEGREES)


def words(rows: int) -> int:
    """How many words of 64 bits hold a bit for each row."""
    return -(-rows // WORD)


def packed(truths: Truths) -> Bits:
    """Truths of rows as bits of whole words, the first truth being the first bit."""
    if len(truths) % WORD:
        padded = np.zeros(words(len(truths)) * WORD, dtype=bool)
        padded[: len(truths)] = truths
        truths = padded
    return np.packbits(truths, bitorder="little").view(np.uint64)


def unpacked(bits: Bits) -> NDArray[np.uint8]:
    """A 0 or 1 for each bit."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little")


def taken(columns: Columns, order: Numbers) -> Columns:
    """The rows of these numbers in their order."""
    own: Any = [column[order] for column in columns]
    return Columns(*own)


def _repeated(listings: Numbers) -> Truths:
    """Which rows are not the only one of their listing."""
    _, first, times = np.unique(listings, return_inverse=True, return_counts=True)
    repeated: Truths = times[first] > 1
    return repeated


def _plane(rows: Numbers, length: int) -> Bits:
    truths = np.zeros(length, dtype=bool)
    truths[rows] = True
    return packed(truths)


def _whole(length: int) -> Bits:
    """A set bit for each of so many rows."""
    return packed(np.ones(length, dtype=bool))
