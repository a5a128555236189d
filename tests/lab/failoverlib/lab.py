"""The lab that the scenarios share: made once, put back from a snapshot after each that hurt it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from failoverlib import health, watch
from failoverlib.cluster import LAB, ROOT, Cluster, Failed, run

LOGS = ROOT / "build/test-logs/failover"


@contextmanager
def standing(cluster: Cluster, *, keep: bool, reuse: bool) -> Iterator[None]:
    """A deployed cluster that is well, with the ledger's tables and a snapshot of it."""
    try:
        if reuse:
            put_back(cluster)
        else:
            _make(cluster)
        yield
    finally:
        if not keep:
            run(LAB, "down", "--name", cluster.name)


def _make(cluster: Cluster) -> None:
    run(LAB, "down", "--name", cluster.name)
    cluster.lab("up", "-i", cluster.inventory)
    _play_site(cluster)
    take(cluster)


def _play_site(cluster: Cluster) -> None:
    begun = time.monotonic()
    done = run(*cluster.argv("run", "--", "ansible-playbook", "-i", cluster.inventory, "site.yml"),
               seconds=900)
    print(done.stdout, f"      site.yml: {time.monotonic() - begun:.0f} s", sep="\n", flush=True)
    if done.returncode != 0:
        raise Failed(f"site.yml ended with {done.returncode}")


@contextmanager
def settings(cluster: Cluster, more: str) -> Iterator[None]:
    """The cluster under other settings of the inventory, and as it was before in the end."""
    if not more:
        yield
        return
    cluster.configure(more)
    try:
        _play_site(cluster)
        yield
    finally:
        cluster.configure()
        put_back(cluster)


def take(cluster: Cluster) -> None:
    """Makes the tables and the snapshot."""
    watch.make_tables(cluster)
    cluster.lab("snapshot", cluster.snapshot)
    _expect_well(cluster)


def put_back(cluster: Cluster) -> None:
    """The snapshot's disks, and all hosts booted from them."""
    cluster.lab("restore", cluster.snapshot)
    watch.refresh(cluster)
    _expect_well(cluster)


def keep_logs(cluster: Cluster, case: str) -> None:
    """What every host wrote to its journal, before the snapshot takes it away."""
    directory = LOGS / f"{case}-{time.strftime('%H%M%S')}"
    directory.mkdir(parents=True)

    def keep(host: str) -> None:
        try:
            said = cluster.on(host, "journalctl", "--no-pager", "-o", "short-precise",
                              "--since", "-15min", seconds=30)
        except Failed as error:
            said = f"{error}\n"
        (directory / f"{host}.log").write_text(said, encoding="utf-8")

    cluster.everywhere(keep)
    print(f"      the hosts' journals are in {directory}", flush=True)


def _expect_well(cluster: Cluster) -> None:
    """Boot is no fault here: a cluster that needs longer, or help, says so."""
    if wrong := health.wait_healthy(cluster, 90):
        raise Failed(f"not well after the boot from the snapshot: {'; '.join(wrong)}")
