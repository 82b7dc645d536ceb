"""How many slips of the finger lie between two words."""

from __future__ import annotations


def edits(a: str, b: str, limit: int) -> int:
    """Optimal string alignment distance: letters missed, added, changed, or two neighbours swapped.

    Exact up to `limit`; anything beyond it is answered with limit + 1.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        earlier, before, row = before, row, [i] + [limit + 1] * len(b)
        for j in range(max(1, i - limit), min(len(b), i + limit) + 1):
            change = before[j - 1] + (letter != b[j - 1])
            row[j] = min(change, before[j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == b[j - 1]:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
