"""pgmahout drill beside the lab's own ledger: what it measures is what is there to be measured."""

from __future__ import annotations

import calendar
import time
from functools import partial
from itertools import pairwise
from statistics import median

from failoverlib.cluster import ROOT
from failoverlib.operations import OK, Ended, expect, expect_valid, pgmahout
from failoverlib.trial import Scenario, Trial

SCENARIOS = ("crash", "leader", "partition", "power", "switchover")
ROUNDS = 3
PAGES = ROOT / "build/test-logs"
# How far the gaps of two ledgers of the same moment may be apart: each is an interval, an answer
# and a pause before the next connection off. The median of the rounds is: a login that hangs in
# Pgpool-II until its client gives up is that client's alone.
APART_SECONDS = 0.15


def drill_of(scenario: str) -> Scenario:
    """A drill of that scenario, of which each round is compared with the ledger."""
    return partial(_drill, scenario=scenario)


def _drill(trial: Trial, scenario: str) -> None:
    cluster = trial.cluster
    if scenario == "partition":
        cluster.everywhere(_install_nftables(trial))
    page = PAGES / f"drill-{scenario}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    ended: list[Ended] = []
    trial.fault(f"pgmahout drill {scenario} --rounds {ROUNDS}", lambda: ended.append(pgmahout(
        cluster, "drill", scenario, "--rounds", str(ROUNDS), "--yes-break", "pgmahout", "--json",
        "--html", str(page), seconds=400 * ROUNDS)))
    trial.wait_for_writes()
    expect_valid(trial, ended[0], "drill.json")
    expect(trial, ended[0].code == OK, f"drill {scenario}: {ended[0].code} {ended[0].said}")
    _compare_rounds(trial, scenario, ended[0].document().get("rounds", []))
    left = cluster.sql(cluster.primary(), "SELECT count(*) FROM pg_namespace "
                       "WHERE nspname = 'pgmahout_drill'")
    expect(trial, left == "0", f"drill {scenario} left its schema behind")


def _install_nftables(trial: Trial):
    """What partitions a host is on most machines already, and not on a bare one of the lab."""
    return lambda host: trial.cluster.on(host, "apt-get", "install", "-qq", "-y", "nftables")


def _compare_rounds(trial: Trial, scenario: str, rounds: list[dict]) -> None:
    expect(trial, len(rounds) == ROUNDS, f"drill {scenario} played {len(rounds)} rounds")
    breaks = [*(_monotonic(told["broke_at"]) for told in rounds), time.monotonic()]
    apart = [_compare(trial, scenario, told, begun, ended)
             for told, (begun, ended) in zip(rounds, pairwise(breaks))]
    expect(trial, bool(apart) and median(apart) <= APART_SECONDS,
           f"drill {scenario} and the ledger tell gaps that are {apart} s apart")


def _monotonic(moment: str) -> float:
    """An o'clock of this machine as what its other clock said then."""
    whole, rest = moment.rstrip("Z").split(".")
    seconds = calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float(f"0.{rest}")
    return seconds - time.time() + time.monotonic()


def _compare(trial: Trial, scenario: str, told: dict, begun: float, ended: float) -> float:
    """How far the two gaps of one round are apart."""
    own = max((gap.seconds for gap in trial.watch.receipts().gaps()
               if begun < gap.ended < ended), default=0.0)
    gap = told["gap_ms"] / 1000
    trial.note(f"drill {scenario}, round {told['number']}: gap {gap:.2f} s, "
               f"the ledger's {own:.2f} s")
    expect(trial, not told["lost"] and not told["doubled"] and not told["two_writers"],
           f"drill {scenario}: lost {told['lost']}, doubled {told['doubled']}, "
           f"{told['two_writers']} commits beside another writer")
    return round(abs(gap - own), 2)
