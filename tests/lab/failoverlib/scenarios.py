"""The faults. A scenario does what the world does to a cluster, and what ends the fault again."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass

from failoverlib.cluster import Cluster
from failoverlib.trial import Scenario, Trial

FROZEN_SECONDS = 60
AWAY_SECONDS = 8
# Kills the first process of that name that it sees, within a minute, and prints its number.
HUNTER = """
import os, sys, time
end = time.monotonic() + 60
while time.monotonic() < end:
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            if os.readlink(f'/proc/{pid}/exe') == sys.argv[1]:
                time.sleep(float(sys.argv[2]))
                os.kill(int(pid), 9)
                sys.exit(print(pid))
        except OSError:
            pass
    time.sleep(0.002)
"""


def postmaster(cluster: Cluster, host: str) -> str:
    """The process id of the server's parent, inside its host."""
    directory = cluster.sql(host, "SHOW data_directory")
    return cluster.on(host, "head", "-n", "1", f"{directory}/postmaster.pid")


def kill_postmaster(trial: Trial) -> None:
    pid = postmaster(trial.cluster, trial.primary)
    trial.fault(f"kill -9 of the postmaster on {trial.primary}",
                lambda: trial.cluster.on(trial.primary, "kill", "-9", pid))


def postmaster_killed(trial: Trial) -> None:
    """The server crashes; its machine is well."""
    trial.returning = trial.primary
    kill_postmaster(trial)
    trial.repaired = trial.faulted
    trial.wait_for_writes()


def planned_detach(trial: Trial) -> None:
    """Somebody detaches the primary; its server is well."""
    node = trial.cluster.node(trial.primary)
    trial.returning = trial.primary
    trial.fault(f"pcp_detach_node of {trial.primary}", lambda: trial.cluster.pcp(
        trial.leader, "pcp_detach_node", "-n", str(node.number)))
    trial.repaired = trial.faulted
    trial.wait_for_writes()


def power_loss(trial: Trial, host: str) -> None:
    trial.power_off(host)
    trial.wait_for_writes()
    trial.boot(host)


def power_loss_primary_not_leader(trial: Trial) -> None:
    power_loss(trial, trial.primary)


def power_loss_primary_and_leader(trial: Trial) -> None:
    power_loss(trial, trial.primary)


def power_loss_leader_not_primary(trial: Trial) -> None:
    power_loss(trial, trial.leader)


def standby_dies_and_returns(trial: Trial) -> None:
    host = trial.bystander()
    trial.power_off(host)
    time.sleep(AWAY_SECONDS)
    trial.wait_for_writes()
    trial.boot(host)


def partition_primary(trial: Trial) -> None:
    """The primary's host hears and reaches nobody; its server does not know."""
    trial.fault(f"partition of {trial.primary}",
                lambda: trial.cluster.lab("partition", trial.primary))
    trial.wait_for_writes()
    # Long enough that a primary that goes on is seen beside the new one.
    time.sleep(AWAY_SECONDS)
    trial.repair(trial.primary, f"{trial.primary} is connected again",
                 lambda: trial.cluster.lab("heal", trial.primary))


def postmaster_frozen(trial: Trial) -> None:
    """The server stands still and holds its connections; whoever is left of it goes on later."""
    cluster, host = trial.cluster, trial.primary
    pid = postmaster(cluster, host)
    family = [pid, *cluster.on(host, "pgrep", "-P", pid).split()]
    trial.fault(f"SIGSTOP to the {len(family)} processes of PostgreSQL on {host}",
                lambda: cluster.on(host, "kill", "-STOP", *family))
    trial.wait_for_writes()
    time.sleep(AWAY_SECONDS)
    trial.repair(host, f"SIGCONT to those that are left on {host}", lambda: cluster.on(
        host, "sh", "-c", f"for p in {' '.join(family)}; do "
        "[ \"$(ps -o user= -p $p)\" != postgres ] || kill -CONT $p; done"))


