"""One scenario: load, fault, healing, audit; and what must hold afterwards."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from failoverlib import health
from failoverlib.cluster import AS_POSTGRES, Cluster, Failed, wait_for
from failoverlib.watch import Watch, journal_of
from ledgerlib import audit, writers
from ledgerlib.receipts import Receipts

LOAD_SECONDS = 4.0
# Writes must have gone on for so long before the next step.
STEADY_SECONDS = 3.0


@dataclass(frozen=True)
class Patience:
    """Seconds within which clients must be able to write again, and all must be well again; and
    for which the faults of files last, where these are not to say."""

    flow: float = 90.0
    heal: float = 90.0
    hold: float | None = None


@dataclass
class Figures:
    """Seconds; None where it did not happen."""

    gap: float
    gap_open: bool
    acknowledged: int
    promoted: float | None = None
    call_to_primary: float | None = None
    call_to_write: float | None = None
    other_streams: float | None = None
    returned_streams: float | None = None
    healed: float | None = None
    lost: int = 0
    doubled: int = 0
    beside: int = 0  # writes that were acknowledged beside another writer


def told(figures: Figures) -> str:
    """The figures for a person."""
    words = {"promoted": "promoted after", "call_to_primary": "primary after the call",
             "call_to_write": "written after the call",
             "other_streams": "other standby after promotion",
             "returned_streams": "returned node after", "healed": "healed after"}
    parts = [f"gap {figures.gap:.2f} s{' and not over' if figures.gap_open else ''}",
             f"{figures.acknowledged} acknowledged"]
    return ", ".join(parts + [f"{text} {value:.2f} s" for key, text in words.items()
                              if (value := getattr(figures, key)) is not None])


@dataclass
class Outcome:
    """What one trial showed; it is well when nothing is wrong."""

    name: str
    figures: Figures
    wrong: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


class Trial:
    """What a scenario has in hand: who is who, and the verbs to hurt and to wait."""

    def __init__(self, cluster: Cluster, watch: Watch, patience: Patience) -> None:
        self.cluster = cluster
        self.watch = watch
        self.patience = patience
        self.primary = cluster.primary()
        self.leader = cluster.leader()
        self.standbys = cluster.others(self.primary)
        self.began = time.monotonic()
        self.faulted = 0.0
        self.repaired = 0.0
        self.returning = ""
        # Transactions that our tools call lost, where a loss is allowed.
        self.told_lost: int | None = None
        self.wrong: list[str] = []

    def note(self, text: str) -> None:
        print(f"      {time.monotonic() - self.began:6.1f} s  {text}", flush=True)

    def bystander(self) -> str:
        """A standby that does not lead."""
        return next(host for host in self.standbys if host != self.leader)

    def fault(self, text: str, action: Callable[[], object]) -> None:
        """The first is the one that times count from."""
        self.note(text)
        self.faulted = self.faulted or time.monotonic()
        action()

    def repair(self, host: str, text: str, action: Callable[[], object]) -> None:
        """What ends a fault as a technician would; nothing is told to PostgreSQL or Pgpool-II."""
        self.note(text)
        self.repaired, self.returning = time.monotonic(), host
        action()

    def power_off(self, *hosts: str) -> None:
        self.fault(f"power loss of {' '.join(hosts)}", lambda: self.cluster.lab("kill", *hosts))

    def boot(self, host: str) -> None:
        self.repair(host, f"boot of {host}", lambda: self.cluster.lab("boot", host))
        self.watch.probe(host)

    def wait_for_writes(self, seconds: float = 0) -> None:
        """Until writes flow again; that they do not is wrong, and the trial goes on."""
        seconds = seconds or self.patience.flow
        begun = max(self.faulted, time.monotonic() - STEADY_SECONDS)
        if wait_for(lambda: self.watch.writing_since(begun, STEADY_SECONDS), seconds):
            return self.note("writes flow")
        self.wrong.append(f"no writes for {seconds:.0f} s")
        self.note(self.wrong[-1])


Scenario = Callable[[Trial], None]


def settle(cluster: Cluster, leader: str) -> None:
    """Puts the leader where the scenario wants it; Failed when the cluster is not well."""
    def healthy(when: str) -> None:
        if wrong := health.wait_healthy(cluster, 60):
            raise Failed(f"not well {when}: {'; '.join(wrong)}")
    healthy("to begin with")
    if not leader:
        return
    primary = cluster.primary()
    on_primary = cluster.leader() == primary
    if on_primary != (leader == "primary"):
        cluster.move_leader(primary if leader == "primary" else cluster.others(primary)[0])
        healthy("after the leader moved")


def play(cluster: Cluster, name: str, scenario: Scenario, directory: Path,
         patience: Patience = Patience()) -> Outcome:
    """Runs one scenario against a cluster that is well."""
    directory.mkdir(parents=True)
    run_name = f"{name}-{time.time():.0f}"
    wall = time.time()
    with Watch(cluster, directory, run_name) as watch:
        if not wait_for(lambda: (directory / "receipts").exists()
                        and watch.writing_since(0, STEADY_SECONDS), 30):
            raise Failed("no writes through the virtual IP to begin with")
        trial = Trial(cluster, watch, patience)
        time.sleep(max(0.0, LOAD_SECONDS - STEADY_SECONDS))
        scenario(trial)
        left = health.wait_healthy(cluster, patience.heal)
        healed = None if left else time.monotonic()
        trial.note("not healed" if left else "healed")
        trial.wait_for_writes(10)
    trial.wrong += [f"not healed: {'; '.join(left)}"] if left else []
    return _judge(trial, name, run_name, healed, wall)


def _judge(trial: Trial, name: str, run_name: str, healed: float | None, wall: float) -> Outcome:
    receipts, samples = trial.watch.receipts(), trial.watch.samples()
    found = _audit(trial.cluster, run_name, receipts)
    trial.note(f"audit: {found}")
    if trial.told_lost is not None:
        trial.wrong += _misjudged_loss(trial, len(found.lost), samples)
    elif found.lost:
        since = [receipts.acknowledged[number] - trial.faulted for number in found.lost]
        trial.wrong.append(f"{len(found.lost)} acknowledged rows lost, acknowledged "
                           f"{min(since):+.2f} to {max(since):+.2f} s from the fault")
    if found.duplicates:
        trial.wrong.append(f"{len(found.duplicates)} rows twice")
    beside = writers.two_writers(samples)
    trial.wrong += [f"two writers: {each}" for each in beside]
    for node, count in writers.late(samples).items():
        trial.note(f"{node} answered {count} writes after another had begun to write")
    for one, other, begun, ended in writers.two_primaries(samples):
        trial.note(f"{one} and {other} were both out of recovery for {ended - begun:.2f} s")
    trial.wrong += _unheard(trial, samples, healed is not None)
    figures = _figures(trial, receipts, samples, healed, wall)
    figures.lost, figures.doubled = len(found.lost), len(found.duplicates)
    figures.beside = sum(each.count for each in beside)
    return Outcome(name, figures, trial.wrong, receipts.errors)


def _misjudged_loss(trial: Trial, lost: int, samples: writers.Samples) -> list[str]:
    """What is told lost are the client's rows, the probe's, and one of each that was under way."""
    probed = sum(each.begun > trial.faulted for each in writers.acknowledged(samples[trial.primary])
                 if each.ended < trial.repaired)
    trial.note(f"{trial.told_lost} transactions told lost, {lost} rows and {probed} probes found")
    if not lost:
        return ["nothing was lost: this proves nothing"]
    if lost <= (trial.told_lost or 0) <= lost + probed + 2:
        return []
    return [f"{trial.told_lost} told lost, and {lost} rows and at most {probed} probes are"]


def _unheard(trial: Trial, samples: writers.Samples, healed: bool) -> list[str]:
    """A probe that cannot ask proves nothing: each had answers before, and after it was well."""
    wrong = [f"the probe of {host} had no answer before the fault" for host, found
             in samples.items() if not _answered(found, 0, trial.faulted)]
    if healed:
        wrong += [f"the probe of {host} has no answer in the end" for host, found
                  in samples.items() if not found
                  or not _answered(found, found[-1].ended - 5, float("inf"))]
    if not writers.acknowledged(samples[trial.primary]):
        wrong.append("the probe saw no write of the primary")
    return wrong


def _answered(samples: list[writers.Sample], since: float, until: float) -> bool:
    return any(each.kind == "role" and each.outcome == "yes" for each in samples
               if since < each.begun and each.ended < until)


def _audit(cluster: Cluster, run_name: str, receipts: Receipts) -> audit.Audit:
    statement = audit.STATEMENT.format(run=run_name)

    def rows(host: str) -> list[int] | None:
        try:
            return [int(line) for line in cluster.psql(host, "ledger", statement).splitlines()]
        except Failed:
            return None
    answers = dict(zip(cluster.names, cluster.everywhere(rows)))
    return audit.judge(receipts.acknowledged, _served(cluster), answers)


def _served(cluster: Cluster) -> str:
    """Whom clients are sent to: the only primary, or of several that of the newest timeline."""
    ask = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
    timelines = {host: cluster.try_on(host, *AS_POSTGRES, "psql", "-XAtq", "-c", ask)
                 for host in cluster.primaries()}
    return max(timelines, key=lambda host: timelines[host], default="")


def _figures(trial: Trial, receipts: Receipts, samples: writers.Samples, healed: float | None,
             wall: float) -> Figures:
    longest = receipts.longest()
    figures = Figures(longest.seconds, longest.open, len(receipts.acknowledged))
    if healed:
        figures.healed = healed - max(trial.repaired, trial.faulted)
    won = _promotion(trial, samples)
    if won is None:
        if trial.returning:
            figures.returned_streams = _streams(trial, samples, trial.returning, trial.primary,
                                                trial.repaired)
        return figures
    winner, promoted, wrote = won
    figures.promoted = promoted - trial.faulted
    others = [streams for host in trial.cluster.others(winner, trial.primary)
              if (streams := _streams(trial, samples, host, winner, promoted)) is not None]
    figures.other_streams = max(others, default=None)
    if trial.returning and trial.returning != winner:
        figures.returned_streams = _streams(trial, samples, trial.returning, winner,
                                            trial.repaired)
    if called := _called(trial, wall):
        figures.call_to_primary = promoted - called
        figures.call_to_write = wrote - called if wrote else None
    return figures


def _promotion(trial: Trial, samples: writers.Samples) -> tuple[str, float, float | None] | None:
    """Who was promoted first after the fault, when it was seen, and when it first wrote."""
    seen = {host: moment.ended for host in trial.standbys if (moment := writers.first(
        (each for each in samples[host] if each.primary), trial.faulted))}
    if not seen:
        return None
    winner = min(seen, key=lambda host: seen[host])
    wrote = writers.first(writers.acknowledged(samples[winner]), trial.faulted)
    return winner, seen[winner], wrote.ended if wrote else None


def _streams(trial: Trial, samples: writers.Samples, host: str, source: str,
             since: float) -> float | None:
    """How long after a moment a host first streamed from another."""
    node = trial.cluster.node(source)
    moment = writers.first((each for each in samples[host] if each.kind == "role"
                            and each.sender in (node.name, node.address)), since)
    return moment.ended - since if moment else None


CALL = re.compile(r"^(\d+\.\d+) .*pgmahout-failover\[")


def calls_of_failover(cluster: Cluster, host: str, since: float) -> list[float]:
    """When the failover executable said something on a host since then, on the wall clock."""
    return [float(found[1]) for line in journal_of(cluster, host, since)
            if (found := CALL.match(line))]


def _called(trial: Trial, wall: float) -> float | None:
    """When the failover executable said its first word, on this clock."""
    offset = time.time() - time.monotonic()
    times = [at - offset for host in trial.cluster.names
             for at in calls_of_failover(trial.cluster, host, wall)]
    return min((at for at in times if at > trial.faulted), default=None)
