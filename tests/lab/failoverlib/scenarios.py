"""The faults. A scenario does what the world does to a cluster, and what ends the fault again."""

from __future__ import annotations

import time
from pathlib import Path

from failoverlib import health
from failoverlib.cluster import AS_POSTGRES, Cluster, wait_for
from failoverlib.trial import Trial

FROZEN_SECONDS = 60
AWAY_SECONDS = 8
# Time enough for a question of every kind, and less than what a frozen server is given.
ASKED_SECONDS = 1.5


def postmaster(cluster: Cluster, host: str) -> str:
    """The process id of the server's parent, inside its host."""
    directory = cluster.sql(host, "SHOW data_directory")
    return cluster.on(host, "head", "-n", "1", f"{directory}/postmaster.pid")


def server_processes(cluster: Cluster, host: str) -> list[str]:
    pid = postmaster(cluster, host)
    return [pid, *cluster.on(host, "pgrep", "-P", pid).split()]


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


def stop(cluster: Cluster, host: str, processes: list[str]) -> None:
    """Those that are still there: a backend may have ended since they were listed."""
    cluster.on(host, "sh", "-c", f"for p in {' '.join(processes)}; do kill -STOP $p || :; done")


def power_loss_primary_in_mid_answer(trial: Trial) -> None:
    """Pgpool-II's question has arrived, so nothing is sent again, and no answer will ever come."""
    host = trial.primary
    stop(trial.cluster, host, server_processes(trial.cluster, host))
    time.sleep(ASKED_SECONDS)
    power_loss(trial, host)


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
    family = server_processes(cluster, host)
    trial.fault(f"SIGSTOP to the {len(family)} processes of PostgreSQL on {host}",
                lambda: stop(cluster, host, family))
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


def all_lose_power_old_primary_second(trial: Trial) -> None:
    _all_lose_power(trial, [trial.standbys[0], trial.primary, trial.standbys[1]], 5)


def all_lose_power_old_primary_last(trial: Trial) -> None:
    _all_lose_power(trial, [*trial.standbys, trial.primary], 5)


def all_lose_power_and_boot_at_once(trial: Trial) -> None:
    trial.power_off(*trial.cluster.names)
    trial.repair("", "boot of all", lambda: trial.cluster.lab("boot", *trial.cluster.names))
    for host in trial.cluster.names:
        trial.watch.probe(host)
    trial.wait_for_writes()


def vip_left_behind(trial: Trial) -> None:
    """The leader's Pgpool-II is killed, keeps the address, and nobody can log in to take it."""
    cluster, host = trial.cluster, trial.leader
    cluster.on(host, "systemctl", "stop", "ssh.socket", "ssh.service")
    trial.note(f"sshd of {host} is stopped")
    trial.fault(f"kill -9 of Pgpool-II on {host}, for good", lambda: cluster.on(
        host, "sh", "-c", "systemctl mask --runtime pgpool2 2>&1 && "
        "systemctl kill -s KILL pgpool2"))
    trial.wait_for_writes()
    if not wait_for(lambda: cluster.vip + "/" not in cluster.on(host, "ip", "-4", "addr"), 5):
        said = cluster.on(host, "sh", "-c", f"journalctl -o cat -u pgmahout-guard |"
                          f" grep -F {cluster.vip} | tail -n 3")
        trial.wrong.append(f"{host} still has {cluster.vip}; its guard said last: {said}")
    trial.note(f"{host} has no {cluster.vip}")
    trial.repair("", f"Pgpool-II and sshd of {host} are started", lambda: cluster.on(
        host, "sh", "-c", "systemctl unmask --runtime pgpool2 2>&1 && "
        "systemctl start pgpool2 ssh.service", seconds=60))


