"""English as rubric 21 reads it: a few words around a row make no sentence of it, and signs part words."""

from __future__ import annotations

from dataclasses import replace

from .english_eighth import ENGLISH_EIGHTH

ENGLISH_NINTH = replace(ENGLISH_EIGHTH, shortest_wrapped=8, signs_part=True)
