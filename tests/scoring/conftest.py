"""The packaged rubric, and one from another domain."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from scoring import Rubric, load_rubric

# A language is read at its first text, which takes longer than a deadline allows.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

BAKERY = Path(__file__).parent / "rubrics" / "bakery.toml"


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_rubric()


@pytest.fixture(scope="session")
def bakery() -> Rubric:
    return load_rubric(BAKERY)
