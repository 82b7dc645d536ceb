"""Tables of figures as plain text and Markdown alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .clock import Timing

Row = tuple[str, ...]


def table(header: Row, rows: Sequence[Row]) -> str:
    """A Markdown table with columns of even width; the first is words, the others figures."""
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    lines = [_line(header, widths), "| " + " | ".join(_rule(width, n) for n, width in enumerate(widths)) + " |"]
    return "\n".join(lines + [_line(row, widths) for row in rows])


def timings(found: dict[str, Timing], beside: dict[str, str], matches: dict[str, str], *, by_wall: bool = False) -> str:
    """CPU and wall of each subject, how many times its floor it costs, and how many listings matched.

    `by_wall` compares waiting in place of CPU, for work that another process does.
    """
    rows = []
    for name, timing in found.items():
        floor = found.get(beside.get(name, ""))
        here, there = (timing.wall_ms, floor and floor.wall_ms) if by_wall else (timing.cpu_ms, floor and floor.cpu_ms)
        ratio = f"{here / there:.1f} × {floor.name}" if floor and there else ""
        figures = (f"{timing.cpu_ms:.2f}", f"{timing.wall_ms:.2f}", f"{timing.p95_ms:.2f}")
        rows.append((name, *figures, ratio, matches.get(name, "")))
    return table(("what", "CPU ms", "wall ms", "wall p95", "against its floor", "matches"), rows)


def growth(by_size: dict[int, dict[str, Timing]]) -> str:
    """CPU of each subject at each size, and by how much it grew from one to the next, reckoned per tenfold."""
    sizes = sorted(by_size)
    rows = []
    for name in by_size[sizes[0]]:
        cpu = [by_size[size][name].cpu_ms for size in sizes if name in by_size[size]]
        if len(cpu) == len(sizes):
            steps = [
                f"{(after / before) ** (1 / math.log10(large / small)):.2f}"
                for small, large, before, after in zip(sizes, sizes[1:], cpu, cpu[1:], strict=False)
            ]
            rows.append((name, *(f"{one:.2f}" for one in cpu), " · ".join(steps)))
    return table(("CPU ms", *(f"{size:,}" for size in sizes), "× per tenfold"), rows)


def _line(row: Row, widths: list[int]) -> str:
    cells = [
        cell.ljust(width) if n == 0 else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "| " + " | ".join(cells) + " |"


def _rule(width: int, column: int) -> str:
    return "-" * width if column == 0 else "-" * (width - 1) + ":"
