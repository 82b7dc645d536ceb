"""Lines of text on pictures, in the typeface of the site: each run of letters in the file that has them."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from PIL import ImageDraw, ImageFont

from ..static_files import FOLDER

FONTS = ("brygada-1918-latin.woff2", "brygada-1918-latin-ext.woff2")
BOLD, PLAIN = 640, 440

Point = tuple[float, float]


def cut(text: str, size: int, room: float) -> str:
    """The text, shortened to one bold line of this size, no wider than `room` pixels."""
    while text and width(text, size, BOLD) > room:
        text = text[:-2].rstrip() + "…"
    return text


def write(
    canvas: ImageDraw.ImageDraw,
    where: Point,
    text: str,
    size: int,
    weight: int,
    colour: str,
    *,
    right: bool = False,
    middle: bool = False,
) -> None:
    """One line with its top at `where`: each run of letters in the file of the typeface that has them."""
    wide = width(text, size, weight)
    x = where[0] - (wide if right else wide / 2 if middle else 0)
    for piece, font in _runs(text, size, weight):
        canvas.text((x, where[1] + size), piece, font=font, fill=colour, anchor="ls")
        x += font.getlength(piece)


def width(text: str, size: int, weight: int) -> float:
    """How many pixels wide a line is."""
    return sum(font.getlength(piece) for piece, font in _runs(text, size, weight))


def _runs(text: str, size: int, weight: int) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    pieces = groupby(text, key=lambda letter: max(_file_with(letter), 0))
    return [("".join(letters), _font(FONTS[number], size, weight)) for number, letters in pieces]


def has_letters(text: str) -> bool:
    """Whether the typeface has every letter of a text."""
    return all(_file_with(letter) >= 0 for letter in text)


@cache
def _font(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FOLDER / "fonts" / file, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def _file_with(letter: str) -> int:
    """Which file of the typeface holds this letter; -1 where none does."""
    return next((n for n, file in enumerate(FONTS) if letter == " " or letter in _letters(file)), -1)


@cache
def _letters(file: str) -> frozenset[str]:
    """Every letter from Latin that a file draws: what it lacks is drawn like a letter that no typeface has."""
    font = _font(file, 20, PLAIN)
    absent = bytes(font.getmask("\U0010fffd"))
    known = (chr(code) for code in _LATIN)
    return frozenset(letter for letter in known if bytes(font.getmask(letter)) != absent)


_LATIN: tuple[int, ...] = (*range(0x21, 0x7F), *range(0xA1, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2030))
