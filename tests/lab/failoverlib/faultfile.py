"""Faults as files of tests/lab/faults: what is set up, broken and healed, and what is expected.

A step is a map of one key. The key is a role and the value a shell command for its hosts, run as
root with the functions of PRELUDE; or `power_off`, `boot` with a role; `lab` with a verb of the
lab; `wait` with seconds. <primary>, <standby>, <other> and <leader> in a command are those
hosts' names, with .address and .number what Pgpool-II calls them.
"""

from __future__ import annotations

import re
import shlex
import time
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from failoverlib.cluster import ROOT, wait_for
from failoverlib.trial import Trial, calls_of_failover

FOLDER = ROOT / "tests/lab/faults"
PRELUDE = """set -e
export PCPPASSFILE=/var/lib/postgresql/.pcppass
unit=postgresql@15-main
sql() { timeout 20 sudo -u postgres -H psql -XAtq -v ON_ERROR_STOP=1 -d postgres -c "$1"; }
data() { sql 'SHOW data_directory'; }
archive=/data1/pgsql/15/archive
postmaster() { head -n 1 "$(data)/postmaster.pid"; }
pcp() { tool=$1; shift; timeout 20 sudo -u postgres -E "$tool" -h localhost -w -U pgpool "$@"; }
"""
ROLES = ("primary", "standby", "other", "leader", "standbys", "all")
KEYS = {"row", "fault", "leader", "settings", "set_up", "break", "hold", "heal", "expect"}
EXPECTATIONS = {"writes", "promoted", "calm"}
TO_SETTLE = 20.0  # seconds, after which who is primary does not change any more
WORD = re.compile(r"<(primary|standby|other|leader)(\.address|\.number)?>")


class BadFile(Exception):
    """A fault file that says what nobody understands."""


@dataclass(frozen=True)
class Fault:
    """One file. `writes`: clients must write while it is broken; `promoted`: somebody else is
    primary in the end, or (false) nobody else may be; None is either. `calm`: no failover is called,
    the primary's server is not restarted, and something is written, for nothing is lost."""

    name: str
    row: str
    fault: str
    leader: str = ""
    settings: str = ""
    set_up: list[dict] = field(default_factory=list)
    breaks: list[dict] = field(default_factory=list)
    hold: float = 8
    heal: list[dict] = field(default_factory=list)
    writes: bool = True
    promoted: bool | None = None
    calm: bool = False

    def play(self, trial: Trial) -> None:
        roles = roles_of(trial)
        begun, started = time.time(), start_of(trial) if self.calm else ""
        self._do(trial, roles, self.set_up)
        trial.fault(self.fault, lambda: self._do(trial, roles, self.breaks))
        if self.writes:
            trial.wait_for_writes()
        time.sleep(self.hold if trial.patience.hold is None else trial.patience.hold)
        trial.repair("", "it is healed", lambda: self._do(trial, roles, self.heal))
        trial.wait_for_writes()
        self._judge(trial)
        if self.calm:
            trial.wrong += alarms(trial, begun, started)

    def _do(self, trial: Trial, roles: dict[str, list[str]], steps: list[dict]) -> None:
        for step in steps:
            verb, what = next(iter(step.items()))
            perform(trial, roles, verb, what)

    def _judge(self, trial: Trial) -> None:
        """One that was promoted by hand may lead beside the primary until its guard has looked."""
        if self.promoted is None:
            return
        now: list[str] = []

        def settled() -> bool:
            now[:] = trial.cluster.primaries()
            return len(now) == 1 and (now != [trial.primary]) == self.promoted

        if not wait_for(settled, TO_SETTLE):
            trial.wrong.append(f"it was {trial.primary}, and now {now} is primary")


def start_of(trial: Trial) -> str:
    """When the primary's server was started."""
    return trial.cluster.sql(trial.primary, "SELECT pg_postmaster_start_time()")


def alarms(trial: Trial, begun: float, started: str) -> list[str]:
    """What was done since a wall clock time as if something had been lost."""
    wrong = [f"failover was called on {host}" for host in trial.cluster.names
             if calls_of_failover(trial.cluster, host, begun)]
    if not any(trial.faulted < at < trial.repaired
               for at in trial.watch.receipts().acknowledged.values()):
        wrong.append("nothing at all was written meanwhile")
    return wrong + ([] if start_of(trial) == started else [f"{trial.primary} was restarted"])


def roles_of(trial: Trial) -> dict[str, list[str]]:
    standby = trial.bystander()
    other = next(host for host in trial.standbys if host != standby)
    return {"primary": [trial.primary], "standby": [standby], "other": [other],
            "leader": [trial.leader], "standbys": trial.standbys, "all": list(trial.cluster.names)}


def perform(trial: Trial, roles: dict[str, list[str]], verb: str, what: object) -> None:
    """One step, on all its hosts at once."""
    if verb == "wait":
        return time.sleep(float(str(what)))
    if verb == "power_off":
        trial.cluster.lab("kill", *roles[str(what)])
        return None
    if verb == "boot":
        for host in roles[str(what)]:
            trial.cluster.lab("boot", host)
            trial.watch.probe(host)
        return None
    text = resolved(trial, roles, str(what))
    if verb == "lab":
        trial.cluster.lab(*shlex.split(text))
    else:
        trial.cluster.everywhere(lambda host: trial.cluster.on(
            host, "sh", "-c", PRELUDE + text, seconds=90), roles[verb])
    return None


def resolved(trial: Trial, roles: dict[str, list[str]], text: str) -> str:
    def said(found: re.Match[str]) -> str:
        node = trial.cluster.node(roles[found[1]][0])
        return {None: node.name, ".address": node.address, ".number": str(node.number)}[found[2]]
    return WORD.sub(said, text)


def load(path: Path) -> Fault:
    """The fault of that file; BadFile names what is wrong in it."""
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    expect = said.get("expect", {})
    if unknown := (set(said) - KEYS) | (set(expect) - EXPECTATIONS):
        raise BadFile(f"{path.name}: unknown {', '.join(sorted(unknown))}")
    for step in [*said.get("set_up", []), *said["break"], *said.get("heal", [])]:
        verb = next(iter(step))
        role = step[verb] if verb in ("power_off", "boot") else verb
        if len(step) != 1 or (role not in ROLES and verb not in ("lab", "wait")):
            raise BadFile(f"{path.name}: no such step: {step}")
    return Fault(path.stem, said["row"], said["fault"], said.get("leader", ""),
                 said.get("settings", ""), said.get("set_up", []), said["break"],
                 said.get("hold", 8), said.get("heal", []), expect.get("writes", True),
                 expect.get("promoted"), expect.get("calm", False))


def all_faults() -> list[Fault]:
    return [load(path) for path in sorted(FOLDER.glob("*.yml"))]
