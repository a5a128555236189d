"""Whether the whole cluster is well: replication, slots, Pgpool-II and watchdog, on every host."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field

from failoverlib.cluster import Cluster, Failed

SERVER = """SELECT json_build_object(
  'standby', pg_is_in_recovery(),
  'receiver', (SELECT json_build_object('timeline', received_tli, 'from', sender_host)
               FROM pg_stat_wal_receiver WHERE status = 'streaming'),
  'senders', (SELECT coalesce(json_agg(application_name), '[]') FROM pg_stat_replication
              WHERE state = 'streaming'),
  'slots', (SELECT coalesce(json_object_agg(slot_name, active), '{}') FROM pg_replication_slots),
  'timeline', CASE WHEN pg_is_in_recovery() THEN '0'
              ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END)"""
UNIT = "postgresql@15-main"
# One line each; the third asks how many watchdogs the one here sees, and who leads.
SCRIPT = f"""
export PCPPASSFILE=/var/lib/postgresql/.pcppass
timeout 4 psql -XAtq -d postgres -c "{' '.join(SERVER.split())}" || echo
timeout 4 psql -XAtq -h 127.0.0.1 -p 9999 -U pgpool -d postgres -c 'show pool_nodes' | tr '\\n' ';'
echo
timeout 4 pcp_watchdog_info -h localhost -w -U pgpool | tr '\\n' ';'
echo
ip -o -4 addr | grep -c ' {Cluster.vip}/'
systemctl is-active {UNIT}
"""


@dataclass
class View:
    """What one host says; empty parts are those that gave no answer."""

    server: dict = field(default_factory=dict)
    pool: list[list[str]] = field(default_factory=list)
    watchdog: str = ""
    vip: bool = False
    service: str = ""


def _view(cluster: Cluster, host: str) -> View:
    try:
        said = cluster.on(host, "sudo", "-u", "postgres", "-H", "--", "sh", "-c",
                          f"({SCRIPT}) 2>/dev/null; :", seconds=20)
    except Failed:
        return View()
    lines = said.splitlines() + [""] * 5
    rows = [row.split("|") for row in lines[1].split(";") if row]
    server = json.loads(lines[0]) if lines[0].startswith("{") else {}
    return View(server, rows, lines[2], lines[3] == "1", lines[4])


def complaints(cluster: Cluster) -> list[str]:
    """What is wrong now, in words; empty when all is well."""
    views = dict(zip(cluster.names, cluster.everywhere(lambda host: _view(cluster, host))))
    mute = [f"{host}: PostgreSQL does not answer" for host, view in views.items()
            if not view.server]
    outside = [f"PostgreSQL's service on {host} is {view.service}" for host, view in views.items()
               if view.service != "active"]
    return mute or [*outside, *_replication(cluster, views), *_pools(views), *_watchdogs(views)]


def _replication(cluster: Cluster, views: dict[str, View]) -> list[str]:
    primaries = [host for host, view in views.items() if not view.server["standby"]]
    if len(primaries) != 1:
        return [f"primaries: {' '.join(primaries) or 'none'}"]
    primary = primaries[0]
    server = views[primary].server
    timeline = int(server["timeline"], 16)
    found = [f"{host} does not stream from {primary} on timeline {timeline}"
             for host, view in views.items()
             if host != primary and not _follows(cluster, view, primary, timeline)]
    if len(server["senders"]) != len(views) - 1:
        found.append(f"{primary} streams to {server['senders']}")
    return found + [f"{host} has the orphan slot {slot}" for host, view in views.items()
                    for slot, active in view.server["slots"].items() if not active]


def _follows(cluster: Cluster, view: View, primary: str, timeline: int) -> bool:
    receiver = view.server["receiver"] or {}
    return receiver.get("from") in (primary, cluster.node(primary).address) and \
        receiver.get("timeline") == timeline


def _pools(views: dict[str, View]) -> list[str]:
    found = []
    for host, view in views.items():
        states = [row[3] for row in view.pool if len(row) > 6]
        # "waiting" is up, and nobody has connected since it was attached (pcp_node_info).
        if len(states) != len(views) or not set(states) <= {"up", "waiting"}:
            found.append(f"Pgpool-II on {host} shows {' '.join(states) or 'nothing'}")
    return found


def _watchdogs(views: dict[str, View]) -> list[str]:
    found = [f"the watchdog on {host} says {view.watchdog.split(';')[0] or 'nothing'}"
             for host, view in views.items()
             if view.watchdog.split(" ")[:1] != [str(len(views))]]
    holders = [host for host, view in views.items() if view.vip]
    return found + ([] if len(holders) == 1 else [f"the virtual IP is on {holders}"])


def wait_healthy(cluster: Cluster, seconds: float) -> list[str]:
    """Waits until all is well; returns what is still wrong when the time is up."""
    until = time.monotonic() + seconds
    while wrong := complaints(cluster):
        if time.monotonic() > until:
            return wrong
        time.sleep(1)
    return []
