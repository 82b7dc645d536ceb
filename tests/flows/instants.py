"""Several steps from one starting signal."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor


def at_the_same_instant(steps):
    """Run all steps from one starting signal; their results in order."""
    barrier = threading.Barrier(len(steps))

    def run(step):
        barrier.wait()
        return step()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [one.result() for one in [pool.submit(run, step) for step in steps]]
