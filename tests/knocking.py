"""Twenty requests a second while what answers them is stopped and started again."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable

EVERY, REQUESTS = 0.05, 400


def knock(ask: Callable[[], object], meanwhile: Callable[[], object]) -> tuple[Counter[str], float]:
    """How often each answer or failure came, and how long the slowest waited, in seconds."""
    seen, slowest = Counter[str](), [0.0]

    def once() -> None:
        before = time.monotonic()
        try:
            seen[str(ask())] += 1
        except (OSError, http.client.HTTPException) as error:
            seen[repr(error)] += 1
        slowest[0] = max(slowest[0], time.monotonic() - before)

    askers = []
    for nth in range(REQUESTS):
        if nth == REQUESTS // 4:
            askers.append(threading.Thread(target=meanwhile))
            askers[-1].start()
        askers.append(threading.Thread(target=once))
        askers[-1].start()
        time.sleep(EVERY)
    for asker in askers:
        asker.join()
    return seen, slowest[0]
