"""QR codes as the path of an SVG picture: runs of dark squares, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# Readers want so many light squares around it.
QUIET = 4


@dataclass(frozen=True)
class QrPicture:
    """A square of `size` units, the quiet zone included, and the lines to stroke one unit wide."""

    size: int
    path: str

    @property
    def svg(self) -> str:
        """The whole picture, for paper."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.size} {self.size}">'
            f'<path stroke="#000" d="{self.path}"/></svg>'
        )


def qr_picture(address: str) -> QrPicture:
    """The QR code of an address; a seventh of it may be dirty or torn."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    return QrPicture(len(rows) + 2 * QUIET, "".join(_row(row, y) for y, row in enumerate(rows)))


def _row(row: list[bool], y: int) -> str:
    parts, x = [], QUIET
    for dark, squares in groupby(row):
        width = len(list(squares))
        if dark:
            parts.append(f"M{x} {y + QUIET}.5h{width}")
        x += width
    return "".join(parts)
