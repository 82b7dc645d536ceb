"""The addresses of a shortlist: made of public names of profiles and nothing else, so that anyone may see them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import BadParameter

MOST = 20
LONGEST_SLUG = 160
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PROFILE_PATH = re.compile(r"(?:^|/)therapists/([a-z0-9-]+)(?:/contact)?(?:/call-card)?/?(?:[?#]|$)", re.IGNORECASE)
PAPERS = ("a4", "letter")
UNITS = ("mi", "km")


def slugs_in(values: Iterable[str]) -> list[str]:
    """The therapists an address names by `t`, each once, in their order. Raises BadParameter with a sentence."""
    slugs = list(dict.fromkeys(values))
    wrong = next((one for one in slugs if not _is_slug(one)), None)
    if wrong is not None:
        raise BadParameter(
            "t", f"“{wrong[:40]}” cannot be a therapist. A name in the link looks like mara-lind-portland."
        )
    if len(slugs) > MOST:
        raise BadParameter("t", f"This link names {len(slugs)} therapists. A shortlist holds {MOST} at most.")
    return slugs


def slug_from(typed: str) -> str | None:
    """The name of the profile whose address somebody pasted, with or without the site; None if it is no such."""
    found = PROFILE_PATH.search(typed.strip()[:500])
    slug = found.group(1).lower() if found else ""
    return slug if _is_slug(slug) else None


def one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    """The value of a parameter, the first one known if it is not given. Raises BadParameter."""
    if value and value not in known:
        raise BadParameter(name, f"“{value[:40]}” is not a known {name}. Known are: {', '.join(known)}.")
    return value or known[0]


def _is_slug(text: str) -> bool:
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None
