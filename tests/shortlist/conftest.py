"""Therapists that differ, for shortlists, comparisons and call cards."""

from __future__ import annotations

import pytest

from ..factories import PORTLAND, RELAXING, SALEM, make_listing

SECRET_STREET = "77 Hidden Lane"


@pytest.fixture
def three(session):
    """Ada in Portland, clinical; Bea in Salem, relaxing; Cem in Portland, clinical. All hide their street."""
    hidden = {"street": SECRET_STREET}
    return [
        make_listing(session, "published", name="Ada Lind", place={**PORTLAND, **hidden}),
        make_listing(session, "published", name="Bea Moss", answers=RELAXING, place={**SALEM, **hidden}),
        make_listing(session, "published", name="Cem Yıldız", place={**PORTLAND, **hidden}, languages=["Turkish"]),
    ]


def address(path, listings, **more):
    """A path that names these listings."""
    pairs = [*(("t", one if isinstance(one, str) else one.slug) for one in listings), *more.items()]
    return path + "?" + "&".join(f"{name}={value}" for name, value in pairs)