def host_paused_60s(trial: Trial) -> None:
    cluster, host = trial.cluster, trial.primary
    trial.fault(f"{host} is paused", lambda: cluster.lab("pause", host))
    trial.wait_for_writes(FROZEN_SECONDS)
    time.sleep(max(0.0, trial.faulted + FROZEN_SECONDS - time.monotonic()))
    trial.repair(host, f"{host} goes on", lambda: cluster.lab("resume", host))


def _all_lose_power(trial: Trial, order: list[str], apart: float) -> None:
    trial.power_off(*trial.cluster.names)
    for host in order:
        trial.boot(host)
        time.sleep(apart)
    trial.returning = ""
    trial.wait_for_writes()


def all_lose_power_old_primary_first(trial: Trial) -> None:
    _all_lose_power(trial, [trial.primary, *trial.standbys], 5)


def all_lose_power_old_primary_last(trial: Trial) -> None:
    _all_lose_power(trial, [*trial.standbys, trial.primary], 5)


def all_lose_power_and_boot_at_once(trial: Trial) -> None:
    trial.power_off(*trial.cluster.names)
    trial.repair("", "boot of all", lambda: trial.cluster.lab("boot", *trial.cluster.names))
    for host in trial.cluster.names:
        trial.watch.probe(host)
    trial.wait_for_writes()


def failover_killed(trial: Trial) -> None:
    """The primary's host is gone, and so is whoever was about to replace it."""
    words = trial.cluster.argv("exec", trial.leader, "--", "python3", "-c", HUNTER,
                               "/usr/libexec/pgmahout/failover", "0.05")
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as hunter:
        trial.power_off(trial.primary)
        said = hunter.communicate(timeout=90)[0].strip()
    if said:
        trial.note(f"kill -9 of failover ({said}) on {trial.leader}")
    else:
        trial.wrong.append("no failover ran that could be killed")
    trial.wait_for_writes()
    trial.boot(trial.primary)


def ssh_refused(trial: Trial) -> None:
    """The old primary's machine runs, and nobody can log in to make sure of it."""
    cluster, host = trial.cluster, trial.primary
    cluster.on(host, "systemctl", "stop", "ssh.socket", "ssh.service")
    trial.note(f"sshd of {host} is stopped")
    kill_postmaster(trial)
    trial.wait_for_writes()
    trial.repair(host, f"sshd of {host} is started",
                 lambda: cluster.on(host, "systemctl", "start", "ssh.service"))


def two_writers_are_seen(trial: Trial) -> None:
    """Not the product's: a promotion by hand, so that we know that we would see a second writer."""
    cluster, host = trial.cluster, trial.bystander()
    trial.fault(f"pg_promote on {host}", lambda: cluster.sql(host, "SELECT pg_promote()"))
    time.sleep(3)


def lost_rows_are_seen(trial: Trial) -> None:
    """Not the product's: rows taken away behind the client's back, and one put in twice."""
    trial.fault("rows deleted and doubled", lambda: trial.cluster.psql(trial.primary, "ledger", """
        DELETE FROM ledger WHERE id = 5 AND run = (SELECT max(run) FROM ledger WHERE id = 7);
        INSERT INTO ledger SELECT * FROM ledger WHERE id = 6"""))


@dataclass(frozen=True)
class Case:
    """A scenario, where the watchdog's leader is to be, and what the test of a test must say."""

    scenario: Scenario
    leader: str = ""
    must_say: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.scenario.__name__


CASES = (
    Case(lost_rows_are_seen, must_say=("1 acknowledged rows lost", "1 rows twice")),
    Case(two_writers_are_seen, must_say=("two writers",)),
    Case(postmaster_killed),
    Case(planned_detach),
    Case(power_loss_primary_not_leader, "standby"),
    Case(power_loss_primary_and_leader, "primary"),
    Case(partition_primary, "standby"),
    Case(power_loss_leader_not_primary, "standby"),
    Case(standby_dies_and_returns),
    Case(postmaster_frozen),
    Case(host_paused_60s),
    Case(all_lose_power_old_primary_first),
    Case(all_lose_power_old_primary_last),
    Case(all_lose_power_and_boot_at_once),
    Case(failover_killed, "standby"),
    Case(ssh_refused),
)
