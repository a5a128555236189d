"""What is broken, how it is repaired, and which checks must see it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from verifylib.cluster import Cluster, TestError

Context = Callable[[Cluster], contextlib.AbstractContextManager[None]]


@dataclass(frozen=True)
class Break:
    """One thing to break. `sees` must not be ok, `also` may be; every other check must be ok."""

    name: str
    broken: Context
    sees: dict[str, str]
    also: set[str] = field(default_factory=set)
    exit_code: int = 1
    patience: float = 45
    words: tuple[str, ...] = ()
    most_seconds: float = 40

    def judge(self, cluster: Cluster) -> str:
        """Empty when verify sees it as it should."""
        report = cluster.verify(*self.words)
        for check, verdict in self.sees.items():
            if report.verdicts[check] != verdict:
                return f"{check} is {report.verdicts[check]}, not {verdict} ({report.bad()[:400]})"
        surplus = report.having("fail") - set(self.sees) - self.also
        if surplus:
            return f"also failed: {', '.join(sorted(surplus))} ({report.bad()[:400]})"
        if report.exit_code != self.exit_code:
            return f"exit code {report.exit_code}, not {self.exit_code}"
        if report.seconds > self.most_seconds:
            return f"took {report.seconds:.1f} s, more than {self.most_seconds}"
        return ""


def undone(act: Callable[[Cluster, str], None], undo: Callable[[Cluster, str], None],
           where: Callable[[Cluster], str] = Cluster.standby) -> Context:
    """A context that does something on one host and undoes it there, come what may."""

    @contextlib.contextmanager
    def context(cluster: Cluster) -> Iterator[None]:
        host = where(cluster)
        try:
            act(cluster, host)
            yield
        finally:
            undo(cluster, host)

    return context


def shell(act: str, undo: str, where: Callable[[Cluster], str] = Cluster.standby) -> Context:
    """The same with two shell scripts that root runs on the host."""
    return undone(lambda c, h: c.shell(h, act) and None, lambda c, h: c.shell(h, undo) and None,
                  where)


def _postgresql_unit(cluster: Cluster) -> str:
    return f"postgresql@{cluster.description['postgresql']['version']}-main"


def _start_and_attach(cluster: Cluster, host: str) -> None:
    cluster.on(host, "systemctl", "start", _postgresql_unit(cluster))
    with contextlib.suppress(TestError):  # it may be attached already
        cluster.pcp("pcp_attach_node", host)


def _drop_slot(cluster: Cluster, host: str) -> None:
    slot = cluster.node(host)["slot_name"]
    # The standby's WAL receiver comes back within seconds: end its sender and drop in one go.
    cluster.sql(cluster.primary(), f"""DO $$ BEGIN
      FOR i IN 1..200 LOOP
        PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots
          WHERE slot_name = '{slot}' AND active;
        BEGIN PERFORM pg_drop_replication_slot('{slot}'); RETURN;
        EXCEPTION WHEN object_in_use THEN PERFORM pg_sleep(0.02); END;
      END LOOP; RAISE 'slot stays in use'; END $$""")


def _make_slot(cluster: Cluster, host: str) -> None:
    slot = cluster.node(host)["slot_name"]
    cluster.sql(cluster.primary(),
                f"SELECT pg_create_physical_replication_slot('{slot}', true) WHERE NOT EXISTS "
                f"(SELECT FROM pg_replication_slots WHERE slot_name = '{slot}')")


def _nft(cluster: Cluster, host: str) -> None:
    port = str(cluster.description["pgpool"]["heartbeat_port"])
    cluster.in_network_of(host, "nft", "add table inet verify_test; "
                          "add chain inet verify_test in { type filter hook input priority 0; }; "
                          f"add rule inet verify_test in udp dport {port} drop")


def _archive_directory(cluster: Cluster) -> str:
    return cluster.description["postgresql"]["archive_directory"]


def _block_archive(cluster: Cluster, host: str) -> None:
    cluster.on(host, "chmod", "000", _archive_directory(cluster))
    cluster.sql(host, "SELECT pg_logical_emit_message(false, 'x', 'x')", "SELECT pg_switch_wal()")
    failed = "SELECT failed_count > 0 AND last_failed_time > coalesce(last_archived_time, " \
             "'-infinity') FROM pg_stat_archiver"
    cluster.sql(host, f"""DO $$ BEGIN FOR i IN 1..100 LOOP
      PERFORM pg_stat_clear_snapshot(); IF ({failed}) THEN RETURN; END IF;
      PERFORM pg_sleep(0.1); END LOOP; END $$""")


def _free_archive(cluster: Cluster, host: str) -> None:
    cluster.on(host, "chmod", "700", _archive_directory(cluster))
    cluster.sql(host, "SELECT pg_logical_emit_message(false, 'x', 'x')", "SELECT pg_switch_wal()")


def _vip(verb: str) -> Callable[[Cluster, str], None]:
    def change(cluster: Cluster, host: str) -> None:
        vip, address = cluster.description["vip"], cluster.node(host)["address"]
        prefix = cluster.description["network"].split("/")[1]
        device = cluster.on(host, "sh", "-c",
                            f"ip -o addr | awk '$4 ~ /^{address}\\//{{print $2; exit}}'")
        cluster.on(host, "ip", "addr", verb, f"{vip}/{prefix}", "dev", device)

    return change


_PGPOOL_CONF = "/etc/pgpool2/pgpool.conf"
_RELOAD = "systemctl reload pgpool2 || kill -HUP $(head -1 /var/run/postgresql/pgpool.pid); sleep 3"


def _set_password(method: str) -> Callable[[Cluster, str], None]:
    """The superuser's password again, stored another way; it comes from the file on the host."""

    def change(cluster: Cluster, host: str) -> None:
        port = cluster.description["postgresql"]["port"]
        find = f"$2 == {port} && $4 == \"postgres\" {{ print $5; exit }}"
        cluster.shell(host, f"""password=$(awk -F: '{find}' /var/lib/postgresql/.pgpass)
          printf "%s\n" "SET password_encryption = '{method}';" \
                        "ALTER ROLE postgres PASSWORD :'password';" |
          runuser -u postgres -- psql -Xq -v ON_ERROR_STOP=1 -v password="$password" -p {port} \
            -d postgres""")

    return change


