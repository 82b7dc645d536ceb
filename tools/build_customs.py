"""Builds seeds/customs.json from the Unicode CLDR. Run it again to take in newer data; the result is committed.

    cd SOURCES && for one in cldr-core@48.2.0 cldr-numbers-full@48.2.0
    do npm pack $one && mkdir -p ${one%@*} && tar xzf ${one%@*}-*.tgz -C ${one%@*}; done
    python tools/build_customs.py SOURCES

Babel reads the same data at run time, for 7 MB and 58 ms in each process; only the tests have it, to compare.
Only countries of `seeds/places/countries.csv` are taken, of each the first currency that is money there today.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
MILES = {"US", "UK"}


def build(sources: Path) -> dict[str, Any]:
    """What the file holds."""
    core = sources / "cldr-core" / "package"
    with (ROOT / "seeds" / "places" / "countries.csv").open(encoding="utf-8", newline="") as file:
        countries = [row["code"] for row in csv.DictReader(file)]
    measured = _supplemental(core, "measurementData")["measurementSystem"]
    clocks = _supplemental(core, "timeData")
    money = _supplemental(core, "currencyData")["region"]
    words = json.loads((sources / "cldr-numbers-full/package/main/en/currencies.json").read_text(encoding="utf-8"))
    named = words["main"]["en"]["numbers"]["currencies"]
    currency_of = {one: code for one in countries if (code := _money(money.get(one, [])))}
    version = json.loads((core / "package.json").read_text(encoding="utf-8"))["version"]
    return {
        "source": f"Unicode CLDR {version}, packages cldr-core and cldr-numbers-full, licence Unicode-3.0",
        "miles": [one for one in countries if measured.get(one) in MILES],
        "twelve_hours": [one for one in countries if clocks.get(one, {}).get("_preferred", "H").startswith("h")],
        "currency_of": currency_of,
        "currencies": {code: _currency(named[code]) for code in sorted(set(currency_of.values()))},
    }


def _supplemental(core: Path, name: str) -> dict[str, Any]:
    read = json.loads((core / "supplemental" / f"{name}.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = read["supplemental"][name]
    return found


def _money(history: list[dict[str, dict[str, str]]]) -> str:
    today = [code for one in history for code, when in one.items() if "_to" not in when and "_tender" not in when]
    return today[0] if today else ""


def _currency(words: dict[str, str]) -> list[str]:
    """Its name, its sign in English, and its sign where no other money is near, empty where it has none."""
    name = words["displayName-count-one"]
    return [name[:1].upper() + name[1:], words["symbol"], words.get("symbol-alt-narrow", "")]


def _lines(built: dict[str, Any]) -> str:
    """A line for each country and currency, so that a change can be read."""
    parts = []
    for name, value in built.items():
        if isinstance(value, dict):
            rows = ",\n".join(f"    {_json(key)}: {_json(one)}" for key, one in value.items())
            parts.append(f"  {_json(name)}: {{\n{rows}\n  }}")
        else:
            parts.append(f"  {_json(name)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    (ROOT / "seeds" / "customs.json").write_text(_lines(build(Path(sys.argv[1]))), encoding="utf-8")
