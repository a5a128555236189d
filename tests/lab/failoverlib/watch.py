"""The ledger's client and the probes of all hosts, while a cluster is hurt."""

from __future__ import annotations

import io
import os
import subprocess
import time
import zipfile
from pathlib import Path

from failoverlib.cluster import AS_POSTGRES, LEDGER, LEDGER_PASSWORD, Cluster, Failed, run, wait_for
from ledgerlib import client, probe, receipts, writers

INSIDE = "/usr/local/lib/pgmahout-ledger.pyz"


def bundle() -> bytes:
    """The ledger as one file that Python runs."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for source in sorted((LEDGER.parent / "ledgerlib").glob("*.py")):
            archive.write(source, f"ledgerlib/{source.name}")
        archive.writestr("__main__.py", "import sys\nfrom ledgerlib.cli import main\n"
                                        "sys.exit(main(sys.argv[1:]))\n")
    return sink.getvalue()


def make_tables(cluster: Cluster) -> None:
    """The ledger and the probes' rows, through the present primary; and the probe itself."""
    rows = ", ".join(f"('{name}', 0)" for name in cluster.names)
    cluster.psql(cluster.primary(), "ledger", f"""{client.TABLE};
        ALTER TABLE ledger OWNER TO ledger; {probe.TABLE};
        INSERT INTO writer_probe VALUES {rows} ON CONFLICT DO NOTHING""")
    refresh(cluster)


def refresh(cluster: Cluster) -> None:
    """Puts the probe as it is now on every host."""
    packed = bundle()
    cluster.everywhere(lambda host: cluster.put(host, INSIDE, packed))


class Watch:
    """Client and probes of one trial; their notes are in one directory."""

    def __init__(self, cluster: Cluster, directory: Path, run_name: str,
                 reads: bool = False) -> None:
        self.cluster = cluster
        self.directory = directory
        self.run_name = run_name
        self._verbs = {"write": "receipts", **({"read": "reads"} if reads else {})}
        self._clients: list[subprocess.Popen[bytes]] = []
        self._probes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Watch:
        for host in self.cluster.names:
            self.probe(host)
        self._clients = [self._start(verb, name) for verb, name in self._verbs.items()]
        return self

    def _start(self, verb: str, name: str) -> subprocess.Popen[bytes]:
        words = self.cluster.argv("run", "--", LEDGER, verb, self.directory / name,
                                  "--host", self.cluster.vip, "--run", self.run_name)
        with (self.directory / "client.log").open("ab") as log:
            return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=log, stderr=log,
                                    env=dict(os.environ, LEDGER_PASSWORD=LEDGER_PASSWORD))

    def __exit__(self, *_: object) -> None:
        """They end when their input does; none outlives us."""
        for process in [*self._clients, *self._probes.values()]:
            _end(process)

    def probe(self, host: str) -> None:
        """Starts the probe of a host, anew after its boot."""
        _end(self._probes.pop(host, None))
        words = self.cluster.argv("exec", host, "--", *AS_POSTGRES, "python3", INSIDE, "probe",
                                  host)
        with (self.directory / f"{host}.samples").open("ab") as samples:
            self._probes[host] = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=samples,
                                                  stderr=samples)

    def receipts(self, verb: str = "write") -> receipts.Receipts:
        path = self.directory / self._verbs[verb]
        if not path.exists():
            raise Failed("the ledger's client did not start: "
                         + (self.directory / "client.log").read_text(encoding="utf-8"))
        return receipts.read(path)

    def samples(self) -> dict[str, list[writers.Sample]]:
        return {host: writers.read(self.directory / f"{host}.samples")
                for host in self.cluster.names}

    def writing_since(self, moment: float, steady: float) -> bool:
        """Whether writes flowed all through the last seconds, and those are after the moment."""
        now = time.monotonic()
        if now - steady < moment:
            return False
        times = sorted(at for at in self.receipts().acknowledged.values() if at > now - steady)
        edges = [now - steady, *times, now]
        return all(later - earlier < receipts.WORTH_TELLING
                   for earlier, later in zip(edges, edges[1:]))


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None or process.stdin is None:
        return
    process.stdin.close()
    if not wait_for(lambda: process.poll() is not None, 3, 0.05):
        process.kill()
    process.wait()


def journal_of(cluster: Cluster, host: str, since: float) -> list[str]:
    """What our executables said on a host since a wall clock time, with the time in front."""
    done = run(*cluster.argv("exec", host, "--", "journalctl", "-o", "short-unix", "--no-pager",
                             "-S", f"@{int(since)}", "-g", "pgmahout-"), seconds=20)
    return done.stdout.splitlines() if done.returncode == 0 else []