def _server_breaks() -> list[Break]:
    stopped = {"node.services": "fail", "postgresql.answers": "fail", "postgresql.slots": "fail",
               "postgresql.streaming": "fail", "postgresql.replication_login": "fail"}
    return [
        Break("a standby's PostgreSQL is stopped",
              undone(lambda c, h: c.on(h, "systemctl", "stop", _postgresql_unit(c)) and None,
                     _start_and_attach), stopped, {"pgpool.backends"}),
        Break("a standby's slot is dropped", undone(_drop_slot, _make_slot),
              {"postgresql.slots": "fail", "postgresql.streaming": "fail"},
              {"postgresql.write", "postgresql.lag"}),
        Break("a slot that nobody reads",
              undone(lambda c, h: c.sql(h, "SELECT pg_create_physical_replication_slot('nobody', "
                                        "true)") and None,
                     lambda c, h: c.sql(h, "SELECT pg_drop_replication_slot('nobody')") and None,
                     Cluster.primary), {"postgresql.slots": "fail"}),
        Break("ALTER SYSTEM sets another value",
              undone(lambda c, h: c.sql(h, "ALTER SYSTEM SET wal_sender_timeout = '61s'",
                                        "SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)") and None,
                     lambda c, h: c.sql(h, "ALTER SYSTEM RESET wal_sender_timeout",
                                        "SELECT pg_reload_conf()") and None),
              {"postgresql.settings": "fail", "postgresql.auto_conf": "warn"}),
        Break("ALTER SYSTEM sets what only a restart changes",
              undone(lambda c, h: c.sql(h, "ALTER SYSTEM SET max_wal_senders = 12",
                                        "SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)") and None,
                     lambda c, h: c.sql(h, "ALTER SYSTEM RESET max_wal_senders",
                                        "SELECT pg_reload_conf()") and None),
              {"postgresql.pending_restart": "warn", "postgresql.auto_conf": "warn"}, exit_code=0),
        Break("a bad line in pg_hba.conf",
              undone(lambda c, h: c.shell(h, f"cp -a {_hba(c)} /root/hba; echo nonsense >> {_hba(c)}")
                     and None,
                     lambda c, h: c.shell(h, f"cp -a /root/hba {_hba(c)}") and None),
              {"node.files": "fail", "postgresql.config_errors": "fail"}),
        Break("the superuser's password is stored as md5",
              undone(_set_password("md5"), _set_password("scram-sha-256"), Cluster.primary),
              {"postgresql.passwords": "fail", "vip.logins": "fail"}, {"postgresql.write"}),
        Break("WAL cannot be archived", undone(_block_archive, _free_archive, Cluster.primary),
              {"postgresql.archive": "fail"}, patience=75),
    ]


def _frozen(act: Callable[[Cluster, str], None], undo: Callable[[Cluster, str], None],
            where: Callable[[Cluster], str]) -> Context:
    """The same as undone() while our own services stand still everywhere, lest they repair it."""

    @contextlib.contextmanager
    def context(cluster: Cluster) -> Iterator[None]:
        try:
            _signal_services(cluster, "STOP")
            with undone(act, undo, where)(cluster):
                yield
        finally:
            _signal_services(cluster, "CONT")

    return context


