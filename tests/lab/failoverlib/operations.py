"""What a person does on purpose, with the commands of pgmahout, under the same load and ledger."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from failoverlib import health, transcripts
from failoverlib.cluster import ROOT, Cluster, run, wait_for
from failoverlib.trial import Trial

PGMAHOUT = ROOT / "build/release/tools/pgmahout"
SCHEMAS = ROOT / "docs/schemas"
PAGE = ROOT / "docs/operations.md"
PLAYED = ROOT / "build/test-logs/operations.md"
OK, NOT_WELL, INVALID, REFUSED, INCOMPLETE, NO_ANSWER = 0, 1, 3, 4, 6, 7
# Debian's own Python: another one does not have its modules.
VALIDATE = ("/usr/bin/python3", "-c",
            "import json, sys, jsonschema; "
            "jsonschema.validate(json.load(sys.stdin), json.load(open(sys.argv[1])))")
# Nobody is promoted for so long while automatic failover is paused; without the pause it takes ten.
PAUSED_SECONDS = 20
# In so many the service that heals looks several times.
HELD_SECONDS = 15
CONFIGURATION = "/etc/postgresql/15/main/postgresql.conf"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    said: str
    seconds: float

    def document(self) -> dict:
        """What it printed as JSON; whatever stands before that is the log."""
        try:
            return json.loads(self.said[self.said.index("{"):])
        except ValueError:
            return {}


def pgmahout(cluster: Cluster, *words: str, node: str = "", seconds: float = 200) -> Ended:
    """The command, on a node with that node's own description, or from the controller."""
    begun = time.monotonic()
    if node:
        argv = cluster.argv("exec", node, "--", "pgmahout", *words)
    else:
        argv = cluster.argv("run", "--", PGMAHOUT, *words, "-i", cluster.inventory)
    done = run(*argv, seconds=seconds)
    return Ended(done.returncode, done.stdout, time.monotonic() - begun)


