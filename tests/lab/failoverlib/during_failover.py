"""Faults that strike while the primary is being replaced: of who does it, and of who returns."""

from __future__ import annotations

import subprocess
import time

from failoverlib.cluster import AS_POSTGRES
from failoverlib.trial import Trial

# Kills the first process of that program that it sees within a minute, as soon as the journal says
# that the step is done, or after 0.05 s; prints its number.
HUNTER = """
import os, sys, time
end = time.monotonic() + 60
journal = '/var/lib/pgmahout/journal.jsonl'
before = os.path.getsize(journal) if os.path.exists(journal) else 0

def said():
    try:
        with open(journal) as file:
            file.seek(before)
            return file.read()
    except OSError:
        return ''

def wait_for(step):
    if not step:
        return time.sleep(0.05)
    while f'"step":"{step}"' not in said() and time.monotonic() < end:
        time.sleep(0.001)

while time.monotonic() < end:
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            if os.readlink(f'/proc/{pid}/exe') == sys.argv[1]:
                wait_for(sys.argv[2])
                os.kill(int(pid), 9)
                sys.exit(print(pid))
        except OSError:
            pass
    time.sleep(0.002)
"""


def failover_killed(trial: Trial, step: str = "") -> None:
    """The primary's host is gone, and so is whoever was about to replace it."""
    words = trial.cluster.argv("exec", trial.leader, "--", "python3", "-c", HUNTER,
                               "/usr/libexec/pgmahout/failover", step)
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as hunter:
        trial.power_off(trial.primary)
        said = hunter.communicate(timeout=90)[0].strip()
    if said:
        trial.note(f"kill -9 of failover ({said}) on {trial.leader}")
    else:
        trial.wrong.append("no failover ran that could be killed")
    trial.wait_for_writes()
    trial.boot(trial.primary)


def failover_killed_after_freeze(trial: Trial) -> None:
    failover_killed(trial, "freeze")


def failover_killed_after_fence(trial: Trial) -> None:
    failover_killed(trial, "fence")


def failover_killed_after_synchronous(trial: Trial) -> None:
    failover_killed(trial, "synchronous")


def failover_killed_after_promote(trial: Trial) -> None:
    failover_killed(trial, "promote")


def failover_killed_after_repoint(trial: Trial) -> None:
    failover_killed(trial, "repoint")


def old_primary_returns_at_once(trial: Trial) -> None:
    """Its machine is back before anybody has missed it."""
    _returns_after(trial, 1)


def old_primary_returns_during_failover(trial: Trial) -> None:
    """Its machine is back while it is being replaced."""
    _returns_after(trial, 3.5)


def _returns_after(trial: Trial, seconds: float) -> None:
    trial.power_off(trial.primary)
    time.sleep(seconds)
    trial.boot(trial.primary)
    trial.wait_for_writes()


def failover_by_two_leaders(trial: Trial) -> None:
    """Two nodes believe that they lead, and both run the failover, besides Pgpool-II itself."""
    cluster, old = trial.cluster, trial.cluster.node(trial.primary)
    data = cluster.sql(trial.primary, "SHOW data_directory")
    trial.power_off(trial.primary)

    def call(host: str) -> None:
        mine = cluster.node(host)
        words = (old.number, old.address, 5432, data, mine.number, mine.address, old.number,
                 old.number, 5432, data, old.address, 5432)
        cluster.try_on(host, *AS_POSTGRES, "/usr/libexec/pgmahout/failover", *map(str, words),
                       seconds=60)
        trial.note(f"failover on {host} has ended")

    cluster.everywhere(call, trial.standbys)
    trial.wait_for_writes()
    trial.boot(trial.primary)