def _signal_services(cluster: Cluster, signal: str) -> None:
    for host in cluster.hosts:
        cluster.on(host, "systemctl", "kill", "--kill-whom=main", f"--signal={signal}",
                   *_SERVICES)


_SERVICES = ("pgmahout-guard", "pgmahout-heal")
_STATE = "/var/lib/pgmahout"


def _fence(cluster: Cluster, host: str) -> None:
    cluster.shell(host, f"""echo '{{"reason": "a test says so"}}' >{_STATE}/fence.json
      chown postgres:postgres {_STATE}/fence.json""")


def _wait_for_nobody(cluster: Cluster, host: str) -> None:
    cluster.sql(host, "ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()",
                "SELECT pg_sleep(0.3)")


def _wait_again(names: dict[str, str]) -> Callable[[Cluster, str], None]:
    def change(cluster: Cluster, host: str) -> None:
        cluster.sql(host, f"ALTER SYSTEM SET synchronous_standby_names = '{names[host]}'",
                    "SELECT pg_reload_conf()")

    return change


def _keeping_names(cluster: Cluster) -> contextlib.AbstractContextManager[None]:
    primary = cluster.primary()
    names = {primary: cluster.sql(primary, "SHOW synchronous_standby_names")}
    return _frozen(_wait_for_nobody, _wait_again(names), lambda _: primary)(cluster)


def _guard_breaks() -> list[Break]:
    drop_in = "/etc/systemd/system/postgresql@.service.d/zz_test.conf"
    return [
        Break("our services are stopped",
              shell(f"systemctl stop {' '.join(_SERVICES)}", f"systemctl start {' '.join(_SERVICES)}"),
              {"node.services": "fail"}),
        Break("the guard does not start at boot",
              shell("systemctl disable pgmahout-guard", "systemctl enable pgmahout-guard"),
              {"node.services": "fail"}),
        Break("PostgreSQL starts without asking the gate",
              shell(f"mkdir -p {drop_in.rpartition('/')[0]}; "
                    f"printf '[Service]\\nExecStartPre=\\n' >{drop_in}; systemctl daemon-reload",
                    f"rm -f {drop_in}; systemctl daemon-reload"), {"node.gate": "fail"}),
        Break("everybody may read what the node keeps for after a crash",
              shell(f"chmod 755 {_STATE}", f"chmod 700 {_STATE}"), {"node.state": "fail"}),
        Break("a node is fenced",
              _frozen(_fence, lambda c, h: c.on(h, "rm", "-f", f"{_STATE}/fence.json") and None,
                      Cluster.standby), {"node.fence": "fail"}),
        Break("commits wait for no standby", _keeping_names, {"postgresql.synchronous": "fail"}),
    ]


def _hba(cluster: Cluster) -> str:
    return f"/etc/postgresql/{cluster.description['postgresql']['version']}/main/pg_hba.conf"


def _pgpool_shows(cluster: Cluster, host: str, name: str, value: str) -> bool:
    """Whether five new sessions in a row run with that value; a number has its unit behind it."""
    port = cluster.description["pgpool"]["port"]
    said = cluster.shell(host, f"""for i in 1 2 3 4 5; do
      runuser -u postgres -- timeout 4 psql -XAtq -h 127.0.0.1 -p {port} -U pgpool -d postgres \\
        -c 'PGPOOL SHOW {name}' || true; done""")
    return said.split() == [value] * 5


