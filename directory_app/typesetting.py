"""Sheets of paper as PDF: titled, tagged for screen readers, in the letters of any script at hand.

Typst sets a template from data and refuses letters that none of its fonts has; these become a box, and the sheet says
so. It comes with letters for most alphabets and finds those of the machine, which an operator can add to.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from .config import data_dir

if TYPE_CHECKING:
    import typst

PAPERS = {"a4": "a4", "letter": "us-letter"}
STANDARD = "ua-1"
NO_LETTER = "□"
NOTE = f"{NO_LETTER} stands for a letter that this sheet has no type for. The profile shows it."


def pdf_of(template: str, facts: dict[str, Any]) -> bytes:
    """The Typst file of `templates/<template>` filled with `facts`; `note` among them says when letters are missing."""
    source = _source(template)
    facts = {**facts, "note": ""}
    try:
        return _set(source, facts)
    except _typst().TypstError:
        missing = _without_type("".join(sorted({c for text in _texts(facts) for c in text if not c.isascii()})))
        if not missing:
            raise
        return _set(source, {**_replaced(facts, missing), "note": NOTE})


def _set(source: bytes, facts: dict[str, Any]) -> bytes:
    made = _typst().compile(
        source, font_paths=_fonts(), sys_inputs={"data": json.dumps(facts)}, pdf_standards=[STANDARD]
    )
    assert isinstance(made, bytes)
    return made


def _without_type(letters: str) -> frozenset[str]:
    """Those of the letters that no font can show, by trying halves."""
    try:
        _set(b'#set document(title: "x")\n#json(bytes(sys.inputs.data)).join(" ")', {"letters": letters})
    except _typst().TypstError:
        if len(letters) == 1:
            return frozenset(letters)
        half = len(letters) // 2
        return _without_type(letters[:half]) | _without_type(letters[half:])
    return frozenset()


def _replaced(value: Any, missing: frozenset[str]) -> Any:
    if isinstance(value, str):
        return "".join(NO_LETTER if c in missing else c for c in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: _replaced(one, missing) for name, one in value.items()}
    return [_replaced(one, missing) for one in value] if isinstance(value, (list, tuple)) else value


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield unicodedata.normalize("NFC", value)
    elif isinstance(value, (dict, list, tuple)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


@cache
def _source(template: str) -> bytes:
    return (data_dir("templates") / template).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    fonts: typst.Fonts = _typst().Fonts()
    return fonts


@cache
def _typst() -> Any:
    # A library of 80 MB, loaded when the first sheet is asked for and not when the site starts.
    import typst

    return typst
