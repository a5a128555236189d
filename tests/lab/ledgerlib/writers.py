"""Who wrote and who was what, from the probes of all hosts: their clocks are one kernel's.

An acknowledgement that was asked for and given while another node had already acknowledged
something of the same or a newer timeline proves two writers. One that was asked for before proves
nothing: it may have been committed then and be told late, as on a host that was paused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

# Two samples that are further apart do not belong to one span: the host was off in between.
JOIN = 0.5


@dataclass(frozen=True)
class Sample:
    """One question to one node's server; times of CLOCK_MONOTONIC."""

    kind: str
    begun: float
    ended: float
    outcome: str
    text: str

    @property
    def timeline(self) -> int:
        return int(self.text, 16)

    @property
    def primary(self) -> bool:
        return self.kind == "role" and self.outcome == "yes" and self.text.startswith("f ")

    @property
    def sender(self) -> str:
        """From whom it streams; empty when it does not."""
        words = self.text.split()
        return words[1].strip("-") if self.outcome == "yes" and len(words) == 2 else ""


@dataclass(frozen=True)
class TwoWriters:
    """`node` wrote on an old timeline after `other` had begun on the same or a newer one."""

    node: str
    other: str
    count: int
    begun: float
    ended: float

    def __str__(self) -> str:
        return (f"{self.node} acknowledged {self.count} writes beside {self.other}, over "
                f"{self.ended - self.begun:.2f} s")


Samples = Mapping[str, list[Sample]]


def read(path: Path) -> list[Sample]:
    """The samples of one host; a line that a power loss cut off is left out."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
        words = line.rstrip("\n").split(" ", 4)
        if line.endswith("\n") and words[0] in ("write", "role") and len(words) >= 4:
            found.append(Sample(words[0], float(words[1]), float(words[2]), words[3],
                                words[4] if len(words) > 4 else ""))
    return found


def acknowledged(samples: Iterable[Sample]) -> list[Sample]:
    return [each for each in samples if each.kind == "write" and each.outcome == "yes"]


def two_writers(samples: Samples) -> list[TwoWriters]:
    """Every pair of nodes of which the first wrote when only the second may have."""
    acks = {node: acknowledged(found) for node, found in samples.items()}
    return [found for node in acks for other in acks if node != other
            and (found := _beside(node, acks[node], other, acks[other]))]


def _beside(node: str, acks: list[Sample], other: str,
            others: list[Sample]) -> TwoWriters | None:
    began: dict[int, float] = {}
    for each in others:
        began[each.timeline] = min(each.ended, began.get(each.timeline, each.ended))
    wrong = [each for each in acks if any(timeline >= each.timeline and each.begun > at
                                          for timeline, at in began.items())]
    if not wrong:
        return None
    return TwoWriters(node, other, len(wrong), wrong[0].ended, wrong[-1].ended)


def late(samples: Samples) -> dict[str, int]:
    """Acknowledgements that nodes gave while another already wrote, for what was sent before."""
    acks = {node: acknowledged(found) for node, found in samples.items()}
    found = {}
    for node in acks:
        began = [(each.timeline, each.ended) for other in acks if other != node
                 for each in acks[other][:1]]
        found[node] = sum(any(timeline >= each.timeline and each.begun <= at < each.ended
                              for timeline, at in began) for each in acks[node])
    return {node: count for node, count in found.items() if count}


def spans(moments: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Joins what follows each other closely."""
    joined: list[tuple[float, float]] = []
    for begun, ended in moments:
        if joined and begun - joined[-1][1] < JOIN:
            joined[-1] = (joined[-1][0], ended)
        else:
            joined.append((begun, ended))
    return joined


def two_primaries(samples: Samples) -> list[tuple[str, str, float, float]]:
    """When two nodes were out of recovery at once, writable or not."""
    reigns = {node: spans((each.begun, each.ended) for each in found if each.primary)
              for node, found in samples.items()}
    return [(a, b, max(x[0], y[0]), min(x[1], y[1])) for a in reigns for b in reigns if a < b
            for x in reigns[a] for y in reigns[b] if max(x[0], y[0]) < min(x[1], y[1])]


def first(samples: Iterable[Sample], after: float) -> Sample | None:
    """The first of them that was asked for after a moment."""
    return next((each for each in samples if each.begun > after), None)
