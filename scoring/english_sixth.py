"""English as rubric 18 reads it: what is hardly English is weighed against the small words of many more languages."""

from __future__ import annotations

from dataclasses import replace

from .english_fifth import ENGLISH_FIFTH

ENGLISH_SIXTH = replace(ENGLISH_FIFTH, weighs_neighbours=True)
