"""A running lab cluster: ways into its hosts, and what verify says of it."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

LAB = Path(__file__).resolve().parents[2] / "lab" / "lab"


class TestError(Exception):
    """What went wrong, in one line."""


@dataclass(frozen=True)
class Report:
    """One run of verify."""

    exit_code: int
    seconds: float
    verdicts: dict[str, str]
    evidence: dict[str, list[str]]

    def having(self, verdict: str) -> set[str]:
        return {check for check, found in self.verdicts.items() if found == verdict}

    def bad(self) -> str:
        return "; ".join(f"{check} {verdict}: {', '.join(self.evidence[check])}"
                         for check, verdict in self.verdicts.items() if verdict != "ok")


class Cluster:
    """The cluster of one inventory in one lab."""

    def __init__(self, inventory: Path, lab: str | None, command: Path) -> None:
        self.inventory = inventory.resolve()
        self.lab = lab or self.inventory.name
        self.command = command.resolve()
        described = self._controller([self.command, "inventory", "-i", self.inventory])
        self.description = json.loads(described)
        self.hosts = [node["name"] for node in self.description["nodes"]]

    def _lab(self, words: list[object], timeout: float = 60) -> subprocess.CompletedProcess[str]:
        argv = [str(LAB), words[0], "--name", self.lab, *words[1:]]
        try:
            return subprocess.run([str(word) for word in argv], capture_output=True, text=True,
                                  timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            raise TestError(f"no end after {timeout:.0f} s: {' '.join(map(str, words))}") from None

    def lab_verb(self, *words: object) -> None:
        done = self._lab(list(words))
        if done.returncode != 0:
            raise TestError(f"lab {' '.join(map(str, words))}: {done.stderr.strip()}")

    def _controller(self, argv: list[object]) -> str:
        done = self._lab(["run", "--", *argv])
        if done.returncode != 0:
            raise TestError(f"{argv[1]}: {done.stderr.strip()}")
        return done.stdout

    def on(self, host: str, *argv: str) -> str:
        """Runs a command as root inside a host."""
        done = self._lab(["exec", host, "--", *argv])
        if done.returncode != 0:
            raise TestError(f"{host}: {' '.join(argv)}: {(done.stderr or done.stdout).strip()}")
        return done.stdout.strip()

    def shell(self, host: str, script: str) -> str:
        return self.on(host, "sh", "-ec", script)

    def sql(self, host: str, *statements: str) -> str:
        port = str(self.description["postgresql"]["port"])
        words = [word for statement in statements for word in ("-c", statement)]
        return self.on(host, "runuser", "-u", "postgres", "--", "psql", "-XqAt", "-v",
                       "ON_ERROR_STOP=1", "-p", port, "-d", "postgres", *words)

    def in_network_of(self, host: str, *argv: str) -> None:
        """Runs a command of this machine in the network namespace of a host."""
        space = f"pgmahout:{self.lab}:host:{host}"
        done = subprocess.run(["ip", "netns", "exec", space, *argv], capture_output=True,
                              text=True, timeout=30, check=False)
        if done.returncode != 0:
            raise TestError(f"{host}: {' '.join(argv)}: {done.stderr.strip()}")

    def primary(self) -> str:
        found = [h for h in self.hosts if self.sql(h, "SELECT pg_is_in_recovery()") == "f"]
        if len(found) != 1:
            raise TestError(f"primaries: {found}")
        return found[0]

    def leader(self) -> str:
        """The host that holds the virtual IP."""
        vip = self.description["vip"]
        found = [h for h in self.hosts if f" {vip}/" in self.on(h, "ip", "-o", "addr")]
        if len(found) != 1:
            raise TestError(f"the virtual IP is on {found}")
        return found[0]

    def standby(self) -> str:
        """A node that is neither primary nor leader: breaking it moves nothing."""
        taken = {self.primary(), self.leader()}
        return next(host for host in reversed(self.hosts) if host not in taken)

    def node(self, host: str) -> dict:
        return next(node for node in self.description["nodes"] if node["name"] == host)

    def pcp(self, tool: str, host: str) -> str:
        pgpool = self.description["pgpool"]
        return self.on(self.leader(), "runuser", "-u", "postgres", "--", "env",
                "PCPPASSFILE=/var/lib/postgresql/.pcppass", tool, "-h", "localhost", "-w",
                "-U", pgpool["user"], "-p", str(pgpool["pcp_port"]),
                "-n", str(self.node(host)["id"]))

    def verify(self, *words: str) -> Report:
        begun = time.monotonic()
        done = self._lab(["run", "--", self.command, "verify", "-i", self.inventory, "--json",
                          *words], timeout=90)
        spent = time.monotonic() - begun
        try:
            document = json.loads(done.stdout)
        except ValueError:
            raise TestError(f"verify printed no JSON: {done.stderr.strip()[:300]}") from None
        checks = document["checks"]
        return Report(done.returncode, spent, {c["id"]: c["verdict"] for c in checks},
                      {c["id"]: c["evidence"] for c in checks})

    def wait_healthy(self, patience: float) -> None:
        """Until every check is ok; warnings count as not."""
        end = time.monotonic() + patience
        while True:
            report = self.verify()
            if report.exit_code == 0 and len(report.having("ok")) == len(report.verdicts):
                return
            if time.monotonic() > end:
                raise TestError(f"not healthy again: {report.bad()[:600]}")
            time.sleep(0.5)
