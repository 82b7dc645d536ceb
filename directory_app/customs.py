"""What people of a country pay with, measure ways in and read the clock in, from `seeds/customs.json`."""

from __future__ import annotations

import json

from .config import data_dir

_read = json.loads((data_dir("seeds") / "customs.json").read_text(encoding="utf-8"))
# Countries where ways are told in miles, and those where the clock has twelve hours.
MILES: frozenset[str] = frozenset(_read["miles"])
TWELVE_HOURS: frozenset[str] = frozenset(_read["twelve_hours"])
CURRENCY_OF: dict[str, str] = _read["currency_of"]
ELSEWHERE = "EUR"
# By name, as people look for them.
CURRENCIES: dict[str, str] = dict(
    sorted(((code, name) for code, (name, *_) in _read["currencies"].items()), key=lambda one: one[1])
)
# What stands in front of an amount: a code and a sign of letters stand apart from it.
SYMBOLS: dict[str, str] = {
    code: f"{sign} " if sign[-1].isalnum() else sign for code, (_, sign, _) in _read["currencies"].items()
}
# What people write in their own country, and which currencies that may be.
SIGNS: dict[str, frozenset[str]] = {}
for _code, (_, _sign, _near) in _read["currencies"].items():
    for _written in {_code, _sign, _near} - {""}:
        SIGNS[_written.lower()] = SIGNS.get(_written.lower(), frozenset()) | {_code}
del _read