def five_changes_in_a_row(trial: Trial) -> None:
    """Planned changes, each as soon as the one before is over."""
    cluster = trial.cluster
    for _ in range(5):
        node = cluster.node(cluster.primary())
        trial.fault(f"pcp_detach_node of {node.name}", lambda: cluster.pcp(
            cluster.leader(), "pcp_detach_node", "-n", str(node.number)))
        if not wait_for(lambda: cluster.primaries() not in ([], [node.name]), 60):
            trial.wrong.append(f"{node.name} is not replaced")
        trial.wait_for_writes()
        if wrong := health.wait_healthy(cluster, trial.patience.heal):
            trial.wrong += wrong
    trial.repaired = time.monotonic()


def restarted_past_the_gate(trial: Trial) -> None:
    """Somebody restarts the primary as its own user, without the service manager.

    A guard that is quicker starts the server first, and pg_ctl fails.
    """
    cluster, host = trial.cluster, trial.primary
    data = cluster.sql(host, "SHOW data_directory")
    server = cluster.on(host, "readlink", f"/proc/{postmaster(cluster, host)}/exe")
    trial.returning = host
    trial.fault(f"pg_ctl restart on {host}", lambda: cluster.try_on(
        host, *AS_POSTGRES, f"{Path(server).parent}/pg_ctl", "-D", data, "-l", "/dev/null",
        "-m", "fast", "restart", seconds=60))
    trial.repaired = trial.faulted
    trial.wait_for_writes()


def online_recovery(trial: Trial) -> None:
    """A standby's data is lost, and Pgpool-II is told to make it anew, as in the tutorials."""
    _lose_data_and_recover(trial, trial.bystander())


def online_recovery_of_the_old_primary(trial: Trial) -> None:
    """The other one of the tutorials: a primary that was replaced has lost its data besides."""
    planned_detach(trial)
    _lose_data_and_recover(trial, trial.primary)


def _lose_data_and_recover(trial: Trial, host: str) -> None:
    cluster, leader = trial.cluster, trial.cluster.leader()
    data = cluster.sql(trial.cluster.primary(), "SHOW data_directory")
    number = str(cluster.node(host).number)
    trial.fault(f"the data of {host} is lost", lambda: cluster.on(
        host, "sh", "-c", "systemctl stop pgmahout-heal pgmahout-guard postgresql@15-main; "
        f"rm -rf {data}/*", seconds=60))
    cluster.pcp(leader, "pcp_detach_node", "-n", number)
    trial.repair(host, f"pcp_recovery_node of {host}", lambda: cluster.on(
        leader, *AS_POSTGRES, "timeout", "80", "env",
        "PCPPASSFILE=/var/lib/postgresql/.pcppass", "pcp_recovery_node", "-h", "localhost", "-w",
        "-U", "pgpool", "-n", number, seconds=90))
    cluster.on(host, "systemctl", "start", "pgmahout-guard", "pgmahout-heal")
    trial.wait_for_writes()


def two_writers_are_seen(trial: Trial) -> None:
    """Not the product's: a promotion by hand of a node whose commits wait for nobody, so that we
    know that we would see a second writer. Nothing of ours puts that right meanwhile."""
    cluster, host = trial.cluster, trial.bystander()

    def promote() -> None:
        cluster.on(host, "systemctl", "stop", "pgmahout-heal")
        cluster.sql(host, "ALTER SYSTEM SET synchronous_standby_names = ''")
        cluster.sql(host, "SELECT pg_reload_conf()")
        cluster.sql(host, "SELECT pg_promote()")
    trial.fault(f"pg_promote on {host}", promote)
    time.sleep(3)
    cluster.on(host, "systemctl", "start", "pgmahout-heal")


def lost_rows_are_seen(trial: Trial) -> None:
    """Not the product's: rows taken away behind the client's back, and one put in twice."""
    trial.fault("rows deleted and doubled", lambda: trial.cluster.psql(trial.primary, "ledger", """
        DELETE FROM ledger WHERE id = 5 AND run = (SELECT max(run) FROM ledger WHERE id = 7);
        INSERT INTO ledger SELECT * FROM ledger WHERE id = 6"""))
