"""A letter as HTML, made of its plain text when it is sent: one text to write and to translate, two forms to read.

Nothing in the text is ever markup. It is taken apart into paragraphs, lists, addresses that stand alone, and a quote,
which is what stands between the first and the last line of hyphens, marked with > in the plain form; the template puts
them together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from .config import data_dir

RULE = re.compile(r"-{5,}")
MARK = re.compile(r"^> ?")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
ITEM = re.compile(r"[-–•] ")


@dataclass(frozen=True)
class Block:
    """A part of a letter. `kind` is paragraph, items, address or quote; a quote is somebody else's words."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """The parts of a plain letter, in order."""
    lines = [line.strip() for line in text.replace("\r", "").split("\n")]
    rules = [number for number, line in enumerate(lines) if RULE.fullmatch(line)]
    if len(rules) < 2:
        return _own(lines)
    # From the first such line to the last: whoever is quoted cannot end the quote and go on in our name.
    first, last = rules[0], rules[-1]
    quoted = "\n".join(MARK.sub("", line) for line in lines[first + 1 : last])
    return [*_own(lines[:first]), Block("quote", tuple(quoted.strip("\n").split("\n"))), *_own(lines[last + 1 :])]


def render(subject: str, text: str, site_name: str, language: str) -> str:
    """The whole letter as one HTML document without pictures, scripts or anything fetched from elsewhere."""
    template = _templates().select_template([f"{language}/letter.html", "letter.html"])
    return template.render(subject=subject, blocks=blocks(text), site_name=site_name, language=language)


def _own(lines: list[str]) -> list[Block]:
    """Our words: parts are what empty lines set apart."""
    parts = "\n".join(line for line in lines if not RULE.fullmatch(line)).split("\n\n")
    return [_block(tuple(part.strip("\n").split("\n"))) for part in parts if part.strip()]


def _block(lines: tuple[str, ...]) -> Block:
    if len(lines) == 1 and ADDRESS.fullmatch(lines[0]):
        return Block("address", lines)
    if all(ITEM.match(line) for line in lines):
        return Block("items", tuple(line[2:].strip() for line in lines))
    return Block("paragraph", lines)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(str(data_dir("templates") / "mail")),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
