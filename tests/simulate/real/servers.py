"""Three real PostgreSQL servers, each in a network namespace of its own."""

import os
import pathlib
import re
import subprocess

import machines as lan

from client import Client
from waiting import check, kill, lsn, wait

MORE_CONF = """
autovacuum = off
bgwriter_delay = 10s
checkpoint_timeout = 1h
max_connections = 30
shared_buffers = 16MB
min_wal_size = 80MB
wal_retrieve_retry_interval = 300ms
tcp_user_timeout = 3s
tcp_keepalives_idle = 1
tcp_keepalives_interval = 1
tcp_keepalives_count = 2
log_line_prefix = '%p '
"""

HBA = """local all all trust
host all all 10.97.0.0/24 trust
host replication all 10.97.0.0/24 trust
"""


class Server(lan.Machine):
    """One machine and the PostgreSQL server on it."""

    def __init__(self, index, base):
        super().__init__(index, base, [])
        self.short = f"n{index}"
        self._home = f"{base}/{index}"
        self._kept = f"{base}/{index}/kept"
        self._clients = []
        self.write(f"{lan.CONF}/postgresql.conf", lan.POSTGRESQL_CONF % self.short + MORE_CONF)
        self.write(f"{lan.CONF}/pg_hba.conf", HBA)

    # The data directory.

    def file(self, name):
        return pathlib.Path(self.path(f"{lan.DATA}/{name}"))

    def keep(self):
        """This is how restore() leaves the data directory."""
        lan.call("cp", "-a", self.path(lan.DATA), self._kept)

    def restore(self):
        lan.call("rm", "-rf", self.path(lan.DATA), self.path("/tmp/postgres.log"))
        lan.call("cp", "-a", self._kept, self.path(lan.DATA))

    def save(self):
        """A copy of the stopped server's files, for put_back()."""
        lan.call("cp", "-a", self.path(lan.DATA), f"{self._home}/saved")

    def put_back(self):
        lan.call("rm", "-rf", self.path(lan.DATA))
        lan.call("mv", f"{self._home}/saved", self.path(lan.DATA))

    def control(self):
        text = self.run(f"{lan.BIN}/pg_controldata", "-D", lan.DATA).stdout
        return dict(re.findall(r"^(.*?): +(.*)$", text, re.MULTILINE))

    def configure(self, **settings):
        """Appends to postgresql.auto.conf, as ALTER SYSTEM does to that of a running server."""
        with self.file("postgresql.auto.conf").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def set(self, reload=True, **settings):
        for name, value in settings.items():
            self.sql(f"ALTER SYSTEM SET {name} = '{value}'")
        if reload:
            self.sql("SELECT pg_reload_conf()")

    # The process.

    def pg_ctl(self, *words):
        return self.argv(f"{lan.BIN}/pg_ctl", "-D", lan.CONF, "-s", "-t", "30", *words,
                         user="postgres")

    def begin(self, patient=True):
        """The pg_ctl that starts it."""
        words = self.pg_ctl("-w" if patient else "-W", "-l", "/tmp/postgres.log", "start")
        return subprocess.Popen(words, cwd="/", stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self, patient=True):
        self.has_begun(self.begin(patient))

    def has_begun(self, pg_ctl):
        check(pg_ctl.wait(40) == 0, f"{self.short} does not start: {self.log()[-500:]}")

    def stop(self, mode="fast"):
        lan.call(*self.pg_ctl("-w", "-m", mode, "stop"), cwd="/")

    def postmaster(self):
        try:
            return int(self.file("postmaster.pid").read_text("utf-8").split()[0])
        except (OSError, IndexError):
            return 0

    def send(self, number):
        os.kill(self.postmaster(), number)

    def kill(self):
        """Everything of the server, as when its machine loses power."""
        for client in self._clients:
            client.end()
        self._clients.clear()
        processes = self.processes("postgres")
        for process in processes:
            kill(process)
        wait(lambda: not self.processes("postgres") and not shares_memory(processes),
             f"{self.short} to die")

    def processes(self, name):
        """Those of that program on this machine."""
        here = os.readlink(f"/proc/{self._holder.pid}/ns/net")
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if (entry.name.isdigit() and os.readlink(entry / "ns/net") == here
                        and (entry / "comm").read_text("utf-8").strip() == name):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def log(self):
        path = pathlib.Path(self.path("/tmp/postgres.log"))
        return path.read_text("utf-8") if path.exists() else ""

    # Its clients.

    def psql(self, text, source=None):
        """The words that ask it: by its socket, or by the network of another machine."""
        host = self.address if source else self.path("/run/postgresql")
        words = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", "postgres",
                 "-h", host, "-p", str(lan.PORT)] + (["-c", text] if text else [])
        return source.argv(*words) if source else words

    def ask(self, text, seconds=10):
        return lan.call(*self.psql(text), check=False, timeout=seconds,
                        env={**os.environ, "PGCONNECT_TIMEOUT": "3"})

    def sql(self, text, database=None):
        done = self.ask(text)
        check(done.returncode == 0, f"{self.short}: {text}: {done.stderr.strip()}")
        return done.stdout.strip()

    def refusal(self):
        """What it says to who connects; empty: it lets in."""
        return self.ask("SELECT 1").stderr.strip()

    def client(self, text=None, source=None):
        """A session that stays, or a statement that may wait."""
        client = Client(self.psql(text, source))
        self._clients.append(client)
        return client

    # What it knows.

    def rows(self):
        return int(self.sql("SELECT count(*) FROM kept"))

    def insert(self, local=False):
        word = "SET synchronous_commit = local; " if local else ""
        self.sql(f"{word}INSERT INTO kept VALUES (1)")

    def written(self):
        return lsn(self.sql("SELECT pg_current_wal_lsn()"))

    def received(self):
        return lsn(self.sql("SELECT pg_last_wal_receive_lsn()"))

    def replayed(self):
        return lsn(self.sql("SELECT pg_last_wal_replay_lsn()"))

    def receivers(self):
        return int(self.sql("SELECT count(*) FROM pg_stat_wal_receiver"))

    def senders(self):
        return self.sql("SELECT application_name FROM pg_stat_replication"
                        " WHERE state = 'streaming' ORDER BY 1").split()

    def timeline(self):
        return int(self.sql("SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"), 16)

    def in_recovery(self):
        return self.sql("SELECT pg_is_in_recovery()") == "t"

    def promote(self):
        self.sql("SELECT pg_promote(true, 20)")
        check(not self.in_recovery(), f"{self.short} was not promoted")

    def follow(self, source, slot=True):
        self.set(primary_conninfo=conninfo(self, source) if source else "",
                 **({} if slot else {"primary_slot_name": ""}))


