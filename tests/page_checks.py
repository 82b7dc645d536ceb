"""What no page of this site may have. The browser of the tests checks every page it sees with this."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
from bs4 import Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST_TITLE = 65
BETWEEN_TAGS = re.compile(r">[^<>]*<")
VALUES = re.compile(r"""(?<! type)="[^"<>]*\"""")
NUMBERS = re.compile(r"\d+")
# What a text or a value can hold that is wrong by itself.
ODD = re.compile(r"&#?\w*;?|[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
TOKENS = re.compile(r'"[\w.-]{60,}"')
FIELDS = {"input", "select", "textarea"}
REFERENCES = ("aria-labelledby", "aria-describedby", "for")
SKIPPED_INPUTS = {"submit", "button", "image", "reset"}
SHAPE_BYTES = 16


def words(node: LexborNode | Tag) -> str:
    """The text of an element with single spaces."""
    return " ".join((node.get_text(" ") if isinstance(node, Tag) else node.text(separator=" ")).split())


def check_page(html: str, where: str, tree: LexborHTMLParser | None = None) -> None:
    """Fail for anything that no page of this site may have."""
    _check_html(html, where)
    tree = tree or LexborHTMLParser(html)
    # One walk through the page for all checks: they run on every page that any test opens.
    tags = [_Tag(one, str(one.tag), one.attributes) for one in tree.root.traverse()]
    problems = [*_heading_problems(tree), *_label_problems(tags), *_id_problems(tags), *_inline_problems(tags)]
    assert not problems, f"{where}: {problems}"


@dataclass(frozen=True)
class _Tag:
    node: LexborNode
    name: str
    attributes: dict[str, str | None]

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""


class Shapes:
    """Shapes of pages that were valid before, in this process and in all that keep theirs in the same file."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._known: set[bytes] = set()
        self._read = 0

    def keep_in(self, file: Path) -> None:
        """Share them with every process that names the same file."""
        self._file, self._read = file, 0
        file.touch()

    def __contains__(self, shape: bytes) -> bool:
        if shape not in self._known and self._file:
            with self._file.open("rb") as file:
                file.seek(self._read)
                new = file.read()
            self._read += len(new)
            self._known.update(new[at : at + SHAPE_BYTES] for at in range(0, len(new), SHAPE_BYTES))
        return shape in self._known

    def add(self, shape: bytes) -> None:
        """Say that a page of this shape is valid."""
        self._known.add(shape)
        if self._file:
            # So few bytes at the end of a file are written whole or not at all.
            with self._file.open("ab") as file:
                file.write(shape)


valid = Shapes()


def _shape(html: str) -> bytes:
    """What decides whether HTML is valid: tags, names of attributes and odd characters, not words and numbers."""
    marked = BETWEEN_TAGS.sub(lambda found: f">{''.join(ODD.findall(found[0]))}<", TOKENS.sub('"token"', html))
    marked = VALUES.sub(lambda found: f'="{"".join(ODD.findall(found[0]))}"', marked)
    return blake2b(NUMBERS.sub("0", marked).encode(errors="surrogatepass"), digest_size=SHAPE_BYTES).digest()


def _check_html(html: str, where: str) -> None:
    shape = _shape(html)
    if shape in valid:
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    errors = [f"{code} {data} at {position}" for position, code, data in parser.errors]
    assert not errors, f"{where}: invalid HTML: {errors[:3]}"
    valid.add(shape)


def _heading_problems(tree: LexborHTMLParser) -> list[str]:
    headings = tree.css("h1")
    title = title_of(tree)
    # Whoever hears a page hears its title first.
    wrong = tree.css_first("[data-error-summary]") is not None
    if wrong != title.startswith("Error: "):
        return [f"title {title!r} of a page {'with' if wrong else 'without'} an error summary"]
    title = title.removeprefix("Error: ")
    if len(headings) != 1:
        return [f"{len(headings)} h1 elements"]
    if not tree.css("html[lang]"):
        return ["no language"]
    heading = words(headings[0])
    if title.split(" – ")[0][:25].casefold() != heading[:25].casefold() and not title.casefold().startswith(
        heading.casefold()
    ):
        return [f"title {title!r} does not start with the h1 {heading!r}"]
    return []


