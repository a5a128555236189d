"""How the benches measure: whole processes, several runs, medians. Nothing here judges."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def seconds_of(action: Callable[[], object]) -> float:
    begun = time.monotonic()
    action()
    return time.monotonic() - begun


def command(*words: str | Path) -> Callable[[], None]:
    """Runs it with the output thrown away; an exit code other than 0 ends the bench."""
    argv = [os.fspath(word) for word in words]

    def go() -> None:
        subprocess.run(argv, cwd=ROOT, check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)
    return go


def runs(action: Callable[[], object], count: int, warm_up: int = 1) -> list[float]:
    for _ in range(warm_up):
        action()
    return [seconds_of(action) for _ in range(count)]


def report(what: str, seconds: Sequence[float], unit: str = "s") -> None:
    """One line: minimum, median and maximum."""
    scale = 1000 if unit == "ms" else 1
    low, middle, high = (scale * value for value in
                         (min(seconds), statistics.median(seconds), max(seconds)))
    print(f"{what}: {low:.1f} / {middle:.1f} / {high:.1f} {unit} (min / median / max of "
          f"{len(seconds)})", flush=True)
