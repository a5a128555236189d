"""Faults under settings that are not the defaults."""

from __future__ import annotations

import time

from failoverlib import health
from failoverlib.cluster import Cluster
from failoverlib.scenarios import AWAY_SECONDS, kill_postmaster
from failoverlib.trial import Trial


def crash_without_restart(trial: Trial) -> None:
    """pgmahout_restart: never. Another node takes over from a server that only crashed."""
    kill_postmaster(trial)
    trial.repaired, trial.returning = trial.faulted, trial.primary
    trial.wait_for_writes()
    if trial.cluster.primary() == trial.primary:
        trial.wrong.append(f"{trial.primary} was restarted in place")


def standbys_stopped(trial: Trial) -> None:
    """pgmahout_standbys_lost: degrade. The primary goes on alone, until they are back."""
    cluster = trial.cluster
    unit = "postgresql@15-main"
    trial.fault("both standbys are stopped", lambda: cluster.everywhere(
        lambda host: cluster.on(host, "systemctl", "stop", unit, seconds=60), trial.standbys))
    trial.wait_for_writes()
    if names := cluster.sql(trial.primary, "SHOW synchronous_standby_names"):
        trial.wrong.append(f"it waits for {names} still")
    time.sleep(AWAY_SECONDS)
    for host in trial.standbys:
        trial.repair(host, f"{host} is started",
                     lambda host=host: cluster.on(host, "systemctl", "start", unit, seconds=60))
    trial.wait_for_writes()


def asynchronous_primary_lost(trial: Trial) -> None:
    """pgmahout_synchronous: off. What nobody else has is lost, and told to the transaction."""
    cluster, host = trial.cluster, trial.primary
    before = told_lost(cluster, host)
    trial.fault(f"the standbys hear no more of {host}",
                lambda: cluster.lab("partition", host, "--from", *trial.standbys))
    time.sleep(0.5)
    trial.power_off(host)
    cluster.lab("heal", host)
    trial.wait_for_writes()
    trial.boot(host)
    if wrong := health.wait_healthy(cluster, trial.patience.heal):
        trial.wrong += wrong
    trial.told_lost = told_lost(cluster, host) - before


def told_lost(cluster: Cluster, host: str) -> int:
    """Transactions that the journal of that host calls lost."""
    return sum(line["lost"]["transactions"] for line in cluster.journal(host) if "lost" in line)
