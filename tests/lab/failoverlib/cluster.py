"""A cluster in the lab: the inventory that it is made of, and ways into its hosts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[3]
LAB = ROOT / "tests/lab/lab"
LEDGER = ROOT / "tests/lab/ledger"
REFERENCE = ROOT / "inventories/lab"
LEDGER_PASSWORD = "Ledger-of-the-lab-1"
AS_POSTGRES = ("sudo", "-u", "postgres", "-H", "--")


class Failed(Exception):
    """What a test found; the message is for a person."""


def run(*command: str | Path, seconds: float = 600) -> subprocess.CompletedProcess[str]:
    """Runs it to its end, both outputs in one; an end by the time limit is exit code 124."""
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, cwd=ROOT, text=True, timeout=seconds, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, 124, f"no end after {seconds:.0f} s")


def wait_for(truth: Callable[[], bool], seconds: float, pause: float = 0.5) -> bool:
    """Whether it became true in time."""
    until = time.monotonic() + seconds
    while not truth():
        if time.monotonic() > until:
            return False
        time.sleep(pause)
    return True


def understood(text: str) -> dict | None:
    """A line of JSON, or nothing when it is torn."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None


@dataclass(frozen=True)
class Node:
    """One host, with its number in Pgpool-II."""

    name: str
    address: str
    number: int


class Cluster:
    """The reference inventory under a name of its own, with the ledger's user and database, and
    with as many hosts as are wanted."""

    vip = "10.0.0.180"

    def __init__(self, name: str, inventory: Path, hosts: int = 3) -> None:
        self.name = name
        self.inventory = inventory
        self.snapshot = "healthy"
        self.nodes = tuple(Node(f"postgres{n + 1}", f"10.0.0.{181 + n}", n) for n in range(hosts))
        self.names = tuple(node.name for node in self.nodes)

    def node(self, name: str) -> Node:
        return next(node for node in self.nodes if node.name == name)

    def others(self, *names: str) -> list[str]:
        return [name for name in self.names if name not in names]

    # The lab.

    def argv(self, verb: str, *words: str | Path) -> list[str]:
        return [str(word) for word in (sys.executable, LAB, verb, "--name", self.name, *words)]

    def lab(self, verb: str, *words: str | Path, seconds: float = 300) -> str:
        done = run(*self.argv(verb, *words), seconds=seconds)
        if done.returncode != 0:
            raise Failed(f"lab {verb} {' '.join(map(str, words))}: {done.stdout.strip()}")
        return done.stdout

    def on(self, host: str, *command: str, seconds: float = 30) -> str:
        return self.lab("exec", host, "--", *command, seconds=seconds).strip()

    def try_on(self, host: str, *command: str, seconds: float = 10) -> str:
        """Empty when it fails or takes too long: that is an answer here."""
        done = run(*self.argv("exec", host, "--", *command), seconds=seconds)
        return done.stdout.strip() if done.returncode == 0 else ""

    def put(self, host: str, path: str, content: bytes, mode: str = "0644") -> None:
        """Writes a file inside a host."""
        words = ("sh", "-c", f"cat >{path}.new && chmod {mode} {path}.new && mv {path}.new {path}")
        subprocess.run(self.argv("exec", host, "--", *words), input=content, check=True, timeout=30)

    def journal(self, host: str) -> list[dict]:
        """What the tools noted there. A full disk leaves lines in part, which are not read by
        pgmahout either."""
        kept = self.try_on(host, *AS_POSTGRES, "cat", "/var/lib/pgmahout/journal.jsonl")
        return [line for text in kept.splitlines() if (line := understood(text)) is not None]

    def everywhere(self, action: Callable[[str], object], names: Sequence[str] = ()) -> list:
        """The same on all hosts at once; results in their order."""
        with ThreadPoolExecutor() as pool:
            return list(pool.map(action, names or self.names))

    def configure(self, more: str = "") -> None:
        """What site.yml is to make of it: the inventory with these settings besides."""
        text = ZZ_VARIANT.format(name=self.name, password=LEDGER_PASSWORD,
                                 confirmations=len(self.nodes) // 2) + more
        (self.inventory / "group_vars/postgres/zz_variant.yml").write_text(text, encoding="utf-8")
        hosts = {node.name: {"ansible_host": node.address} for node in self.nodes}
        hosts[self.names[0]]["pgmahout_role"] = "primary"
        (self.inventory / "hosts.yml").write_text(json.dumps({"postgres": {"hosts": hosts}}),
                                                  encoding="utf-8")

    # The servers.

    def psql(self, host: str, database: str, statement: str) -> str:
        return self.on(host, *AS_POSTGRES, "timeout", "10", "psql", "-XAtq", "-v",
                       "ON_ERROR_STOP=1", "-d", database, "-c", statement)

    def sql(self, host: str, statement: str) -> str:
        return self.psql(host, "postgres", statement)

    def primaries(self) -> list[str]:
        answers = self.everywhere(lambda host: self.try_on(
            host, *AS_POSTGRES, "timeout", "5", "psql", "-XAtq", "-c",
            "select pg_is_in_recovery()"))
        return [host for host, answer in zip(self.names, answers) if answer == "f"]

    def primary(self) -> str:
        found = self.primaries()
        if len(found) != 1:
            raise Failed(f"not one primary: {found}")
        return found[0]

    def pcp(self, host: str, tool: str, *words: str) -> str:
        """A tool of Pgpool-II, asked of the Pgpool-II on that host."""
        return self.on(host, *AS_POSTGRES, "timeout", "10", "env",
                       "PCPPASSFILE=/var/lib/postgresql/.pcppass", tool, "-h", "localhost", "-w",
                       "-U", "pgpool", *words)

    def leader(self) -> str:
        """The host of the watchdog's leader; Failed while there is none."""
        for host in self.names:
            try:
                words = self.pcp(host, "pcp_watchdog_info").split()
            except Failed:
                continue
            # "3 3 NO 10.0.0.182:9999 Linux postgres2 10.0.0.182": the leader's name, then its host.
            if found := [node.name for node in self.nodes if node.address in words[4:7]]:
                return found[0]
        raise Failed("the watchdog has no leader")

    def move_leader(self, host: str) -> None:
        """Restarts Pgpool-II where the leader is until it is on that host."""
        for _ in range(10):
            present = self.leader()
            if present == host:
                return
            self.on(present, "systemctl", "restart", "pgpool2", seconds=60)
            wait_for(lambda: self._leads_elsewhere(present), 20)
        raise Failed(f"the leader did not move to {host}")

    def _leads_elsewhere(self, host: str) -> bool:
        try:
            return self.leader() != host
        except Failed:
            return False


ZZ_VARIANT = """---
ansible_ssh_private_key_file: /var/lib/pgmahout-lab/{name}/id_ed25519
pgmahout_known_hosts_file: /var/lib/pgmahout-lab/{name}/known_hosts
pgmahout_failover_profile: fast
pgmahout_synchronous_confirmations: {confirmations}
pgmahout_users: [{{name: ledger, password: {password}}}]
pgmahout_databases: [{{name: ledger, owner: ledger}}]
"""


@contextmanager
def variant(name: str, more: str = "", hosts: int = 3) -> Iterator[Cluster]:
    """The reference inventory with the fast profile, for a lab of that name. Each commit is
    confirmed by so many that the loss of two of five hosts still proves that nothing is lost."""
    with TemporaryDirectory(prefix="pgmahout-") as directory:
        inventory = Path(directory) / name
        shutil.copytree(REFERENCE, inventory)
        cluster = Cluster(name, inventory, hosts)
        cluster.configure(more)
        yield cluster
