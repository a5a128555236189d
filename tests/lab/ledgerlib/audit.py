"""What became of the promises: the ledger's table of every node against the client's receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# Rows of one run, as "id" lines, for a client that prints without decoration.
STATEMENT = "SELECT id FROM ledger WHERE run = '{run}' ORDER BY id"


@dataclass(frozen=True)
class Audit:
    """`lost`: acknowledged and not on the present primary. `stray`: only on another node."""

    primary: str
    rows: int
    lost: list[int]
    duplicates: list[int]
    stray: dict[str, list[int]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        stray = ", ".join(f"{len(ids)} rows only on {node}" for node, ids in self.stray.items())
        return (f"{self.rows} rows on {self.primary or 'no primary'}, {len(self.lost)} lost, "
                f"{len(self.duplicates)} twice" + (f", {stray}" if stray else "")
                + (f", no answer from {', '.join(self.silent)}" if self.silent else ""))


def judge(promised: Iterable[int], primary: str, rows: Mapping[str, list[int] | None]) -> Audit:
    """Rows of each node, None for one that gave no answer."""
    counted = Counter(rows.get(primary) or [])
    stray = {node: sorted(set(ids) - set(counted)) for node, ids in rows.items()
             if ids and node != primary and set(ids) - set(counted)}
    return Audit(primary, counted.total(), sorted(set(promised) - set(counted)),
                 sorted(number for number, count in counted.items() if count > 1), stray,
                 [node for node, ids in rows.items() if ids is None])
