"""What each guard leaves of a score, unless the rubric says otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from .rubric_table import Table

OFF_LANGUAGE = "off_language"
SHARES: Mapping[str, float] = {
    OFF_LANGUAGE: 0.0,
    "echo": 0.0,
    "instruction": 0.05,
    "keyword_list": 0.15,
    "copied": 0.2,
    "unfilled": 0.2,
    "shuffled": 0.2,
    "other_question": 0.25,
    "disguised": 0.3,
    "repetitive": 0.3,
    "answers_no": 0.35,
    "contradicts_itself": 0.35,
    "elsewhere": 0.35,
    "equations": 0.35,
    "not_people": 0.35,
    "word_salad": 0.35,
    "restated": 0.4,
    "beside_question": 0.45,
    "too_short": 0.6,
    "row_inside": 1.0,
    "irrelevant": 1.0,
}


def read_guard_shares(fitted: Table) -> Mapping[str, float]:
    """What each guard leaves, 0 to 1: the table `guards` of the section `[fitted]`, else `SHARES`."""
    table = Table(fitted.data.get("guards", {}), "fitted.guards", fitted.faults)
    table.only(frozenset(SHARES))
    return {name: table.number(name, 0.0, 1.0, share) for name, share in SHARES.items()}