def invalid(ended: Ended, schema: str) -> str:
    """Why what it printed is not as the schema says; empty when it is."""
    text = ended.said[max(ended.said.find("{"), 0):]
    done = subprocess.run([*VALIDATE, SCHEMAS / schema], input=text, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.strip().splitlines()[-1] if done.returncode else ""


def expect(trial: Trial, truth: bool, what: str) -> None:
    if not truth:
        trial.wrong.append(what)


def expect_valid(trial: Trial, ended: Ended, schema: str) -> None:
    if why := invalid(ended, schema):
        trial.wrong.append(f"not as docs/schemas/{schema} says: {why}: {ended.said[:300]}")


# The status.

def status_of_a_cluster(trial: Trial) -> None:
    """All forms of the status while all is well, while a standby's host is dark, and afterwards."""
    cluster, dark = trial.cluster, trial.bystander()
    _status_when_well(trial)
    trial.power_off(dark)
    _status_without(trial, dark)
    trial.boot(dark)
    trial.wait_for_writes()
    found = wait_for(lambda: pgmahout(cluster, "status").code == OK, trial.patience.heal)
    expect(trial, found, f"status in the end: {pgmahout(cluster, 'status').said}")


def _status_when_well(trial: Trial) -> None:
    cluster, primary = trial.cluster, trial.primary
    well = wait_for(lambda: pgmahout(cluster, "status").code == OK, 20)
    expect(trial, well, f"status of a cluster that is well: {pgmahout(cluster, 'status').said}")
    for node in ("", *cluster.names):
        ended = pgmahout(cluster, "status", "--json", node=node)
        expect_valid(trial, ended, "status.json")
        expect(trial, ended.document().get("primary") == primary,
               f"status on {node or 'the controller'}: {ended.said}")
        trial.note(f"status --json on {node or 'the controller'}: {ended.seconds * 1000:.0f} ms")
    nagios = pgmahout(cluster, "status", "--nagios")
    expect(trial, nagios.code == 0 and "PGMAHOUT OK - " in nagios.said, f"nagios: {nagios.said}")
    metrics = pgmahout(cluster, "status", "--prometheus")
    expect(trial, f'node="{primary}"}} 1\n' in metrics.said, f"prometheus: {metrics.said}")


def _status_without(trial: Trial, dark: str) -> None:
    ended = pgmahout(trial.cluster, "status", "--json")
    trial.note(f"status with {dark} dark: {ended.seconds * 1000:.0f} ms")
    expect_valid(trial, ended, "status.json")
    found = [each["id"] for each in ended.document().get("findings", []) if each["node"] == dark]
    expect(trial, ended.code == NOT_WELL and "node.silent" in found,
           f"status with {dark} dark: {ended.code} {ended.said}")
    nagios = pgmahout(trial.cluster, "status", "--nagios")
    expect(trial, nagios.code in (1, 2) and dark in nagios.said, f"nagios: {nagios.said}")


# Another primary on purpose.

def switchover(trial: Trial) -> None:
    """To the best standby, from the controller; then to the other one, by name, on a node."""
    refused = pgmahout(trial.cluster, "switchover", "--to", "nobody", "--yes")
    expect(trial, refused.code == REFUSED, f"to nobody: {refused.code} {refused.said}")
    asked = pgmahout(trial.cluster, "switchover")
    expect(trial, asked.code == 2 and "--yes" in asked.said, f"unasked: {asked.code} {asked.said}")
    _switch_over(trial, "")
    third = trial.cluster.others(trial.primary, trial.cluster.primary())[0]
    _switch_over(trial, third, on=third)


def twenty_switchovers(trial: Trial) -> None:
    """One after the other, to each node in turn."""
    for number in range(20):
        present = trial.cluster.primary()
        names = trial.cluster.names
        _switch_over(trial, names[(names.index(present) + 1 + number % 2) % len(names)])


def _switch_over(trial: Trial, to: str, on: str = "") -> None:
    cluster, before = trial.cluster, trial.cluster.primary()
    if wrong := health.wait_healthy(cluster, 30):
        trial.wrong.append(f"not well before the switchover: {'; '.join(wrong)}")
    dry = pgmahout(cluster, "switchover", *(("--to", to) if to else ()), "--dry-run", "--json",
                   node=on)
    expect_valid(trial, dry, "change.json")
    expect(trial, dry.code == OK and cluster.primary() == before, f"dry run: {dry.said}")
    to = dry.document().get("to", to)
    rejoins = _rejoins(cluster, before)
    ended: list[Ended] = []
    trial.fault(f"switchover from {before} to {to}", lambda: ended.append(
        pgmahout(cluster, "switchover", "--to", to, "--yes", "--json", node=on)))
    trial.note(f"it took {ended[0].seconds:.1f} s")
    expect_valid(trial, ended[0], "change.json")
    expect(trial, ended[0].code == OK and cluster.primary() == to,
           f"switchover: {ended[0].code} {ended[0].said}")
    trial.wait_for_writes()
    # It streams before the journal says so.
    wait_for(lambda: len(_rejoins(cluster, before)) > len(rejoins), 20)
    now = _rejoins(cluster, before)[len(rejoins):]
    expect(trial, now == ["start"], f"{before} came back by {now}, and not by a mere start")


def _rejoins(cluster: Cluster, host: str) -> list[str]:
    """How that host became a standby each time, as its journal says."""
    return [line["rejoined"] for line in cluster.journal(host) if "rejoined" in line]


# A failover by hand.

def failover_by_hand_while_paused(trial: Trial) -> None:
    """Paused, nobody takes a dead primary's place until a person says so; then it rejoins."""
    cluster, lost = trial.cluster, trial.primary
    useless = pgmahout(cluster, "failover", "--yes")
    expect(trial, useless.code == REFUSED and "switchover" in useless.said,
           f"failover of a cluster that works: {useless.code} {useless.said}")
    paused = pgmahout(cluster, "pause", "--reason", "a new switch", "--yes", "--json")
    expect_valid(trial, paused, "change.json")
    expect(trial, paused.code == OK, f"pause: {paused.said}")
    told = pgmahout(cluster, "status")
    expect(trial, told.code == NOT_WELL and "PAUSED" in told.said and "a new switch" in told.said,
           f"status of a paused cluster: {told.said}")
    refused = pgmahout(cluster, "switchover", "--yes")
    expect(trial, refused.code == REFUSED, f"switchover of a paused cluster: {refused.said}")
    trial.power_off(lost)
    time.sleep(PAUSED_SECONDS)
    expect(trial, not cluster.primaries(), f"promoted while paused: {cluster.primaries()}")
    _fail_over(trial, lost)
    trial.boot(lost)
    _resume_everywhere(trial)


def _fail_over(trial: Trial, lost: str) -> None:
    cluster, to = trial.cluster, trial.bystander()
    dry = pgmahout(cluster, "failover", "--to", to, "--dry-run", "--json", node=to)
    expect_valid(trial, dry, "change.json")
    expect(trial, dry.code == OK and dry.document().get("from") == lost, f"dry run: {dry.said}")
    done = pgmahout(cluster, "failover", "--to", to, "--yes", "--json", node=to)
    expect_valid(trial, done, "change.json")
    expect(trial, done.code == OK, f"failover: {done.code} {done.said}")
    expect(trial, wait_for(lambda: len(cluster.primaries()) == 1, 20),
           f"primaries after the failover: {cluster.primaries()}")
    trial.note(f"failover by hand: {done.seconds:.1f} s")
    trial.wait_for_writes()


# The host that was dark when it was paused, or is when it is resumed, does as it did.
def _resume_everywhere(trial: Trial) -> None:
    resumed = wait_for(lambda: pgmahout(trial.cluster, "resume", "--yes").code == OK, 60, 2)
    expect(trial, resumed, f"resume: {pgmahout(trial.cluster, 'resume', '--yes').said}")
    again = pgmahout(trial.cluster, "resume", "--yes", "--json")
    expect_valid(trial, again, "change.json")
    expect(trial, again.code == OK and bool(again.document().get("nothing_to_do")),
           f"resumed twice: {again.said}")


# A node that fell out.

def rejoined_by_hand(trial: Trial) -> None:
    """pgmahout_rejoin: manual. A primary that was replaced waits until a person says so."""
    cluster, lost = trial.cluster, trial.primary
    wrong = pgmahout(cluster, "rejoin", lost, "--yes")
    expect(trial, wrong.code == OK and "is the primary" in wrong.said, f"of itself: {wrong.said}")
    trial.power_off(lost)
    trial.wait_for_writes()
    trial.boot(lost)
    answers = wait_for(lambda: pgmahout(cluster, "rejoin", lost, "--dry-run").code == OK, 60, 2)
    expect(trial, answers, f"dry run: {pgmahout(cluster, 'rejoin', lost, '--dry-run').said}")
    done = pgmahout(cluster, "rejoin", lost, "--yes", "--json")
    expect_valid(trial, done, "change.json")
    expect(trial, done.code == OK, f"rejoin: {done.code} {done.said}")


# One node at a time.

def held_down_by_hand(trial: Trial) -> None:
    """A standby that a person fenced stays down over a reboot, until the same person says so."""
    cluster, primary, held = trial.cluster, trial.primary, trial.bystander()
    refused = pgmahout(cluster, "fence", primary, "--yes")
    expect(trial, refused.code == REFUSED and "switchover" in refused.said,
           f"fence of the primary: {refused.code} {refused.said}")
    done = pgmahout(cluster, "fence", held, "--reason", "a new disk", "--yes", "--json")
    expect_valid(trial, done, "change.json")
    expect(trial, done.code == OK, f"fence: {done.code} {done.said}")
    trial.power_off(held)
    trial.boot(held)
    trial.wait_for_writes()
    _expect_held(trial, held)
    again = pgmahout(cluster, "fence", held, "--yes")
    expect(trial, again.code == OK and "already" in again.said, f"fenced twice: {again.said}")
    freed = pgmahout(cluster, "unfence", held, "--yes", "--json", node=held)
    expect_valid(trial, freed, "change.json")
    expect(trial, freed.code == OK, f"unfence: {freed.code} {freed.said}")


def _expect_held(trial: Trial, held: str) -> None:
    cluster = trial.cluster
    answers = wait_for(lambda: "node.held" in _findings(cluster, held), 60, 2)
    expect(trial, answers, f"status of {held} is {_findings(cluster, held)}")
    time.sleep(HELD_SECONDS)
    expect(trial, "node.held" in _findings(cluster, held), f"{held} came back by itself")
    for words in (("rejoin", held), ("restart", held)):
        refused = pgmahout(cluster, *words, "--yes")
        expect(trial, refused.code == REFUSED, f"{words[0]} of who is held: {refused.said}")


def _findings(cluster: Cluster, node: str) -> list[str]:
    found = pgmahout(cluster, "status", "--json").document().get("findings", [])
    return [each["id"] for each in found if each["node"] == node]


def restarted_and_reloaded(trial: Trial) -> None:
    """All restart, the primary by a switchover, for a parameter that a reload does not change."""
    cluster, primary = trial.cluster, trial.primary
    for host in cluster.names:
        cluster.on(host, "sh", "-c", f"echo 'max_files_per_process = 900' >> {CONFIGURATION}")
    told = pgmahout(cluster, "reload", "--yes", "--json")
    expect_valid(trial, told, "change.json")
    expect(trial, told.code == OK and "max_files_per_process" in told.said,
           f"reload: {told.code} {told.said}")
    _refuse_bad_file(trial, cluster.others(primary)[0])
    starts = {host: _started(cluster, host) for host in cluster.names}
    done: list[Ended] = []
    trial.fault("all restart", lambda: done.append(
        pgmahout(cluster, "restart", "--yes", "--json", seconds=400)))
    trial.note(f"restart of all: {done[0].seconds:.1f} s")
    expect_valid(trial, done[0], "change.json")
    expect(trial, done[0].code == OK and cluster.primary() != primary,
           f"restart: {done[0].code} {done[0].said}")
    for host in cluster.names:
        expect(trial, _started(cluster, host) != starts[host], f"{host} was not restarted")
        shown = cluster.sql(host, "SHOW max_files_per_process")
        expect(trial, shown == "900", f"{host} runs with {shown}")
        cluster.on(host, "sed", "-i", "/max_files_per_process = 900/d", CONFIGURATION)
    trial.wait_for_writes()


def _refuse_bad_file(trial: Trial, host: str) -> None:
    trial.cluster.on(host, "sh", "-c", f"echo 'work_mem = nonsense' >> {CONFIGURATION}")
    refused = pgmahout(trial.cluster, "reload", host, "--yes")
    expect(trial, refused.code == INVALID and "work_mem" in refused.said,
           f"reload with a bad file: {refused.code} {refused.said}")
    some = pgmahout(trial.cluster, "reload", "--yes")
    expect(trial, some.code == INCOMPLETE and f"not by {host}" in some.said,
           f"reload of all with a bad file on {host}: {some.code} {some.said}")
    trial.cluster.on(host, "sed", "-i", "/work_mem = nonsense/d", CONFIGURATION)


def _started(cluster: Cluster, host: str) -> str:
    return cluster.sql(host, "SELECT pg_postmaster_start_time()")


@contextmanager
def _sleeping_guards(cluster: Cluster) -> Iterator[None]:
    def kill(host: str, signal: str) -> None:
        cluster.on(host, "systemctl", "kill", "--kill-whom=main", f"--signal={signal}",
                   "pgmahout-guard", "pgmahout-heal")

    try:
        cluster.everywhere(lambda host: kill(host, "STOP"))
        yield
    finally:
        cluster.everywhere(lambda host: kill(host, "CONT"))


def attached_by_hand(trial: Trial) -> None:
    """Pgpool-II calls a standby down that streams; with the guards asleep only a person helps."""
    cluster, away = trial.cluster, trial.bystander()
    with _sleeping_guards(cluster):
        trial.fault(f"{away} is detached, and the guards sleep", lambda: _detach(cluster, away))
        down = wait_for(lambda: "pgpool.calls_down" in _findings(cluster, away), 20)
        expect(trial, down, f"status of {away}: {_findings(cluster, away)}")
        done = pgmahout(cluster, "attach", away, "--yes", "--json")
        expect_valid(trial, done, "change.json")
        expect(trial, done.code == OK, f"attach: {done.code} {done.said}")
        again = pgmahout(cluster, "attach", away, "--yes")
        expect(trial, "already" in again.said, f"attached twice: {again.said}")
    trial.wait_for_writes()


# Each Pgpool-II takes it back by itself, and not a second time within auto_failback_interval.
def _detach(cluster: Cluster, away: str) -> None:
    number = str(cluster.node(away).number)
    for _ in range(2 * len(cluster.names)):
        cluster.pcp(cluster.leader(), "pcp_detach_node", "-n", number)
        time.sleep(8)  # several health checks
        if " down " in cluster.pcp(cluster.leader(), "pcp_node_info", "-n", number):
            return


# The page.

def page_of_operations(trial: Trial) -> None:
    """docs/operations.md, typed from its first transcript to its last."""
    cluster = trial.cluster
    expect(trial, cluster.primary() == cluster.names[0], f"it begins with {cluster.primary()}")
    cluster.move_leader(cluster.names[2])
    health.wait_healthy(cluster, 60)
    trial.fault("the page is typed", lambda: None)
    wrong, text = transcripts.replay(
        PAGE, lambda host, words: _typed(cluster, host, words),
        lambda shown: wait_for(shown, trial.patience.heal, 2))
    PLAYED.write_text(text, encoding="utf-8")
    trial.wrong += [f"{each} (all of it: {PLAYED})" for each in wrong]
    trial.wait_for_writes()


def _typed(cluster: Cluster, host: str, words: list[str]) -> str:
    if host:
        return run(*cluster.argv("exec", host, "--", "env", "COLUMNS=120", *words)).stdout
    assert words[0] == "pgmahout", words
    return pgmahout(cluster, *words[1:], seconds=400).said


# What is wrong, by name.

def diagnosed(trial: Trial) -> None:
    """With the guards asleep a standby is broken in three ways, one after the other, each named."""
    cluster, primary, away = trial.cluster, trial.primary, trial.bystander()
    well = pgmahout(cluster, "diagnose", "--all", "--json", node=primary)
    expect_valid(trial, well, "diagnose.json")
    # What an earlier trial crashed is told for an hour, and the disk is the machine's.
    wrong = [each["id"] for each in well.document().get("diagnoses", [])
             if not each["id"].startswith(("crash.", "disk."))]
    expect(trial, not wrong and well.code in (OK, NOT_WELL), f"of a cluster that is well: {wrong}")
    with _sleeping_guards(cluster):
        for name, break_, mend in (("slot.missing", _drop_slot, _make_slot),
                                   ("replication.password", _set_wrong_password, _set_conninfo),
                                   ("server.config_broken", _break_file, _mend_file)):
            before = _Followed(cluster.sql(away, "SHOW primary_conninfo"),
                               cluster.sql(away, "SHOW primary_slot_name"))
            trial.fault(f"{name} on {away}, and the guards sleep",
                        lambda: break_(cluster, primary, away, before))
            _expect_diagnosis(trial, name, away)
            mend(cluster, primary, away, before)
            expect(trial, wait_for(lambda: _streams(cluster, primary, away), 30),
                   f"{away} does not stream after {name} was mended")
    _expect_bundle(trial, away)


@dataclass(frozen=True)
class _Followed:
    """Whom a standby follows, and by which slot."""

    conninfo: str
    slot: str


def _expect_diagnosis(trial: Trial, name: str, away: str) -> None:
    def found() -> bool:
        ended = pgmahout(trial.cluster, "diagnose", away, "--json", node=trial.primary)
        all_found = ended.document().get("diagnoses", [])
        return ended.code == NOT_WELL and (name, away) in [(each["id"], each["node"])
                                                           for each in all_found]

    told = wait_for(found, 30, 2)
    last = pgmahout(trial.cluster, "diagnose", away, "--json", node=trial.primary)
    expect(trial, told, f"{name} of {away} is not found: {last.said}")
    expect_valid(trial, last, "diagnose.json")


def _expect_bundle(trial: Trial, away: str) -> None:
    cluster, file = trial.cluster, "/tmp/diagnosis.tar.gz"
    done = pgmahout(cluster, "diagnose", "--all", "--bundle", file, node=trial.primary)
    listed = cluster.try_on(trial.primary, "tar", "-tzf", file)
    expect(trial, f"nodes/{away}/postgresql.log" in listed, f"bundle: {done.said} {listed}")
    mode = cluster.try_on(trial.primary, "stat", "-c", "%a", file)
    expect(trial, mode == "600", f"the bundle has mode {mode}")
    again = pgmahout(cluster, "diagnose", "--all", "--bundle", file, node=trial.primary)
    expect(trial, again.code == REFUSED, f"a bundle over another: {again.code} {again.said}")
    cluster.on(trial.primary, "rm", "-f", file)


def _follow(cluster: Cluster, away: str, conninfo: str) -> None:
    quoted = conninfo.replace("'", "''")
    cluster.sql(away, f"ALTER SYSTEM SET primary_conninfo = '{quoted}'")
    cluster.sql(away, "SELECT pg_reload_conf()")


def _streams(cluster: Cluster, primary: str, away: str) -> bool:
    rows = cluster.sql(primary, "SELECT application_name FROM pg_stat_replication "
                                "WHERE state = 'streaming'")
    return away in rows.split()


# Nobody may drop a slot that is used.
def _drop_slot(cluster: Cluster, primary: str, away: str, before: _Followed) -> None:
    _follow(cluster, away, "")
    wait_for(lambda: not _streams(cluster, primary, away), 20)
    cluster.sql(primary, f"SELECT pg_drop_replication_slot('{before.slot}')")
    _follow(cluster, away, before.conninfo)


def _make_slot(cluster: Cluster, primary: str, _away: str, before: _Followed) -> None:
    cluster.sql(primary, f"SELECT pg_create_physical_replication_slot('{before.slot}', true)")


def _set_wrong_password(cluster: Cluster, _primary: str, away: str, before: _Followed) -> None:
    _follow(cluster, away, before.conninfo + " password=wrong")


def _set_conninfo(cluster: Cluster, _primary: str, away: str, before: _Followed) -> None:
    _follow(cluster, away, before.conninfo)


def _break_file(cluster: Cluster, _primary: str, away: str, _before: _Followed) -> None:
    cluster.on(away, "sh", "-c", f"echo 'max_connections = nonsense' >> {CONFIGURATION}")
    cluster.try_on(away, "systemctl", "restart", "postgresql@15-main", seconds=60)


def _mend_file(cluster: Cluster, _primary: str, away: str, _before: _Followed) -> None:
    cluster.on(away, "sed", "-i", "/max_connections = nonsense/d", CONFIGURATION)
    cluster.on(away, "systemctl", "start", "postgresql@15-main", seconds=60)
