"""Lines and rings cut to the part of the earth that a picture draws, as paths of an SVG."""

from __future__ import annotations

from itertools import pairwise

SIZE = 400.0
# Drawn beyond the picture on all sides, since it may stand in a wider or higher box.
AROUND = 120.0


def paths(line: list[tuple[float, float]], closed: bool) -> list[str]:
    """Path commands for what of a line lies within the drawn part."""
    pieces = [_clipped_ring(line)] if closed else _clipped_line(line)
    paths = []
    for piece in pieces:
        last = ""
        written = []
        for x, y in piece:
            step = f"{x:.0f} {y:.0f}"
            if step != last:
                written.append(step)
                last = step
        if len(written) > 1:
            paths.append(f"M{'L'.join(written)}{'Z' if closed else ''}")
    return paths


LOW, HIGH = -AROUND, SIZE + AROUND


def _clipped_line(line: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The runs of a line that touch the drawn part; their ends may lie a little outside."""
    runs: list[list[tuple[float, float]]] = []
    run: list[tuple[float, float]] = []
    for a, b in pairwise(line):
        apart = max(a[0], b[0]) < LOW or min(a[0], b[0]) > HIGH or max(a[1], b[1]) < LOW or min(a[1], b[1]) > HIGH
        if apart:
            if run:
                runs.append(run)
            run = []
        else:
            run = run or [a]
            run.append(b)
    return [*runs, run] if run else runs


def _clipped_ring(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring cut at the four edges of the drawn part, one after the other (Sutherland and Hodgman)."""
    for axis, edge, sign in ((0, LOW, 1.0), (0, HIGH, -1.0), (1, LOW, 1.0), (1, HIGH, -1.0)):
        kept: list[tuple[float, float]] = []
        for a, b in zip([*ring[-1:], *ring], ring, strict=False):
            a_inside, b_inside = (a[axis] - edge) * sign >= 0, (b[axis] - edge) * sign >= 0
            if a_inside != b_inside:
                share = (edge - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
            if b_inside:
                kept.append(b)
        ring = kept
    return ring
