"""Faults of what the failover leans on: logins, host keys, sudo, the agent, disks, our services."""

from __future__ import annotations

import time

from failoverlib.cluster import AS_POSTGRES
from failoverlib.scenarios import AWAY_SECONDS, kill_postmaster, planned_detach
from failoverlib.trial import Trial

SERVICES = "pgmahout-guard pgmahout-heal"
STATE = "/var/lib/pgmahout"


def ssh_refused(trial: Trial) -> None:
    """The old primary's machine runs, and nobody can log in to make sure of it."""
    cluster, host = trial.cluster, trial.primary
    cluster.on(host, "systemctl", "stop", "ssh.socket", "ssh.service")
    trial.note(f"sshd of {host} is stopped")
    kill_postmaster(trial)
    trial.wait_for_writes()
    trial.repair(host, f"sshd of {host} is started",
                 lambda: cluster.on(host, "systemctl", "start", "ssh.service"))


def _hidden(trial: Trial, host: str, path: str) -> None:
    trial.cluster.on(host, "mv", path, f"{path}.hidden")
    trial.note(f"{path} of {host} is gone")


def _found(trial: Trial, host: str, path: str) -> None:
    trial.repair(host, f"{path} of {host} is back",
                 lambda: trial.cluster.on(host, "mv", f"{path}.hidden", path))


def _detached_without(trial: Trial, path: str) -> None:
    """Somebody detaches the primary while its machine lacks a thing that the failover needs."""
    host = trial.primary
    _hidden(trial, host, path)
    try:
        planned_detach(trial)
        time.sleep(AWAY_SECONDS)
    finally:
        _found(trial, host, path)


def agent_missing(trial: Trial) -> None:
    _detached_without(trial, "/usr/libexec/pgmahout/node")


def sudo_denied(trial: Trial) -> None:
    _detached_without(trial, "/etc/sudoers.d/pgmahout")


def host_key_changed(trial: Trial) -> None:
    """The primary's machine shows a key that nobody has pinned: it may be another machine."""
    cluster, host = trial.cluster, trial.primary
    keys = "/etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub"
    cluster.on(host, "sh", "-c", f"mkdir /etc/ssh/old && cp -p {keys} /etc/ssh/old && rm {keys} && "
               "ssh-keygen -A >/dev/null && systemctl restart ssh.service")
    trial.note(f"{host} has new host keys")
    try:
        planned_detach(trial)
        time.sleep(AWAY_SECONDS)
    finally:
        trial.repair(host, f"{host} has its old host keys again", lambda: cluster.on(
            host, "sh", "-c", "cp -p /etc/ssh/old/* /etc/ssh && rm -r /etc/ssh/old && "
            "systemctl restart ssh.service"))


def services_killed(trial: Trial) -> None:
    """Our services are killed everywhere, again and again while the server is being replaced."""
    cluster = trial.cluster
    kill = f"for n in 1 2 3 4 5; do systemctl kill -s KILL {SERVICES}; sleep 0.4; done"
    trial.fault(f"kill -9 of {SERVICES} on all hosts, five times", lambda: None)
    cluster.everywhere(lambda host: (
        planned_detach(trial) if host == trial.primary else None,
        cluster.on(host, "sh", "-c", kill)))
    trial.wait_for_writes()


def crash_on_full_disk(trial: Trial) -> None:
    """No room for the server to start again in place, nor for the record that it is fenced."""
    cluster, host = trial.cluster, trial.primary
    data = cluster.sql(host, "SHOW data_directory")
    cluster.lab("diskfull", host, data)
    trial.note(f"the disk of {host} is full")
    kill_postmaster(trial)
    trial.wait_for_writes()
    if cluster.primary() == host:
        trial.wrong.append(f"{host} was restarted in place")
    time.sleep(AWAY_SECONDS)
    trial.repair(host, f"{host} has room again", lambda: cluster.lab("diskfree", host))


def escalation_in_the_dark(trial: Trial) -> None:
    """The last host alone takes the address: nobody answers, and it must not wait for them."""
    cluster, host = trial.cluster, trial.primary
    trial.power_off(*trial.standbys)
    begun = time.monotonic()
    cluster.on(host, *AS_POSTGRES, "/usr/libexec/pgmahout/escalation")
    trial.note(f"escalation ended after {time.monotonic() - begun:.2f} s")
    for other in trial.standbys:
        trial.boot(other)
    trial.wait_for_writes()
