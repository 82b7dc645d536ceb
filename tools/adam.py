"""Gradient steps by Adam (Kingma and Ba, 2015), from a fixed start and without randomness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
OF_FIRST, OF_SECOND = 0.9, 0.99


class Adam:
    """The running means of the slopes of one array."""

    def __init__(self, values: Numbers) -> None:
        self._first, self._second = np.zeros_like(values), np.zeros_like(values)
        self._count = 0

    def direction(self, slope: Numbers) -> Numbers:
        """Where to go against, about 1 long in every value, after this further slope."""
        self._count += 1
        self._first = OF_FIRST * self._first + (1 - OF_FIRST) * slope
        self._second = OF_SECOND * self._second + (1 - OF_SECOND) * slope * slope
        first, second = self._first / (1 - OF_FIRST**self._count), self._second / (1 - OF_SECOND**self._count)
        return np.asarray(first / (np.sqrt(second) + 1e-9))