def _until(truth: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not truth():
        if time.monotonic() > end:
            raise TestError(f"not within 30 s: {what}")
        time.sleep(0.2)


def _lets_in(cluster: Cluster) -> bool:
    return all(_pgpool_shows(cluster, host, "backend_clustering_mode", "streaming_replication")
               for host in cluster.hosts)


# Each Pgpool-II takes a backend that streams back by itself, and not a second time within
# auto_failback_interval, a minute. With each change it ends its children, and who is just logging in.
def _detach(cluster: Cluster, host: str) -> None:
    for _ in range(2 * len(cluster.hosts)):
        cluster.pcp("pcp_detach_node", host)
        time.sleep(8)  # several health checks
        if " down " in cluster.pcp("pcp_node_info", host):
            _until(lambda: _lets_in(cluster), "Pgpool-II lets everybody in")
            return
    raise TestError(f"{host} does not stay detached")


# The file stays so: some children read it no sooner than somebody comes to them.
def _run_with_another_value(cluster: Cluster, host: str) -> None:
    cluster.shell(host, f"""cp -a {_PGPOOL_CONF} /root/pgpool.conf
      sed -i 's/^delay_threshold *=.*/delay_threshold = 777/' {_PGPOOL_CONF}; {_RELOAD}""")
    _until(lambda: _pgpool_shows(cluster, host, "delay_threshold", "777B"),
           f"Pgpool-II on {host} reads its file again")


def _put_value_back(cluster: Cluster, host: str) -> None:
    cluster.shell(host, f"cp -a /root/pgpool.conf {_PGPOOL_CONF}; {_RELOAD}")


def _pgpool_breaks() -> list[Break]:
    passwd = "/etc/pgpool2/pool_passwd"
    return [
        Break("Pgpool-II is stopped on one node",
              shell("systemctl stop pgpool2", "systemctl start pgpool2"),
              {"node.services": "fail", "pgpool.answers": "fail", "watchdog.members": "fail"},
              {"watchdog.heartbeat"}),
        Break("a service does not start at boot",
              shell("systemctl disable pgpool2", "systemctl enable pgpool2"),
              {"node.services": "fail"}),
        Break("a backend is detached",
              _frozen(_detach,
                      lambda c, h: c.pcp("pcp_attach_node", h), Cluster.standby),
              {"pgpool.backends": "fail"}),
        Break("Pgpool-II runs with another value than the rendered one",
              undone(_run_with_another_value, _put_value_back),
              {"pgpool.settings": "fail", "node.files": "fail"}),
        Break("a file differs from the rendered one",
              shell(f"cp -a {_PGPOOL_CONF} /root/pgpool.conf; echo '# mine' >> {_PGPOOL_CONF}",
                    f"cp -a /root/pgpool.conf {_PGPOOL_CONF}"), {"node.files": "fail"}),
        Break("a wrong password in pool_passwd",
              shell(f"cp -a {passwd} /root/pool_passwd; "
                    f"sed -i 's/^postgres:.*/postgres:TEXTwrong/' {passwd}; {_RELOAD}",
                    f"cp -a /root/pool_passwd {passwd}; {_RELOAD}", Cluster.leader),
              {"node.files": "fail", "vip.logins": "fail"}, {"postgresql.write"}),
        Break("a wrong pgpool_node_id",
              shell("cp -a /etc/pgpool2/pgpool_node_id /root/id; echo 9 > /etc/pgpool2/pgpool_node_id",
                    "cp -a /root/id /etc/pgpool2/pgpool_node_id"), {"pgpool.node_id": "fail"}),
    ]


def _machine_breaks() -> list[Break]:
    pgpass = "/var/lib/postgresql/.pgpass"
    tool = "/usr/libexec/pgmahout"
    return [
        Break("everybody may read .pgpass", shell(f"chmod 644 {pgpass}", f"chmod 600 {pgpass}"),
              {"node.file_modes": "fail"}),
        Break("an executable is another build",
              shell(f"cp -a {tool}/node /root/node; printf x >> {tool}/node",
                    f"cp -a /root/node {tool}/node"), {"node.executables": "fail"}),
        Break("the virtual IP is on a second host",
              _frozen(_vip("add"), _vip("del"), Cluster.standby), {"vip.holder": "fail"}),
        Break("UDP of the heartbeat is dropped",
              undone(_nft, lambda c, h: c.in_network_of(h, "nft", "delete table inet verify_test")),
              {"watchdog.heartbeat": "fail"},
              {"watchdog.members", "watchdog.quorum", "watchdog.leader"}, patience=60),
        Break("a node cannot be reached",
              undone(lambda c, h: c.lab_verb("partition", h, "--from", "controller"),
                     lambda c, h: c.lab_verb("heal", h)),
              {"node.answers": "no answer", "postgresql.one_primary": "no answer"}, exit_code=7,
              words=("--deadline", "15"), most_seconds=17),
    ]


def _kernel_breaks() -> list[Break]:
    load = "sysctl --quiet --load /etc/sysctl.d/61-pgmahout-network.conf"
    return [
        Break("the kernel sends again for a quarter of an hour",
              shell("sysctl -qw net.ipv4.tcp_retries2=15", load), {"node.tcp_retries": "fail"}),
        Break("postgres may call no host by ICMP",
              shell("sysctl -qw net.ipv4.ping_group_range='1 0'", load),
              {"node.ping_group": "fail"}),
        Break("the services of postgres end with its last session",
              shell("loginctl disable-linger postgres", "loginctl enable-linger postgres"),
              {"node.linger": "fail"}),
    ]


def all_breaks() -> list[Break]:
    return (_machine_breaks() + _kernel_breaks() + _guard_breaks() + _server_breaks()
            + _pgpool_breaks())