def title_of(tree: LexborHTMLParser) -> str:
    """The title of a page, empty without one."""
    title = tree.css_first("head > title")
    return words(title) if title else ""


def _label_problems(tags: Sequence[_Tag]) -> list[str]:
    labelled = {one.get("for") for one in tags if one.name == "label"}
    return [
        f"{one.name} {one.get('name')} has no label"
        for one in tags
        if one.name in FIELDS
        and one.get("type") not in {*SKIPPED_INPUTS, "hidden"}
        and one.get("id") not in labelled
        and not one.get("aria-label")
        and above(one.node, "label") is None
    ]


def above(node: LexborNode, name: str) -> LexborNode | None:
    """The nearest element with this name that `node` stands in."""
    parent = node.parent
    while parent is not None and parent.tag != name:
        parent = parent.parent
    return parent


def _id_problems(tags: Sequence[_Tag]) -> list[str]:
    ids = Counter(one.get("id") for one in tags if "id" in one.attributes)
    double = sorted(one for one, times in ids.items() if times > 1)
    targets = [one.get(name) for one in tags for name in REFERENCES if name in one.attributes]
    missing = sorted({one for target in targets for one in target.split() if one not in ids})
    links = [one.get("href") for one in tags if one.name == "a"]
    anchors = sorted({link for link in links if link.startswith("#") and link[1:] not in ids})
    return [
        *(f"id {one} twice" for one in double),
        *(f"no element {one}" for one in missing),
        *(f"link to nothing: {one}" for one in anchors),
    ]


def _inline_problems(tags: Sequence[_Tag]) -> list[str]:
    problems = ["style element" for one in tags if one.name == "style"]
    for one in tags:
        if one.name != "script":
            continue
        if one.get("type") == "application/ld+json":
            problems += _data_problems(one.node)
        elif not one.get("src"):
            problems.append("inline script")
    for one in tags:
        problems += [f"{name} on {one.name}" for name in one.attributes if name == "style" or name.startswith("on")]
        address = one.get("src") or (one.get("href") if one.name == "link" else "")
        if address and urlsplit(address).netloc and one.get("rel") != "canonical":
            problems.append(f"{one.name} from another host: {address}")
        if one.name == "img" and "alt" not in one.attributes:
            problems.append("img without alt")
    return problems


def _data_problems(script: LexborNode) -> list[str]:
    """What is wrong with data for machines, the one thing that may stand inside a script element."""
    try:
        data = json.loads(script.text())
    except ValueError as error:
        return [f"data for machines cannot be read: {error}"]
    return [] if data.get("@context") == "https://schema.org" else ["data for machines without its context"]


def check_findable(tree: LexborHTMLParser, where: str, robots_header: str) -> None:
    """Fail for a page that search engines may show and that does not say in short what it is, or where it lives."""
    if "noindex" in robots_header or "noindex" in _meta(tree, "robots"):
        return
    title, heading = title_of(tree), tree.css_first("h1")
    site_name = title.rpartition(" – ")[2]
    # A heading may be longer than fits; nothing may be added to it then.
    longest = max(LONGEST_TITLE, len(f"{words(heading)} – {site_name}") if heading else 0)
    description = " ".join(_meta(tree, "description").split())
    problems = [f"{len(found)} {what}" for what, found in _once(tree).items() if len(found) != 1]
    if len(title) > longest:
        problems.append(f"title of {len(title)} characters: {title}")
    if not 50 <= len(description) <= 160:
        problems.append(f"description of {len(description)} characters: {description}")
    assert not problems, f"{where}: {problems}"


def _meta(tree: LexborHTMLParser, name: str) -> str:
    found = tree.css_first(f"meta[name={name}]")
    return (found.attributes.get("content") or "") if found else ""


def _once(tree: LexborHTMLParser) -> dict[str, list[LexborNode]]:
    shared = ("og:title", "og:description", "og:url", "og:image", "og:type")
    return {
        "canonical addresses": tree.css("link[rel=canonical]"),
        **{name: tree.css(f'meta[property="{name}"]') for name in shared},
    }