def shares_memory(processes):
    """Whether anyone is attached to a segment that one of these made: no server starts on it.

    It is let go of a little after a killed process has vanished (proc(5): /proc/sysvipc/shm).
    """
    lines = pathlib.Path("/proc/sysvipc/shm").read_text("utf-8").splitlines()[1:]
    segments = (line.split() for line in lines)
    return any(int(words[4]) in processes and int(words[6]) > 0 for words in segments)


def conninfo(standby, source):
    return (f"host={source.address} port={lan.PORT} user=postgres"
            f" application_name={standby.short} connect_timeout=2")


class Servers:
    """A primary and two standbys."""

    def __init__(self, base):
        lan.make_lan()
        self.all = [Server(index, base) for index in (1, 2, 3)]
        self._make()

    def _make(self):
        first = self.all[0]
        first.run(f"{lan.BIN}/initdb", "-D", lan.DATA, "--data-checksums", "-E", "UTF8",
                  "--locale=C.UTF-8", "--auth=trust", "-N", user="postgres")
        first.start()
        first.sql("CREATE TABLE kept (n int)")
        first.stop()
        for standby in self.all[1:]:
            lan.call("cp", "-a", first.path(lan.DATA), standby.path(lan.DATA))
            standby.file("standby.signal").touch()
            standby.configure(primary_conninfo=conninfo(standby, first),
                              primary_slot_name=standby.short)
            standby.keep()
        first.start()
        for standby in self.all[1:]:
            make_slot(first, standby)
        first.stop()
        first.keep()

    def restore(self):
        """The first is the primary, the others stream from it, and nobody remembers anything."""
        for server in self.all:
            lan.call("ip", "link", "set", server.link, "up")
            server.kill()
            server.restore()
        for server, begun in [(server, server.begin()) for server in self.all]:
            server.has_begun(begun)
        wait(lambda: self.all[0].senders() == ["n2", "n3"], "the standbys to stream")
        return self.all

    def end(self):
        for server in self.all:
            server.kill()


def make_slot(primary, standby):
    primary.sql(f"SELECT pg_create_physical_replication_slot('{standby.short}', true)")


def caught_up(primary, *standbys):
    """They have replayed all that the primary has written."""
    upto = primary.written()
    for standby in standbys:
        wait(lambda: standby.replayed() >= upto, f"{standby.short} to replay")


def link(server, way):
    lan.call("ip", "link", "set", server.link, way)
