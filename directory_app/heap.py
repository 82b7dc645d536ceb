"""How memory is laid out, for processes that share what was there before they parted.

A page of memory is shared until one of them writes there. New objects are put into places left free among older ones,
so that a few small ones can cost each process a copy of very much. Nothing here changes what the program does; where
Python or the C library lay memory out in another way, it only helps less.
"""

from __future__ import annotations

import ctypes
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

# Numbers of mallopt of glibc.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
# Heaps of the C library in a process. Each of eight threads would otherwise keep one with holes of its own.
ARENAS = 2
# From this size on a block goes back to the system as soon as it is free. The library would raise that to 32 MB by
# itself and keep what long pages and packing leave behind; much lower, searches of the whole earth take twice as long.
LARGE = 512 * 1024
# CPython puts objects of up to BLOCK bytes, rounded up to GRAIN, into pools of one size each: Objects/obmalloc.c.
POOL = 16 * 1024
HEADER = 48
GRAIN = 16
BLOCK = 512
# For each size more than is ever free among others.
FILLING = 1_000_000
SMALLEST = 32
_EMPTY = sys.getsizeof(b"")
# After many dear searches at once 7 to 9 MB of each process are free and kept. Giving them back takes a millisecond.
SECONDS = 5.0


def keep_little() -> None:
    """Let the threads of this process and of those that part from it share a few heaps, with nothing large in them."""
    library = _library()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, ARENAS)
        library.mallopt(_M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Return to the system what the C library keeps and nobody uses."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


def tasks_of_process() -> list[tuple[str, float, Callable[[], object]]]:
    """A name, seconds between runs, the function."""
    return [("memory", SECONDS, give_back)]


def filling() -> list[object]:
    """Objects in the places left free among others: for as long as they are kept, new ones come to lie elsewhere."""
    kept: list[object] = []
    for size in range(SMALLEST, BLOCK + 1, GRAIN):
        made: list[object] = [_of_size(size, number) for number in range(FILLING // size)]
        # A pool that is filled with these alone held nothing else and can go back.
        in_pool, whole = Counter(id(one) // POOL for one in made), (POOL - HEADER) // size
        kept += [one for one in made if in_pool[id(one) // POOL] < whole]
    return kept


def _of_size(size: int, number: int) -> object:
    return bytes(size - _EMPTY) if size > SMALLEST else float(number)


def _library() -> Any:
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
