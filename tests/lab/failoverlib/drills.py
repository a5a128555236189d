"""pgmahout drill beside the lab's own ledger: what it measures is what is there to be measured."""

from __future__ import annotations

import time

from failoverlib import health
from failoverlib.operations import OK, REFUSED, Ended, expect, expect_valid, pgmahout
from failoverlib.trial import Trial

# How far the gaps of two ledgers of the same moment may be apart: each is an interval, an answer
# and a pause before the next connection off.
APART_SECONDS = 0.15


def drill_agrees_with_the_ledger(trial: Trial) -> None:
    """What pgmahout drill measures is what the ledger of this lab measures beside it."""
    other = pgmahout(trial.cluster, "drill", "crash", "--yes-break", "another")
    expect(trial, other.code == REFUSED, f"of another name: {other.code} {other.said}")
    for scenario in ("switchover", "crash"):
        if wrong := health.wait_healthy(trial.cluster, 60):
            trial.wrong.append(f"not well before drill {scenario}: {'; '.join(wrong)}")
        _drill(trial, scenario)


def _drill(trial: Trial, scenario: str) -> None:
    cluster, begun = trial.cluster, time.monotonic()
    ended: list[Ended] = []
    trial.fault(f"pgmahout drill {scenario}", lambda: ended.append(pgmahout(
        cluster, "drill", scenario, "--yes-break", "pgmahout", "--json", seconds=400)))
    trial.wait_for_writes()
    expect_valid(trial, ended[0], "drill.json")
    expect(trial, ended[0].code == OK, f"drill {scenario}: {ended[0].code} {ended[0].said}")
    for told in ended[0].document().get("rounds", []):
        _compare(trial, scenario, told, begun)
    left = cluster.sql(cluster.primary(), "SELECT count(*) FROM pg_namespace "
                       "WHERE nspname = 'pgmahout_drill'")
    expect(trial, left == "0", f"drill {scenario} left its schema behind")


def _compare(trial: Trial, scenario: str, told: dict, begun: float) -> None:
    own = max((gap.seconds for gap in trial.watch.receipts().gaps() if gap.ended > begun),
              default=0.0)
    gap = told["gap_ms"] / 1000
    trial.note(f"drill {scenario}: gap {gap:.2f} s, the ledger's {own:.2f} s")
    expect(trial, abs(gap - own) <= APART_SECONDS,
           f"drill {scenario} tells a gap of {gap:.2f} s, the ledger {own:.2f} s")
    expect(trial, not told["lost"] and not told["doubled"] and not told["two_writers"],
           f"drill {scenario}: lost {told['lost']}, doubled {told['doubled']}, "
           f"{told['two_writers']} commits beside another writer")
