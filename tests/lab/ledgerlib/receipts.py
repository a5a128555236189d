"""What the ledger's client noted: gaps between acknowledgements, and errors by text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

WORTH_TELLING = 0.5


@dataclass(frozen=True)
class Gap:
    """A time without acknowledgement, in CLOCK_MONOTONIC; `open` when the run ended in it."""

    begun: float
    ended: float
    open: bool = False

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


@dataclass(frozen=True)
class Receipts:
    """One run of the client."""

    begun: float
    ended: float
    acknowledged: dict[int, float]
    errors: Counter[str]
    attempts: Counter[int]  # that had an error, by number

    def gaps(self) -> list[Gap]:
        """Every gap, the one before the first and the one after the last acknowledgement too."""
        times = sorted(self.acknowledged.values())
        found = [Gap(a, b) for a, b in pairwise([self.begun, *times])]
        return found + [Gap(times[-1] if times else self.begun, self.ended, open=True)]

    def longest(self) -> Gap:
        return max(self.gaps(), key=lambda gap: gap.seconds)

    def outages(self) -> list[Gap]:
        """The gaps that are worth telling."""
        return [gap for gap in self.gaps() if gap.seconds > WORTH_TELLING]

    def failed_again(self) -> list[int]:
        """Reads that failed on a second connection, too."""
        return [number for number, count in self.attempts.items() if count > 1]

    def first_after(self, moment: float) -> float | None:
        """When the first acknowledgement after a moment came."""
        return min((at for at in self.acknowledged.values() if at > moment), default=None)


def read(path: Path) -> Receipts:
    """Reads what is there; the last line may be cut off, and the end may be missing."""
    begun = ended = 0.0
    acknowledged: dict[int, float] = {}
    errors: Counter[str] = Counter()
    attempts: Counter[int] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.endswith("\n"):
            continue
        at, what, number, *text = line.rstrip("\n").split(" ", 3)
        ended = float(at)
        begun = begun or ended
        if what == "ack":
            acknowledged[int(number)] = ended
        elif what == "error":
            errors[text[0] if text else ""] += 1
            attempts[int(number)] += 1
    return Receipts(begun, ended, acknowledged, errors, attempts)


def lines(receipts: Receipts) -> list[str]:
    """The report for a person."""
    longest = receipts.longest()
    told = [f"longest gap {longest.seconds:.2f} s{' and not over' if longest.open else ''}, "
                   f"{len(receipts.acknowledged)} acknowledged, "
                   f"{receipts.errors.total()} errors"]
    told += [f"  gap of {gap.seconds:.2f} s from {gap.begun - receipts.begun:.2f} s on"
                    for gap in receipts.outages()]
    return told + [f"  {count} x {text}" for text, count in receipts.errors.most_common()]
