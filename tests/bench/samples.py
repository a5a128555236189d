"""Pgpool-II's own sample scripts in place of our executables, on a lab that site.yml has deployed.

As their documentation has it: what is changed are paths, addresses and names that they must be told
to run at all on Debian. The server's configuration goes into its data directory, where they look
for it, and a unit starts it at boot with pg_ctl, as they do. Health checks and watchdog have the
documentation's times.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from failoverlib import lab
from failoverlib.cluster import Cluster

BIN = "/usr/lib/postgresql/15/bin"
DATA = "/data1/pgsql/15/data"
ARCHIVE = "/data1/pgsql/15/archive"
HOME = "/var/lib/postgresql"
EXAMPLES = "/usr/share/doc/pgpool2/examples/scripts"
SCRIPTS = ("failover.sh", "follow_primary.sh", "escalation.sh")
SSH = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -i ~/.ssh/id_rsa_pgpool"
ARGUMENTS = "%d %h %p %D %m %H %M %P %r %R %N %S"
PGPOOL = {
    "failover_command": f"'/etc/pgpool2/failover.sh {ARGUMENTS}'",
    "follow_primary_command": f"'/etc/pgpool2/follow_primary.sh {ARGUMENTS}'",
    "wd_escalation_command": "'/etc/pgpool2/escalation.sh'", "wd_de_escalation_command": "''",
    "health_check_period": "5", "health_check_timeout": "30", "health_check_max_retries": "3",
    "health_check_retry_delay": "1", "connect_timeout": "10000", "sr_check_period": "10",
    "search_primary_node_timeout": "300", "auto_failback": "off",
    "failover_on_backend_error": "on", "wd_interval": "10", "wd_heartbeat_keepalive": "2",
    "wd_heartbeat_deadtime": "30"}
UNIT = f"""[Unit]
After=network.target
[Service]
Type=forking
User=postgres
ExecStart={BIN}/pg_ctl -D {DATA} -w -l /dev/null start
ExecStop={BIN}/pg_ctl -D {DATA} -m fast stop
[Install]
WantedBy=multi-user.target
"""
STOP = """
systemctl stop pgpool2
for unit in $(systemctl list-unit-files --no-legend 'pgmahout*' | cut -d' ' -f1); do
  systemctl disable --now $unit || :
done
"""
LEFT_OUT = "|".join(("data_directory", "hba_file", "ident_file", "external_pid_file", "include",
                     "restore_command", "archive_command", "synchronous_standby_names"))
# Our configuration without the places that Debian keeps it in, and without what is ours.
CONFIGURE = f"""
systemctl stop postgresql@15-main
systemctl disable postgresql
echo disabled >/etc/postgresql/15/main/start.conf
cd {DATA}
grep -vE '^({LEFT_OUT})' /etc/postgresql/15/main/postgresql.conf >postgresql.conf
echo "archive_command = 'cp \\"%p\\" \\"{ARCHIVE}/%f\\"'" >>postgresql.conf
cp /etc/postgresql/15/main/pg_hba.conf /etc/postgresql/15/main/pg_ident.conf .
: >postgresql.auto.conf
chown postgres: postgresql.conf pg_hba.conf pg_ident.conf postgresql.auto.conf
echo 'postgres ALL=(root) NOPASSWD: /sbin/ip, /usr/bin/ip, /usr/bin/arping' >/etc/sudoers.d/samples
rm -f /var/log/postgresql/pgpool_status
systemctl daemon-reload
systemctl enable postgresql-samples
"""


def install(cluster: Cluster) -> None:
    """Puts them in place, starts everything, and takes a snapshot that trials go back to."""
    primary = cluster.primary()
    standbys = cluster.others(primary)
    cluster.everywhere(lambda host: cluster.on(host, "sh", "-ec", STOP, seconds=150))
    _slots(cluster, primary)
    private, public = _key_pair()
    for host in cluster.names:
        _put_scripts(cluster, host)
        _put_key(cluster, host, private, public)
        cluster.put(host, "/etc/systemd/system/postgresql-samples.service", UNIT.encode())
    for host in [*standbys, primary]:
        cluster.on(host, "sh", "-ec", CONFIGURE, seconds=120)
        if host in standbys:
            _follow(cluster, host, primary)
    # Our primary keeps the signal there, for whoever starts it without asking the gate.
    cluster.on(primary, "rm", "-f", f"{DATA}/standby.signal")
    for host in [primary, *standbys]:
        cluster.on(host, "systemctl", "start", "postgresql-samples", seconds=60)
    cluster.sql(primary, "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots "
                         "WHERE slot_name LIKE 'postgres%'")
    cluster.everywhere(lambda host: cluster.on(host, "systemctl", "start", "pgpool2"))
    cluster.snapshot = "samples"
    lab.take(cluster)


def _key_pair() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", path], check=True)
        return path.read_bytes(), path.with_suffix(".pub").read_bytes()


def _put_key(cluster: Cluster, host: str, private: bytes, public: bytes) -> None:
    key = f"{HOME}/.ssh/id_rsa_pgpool"
    cluster.put(host, key, private, "0600")
    cluster.put(host, f"{key}.pub", public)
    cluster.on(host, "sh", "-ec", f"cat {key}.pub >>{HOME}/.ssh/authorized_keys; "
                                  f"chown postgres: {key} {key}.pub")


def _put_scripts(cluster: Cluster, host: str) -> None:
    for name in SCRIPTS:
        text = cluster.on(host, "cat", f"{EXAMPLES}/{name}.sample")
        cluster.put(host, f"/etc/pgpool2/{name}", (_adapted(cluster, text) + "\n").encode(), "0755")
    conf = cluster.on(host, "cat", "/etc/pgpool2/pgpool.conf")
    for key, value in PGPOOL.items():
        conf = re.sub(rf"(?m)^{key} = .*\n?", "", conf) + f"\n{key} = {value}"
    cluster.put(host, "/etc/pgpool2/pgpool.conf.samples", conf.encode() + b"\n", "0640")
    cluster.on(host, "sh", "-ec", "cat /etc/pgpool2/pgpool.conf.samples >/etc/pgpool2/pgpool.conf")


def _adapted(cluster: Cluster, text: str) -> str:
    addresses = " ".join(node.address for node in cluster.nodes)
    for pattern, value in (
            (r"^PGHOME=.*", "PGHOME=/usr/lib/postgresql/15"), (r"^ARCHIVEDIR=.*",
                                                               f"ARCHIVEDIR={ARCHIVE}"),
            (r"^PGPOOL_PATH=.*", "PGPOOL_PATH=/usr/sbin"), (r"/var/lib/pgsql/\.pgpass",
                                                            f"{HOME}/.pgpass"),
            (r"^PGPOOLS=.*", f"PGPOOLS=({addresses})"), (r"^VIP=.*", f"VIP={cluster.vip}"),
            (r"^DEVICE=.*", "DEVICE=eth0"),
            # Its own host is known by name only, and would lose the address it is to get.
            (r'"\$HOSTNAME" = ', '"$(hostname -I | cut -d" " -f1)" = ')):
        text = re.sub(pattern, value, text, flags=re.M)
    return text


def _slots(cluster: Cluster, primary: str) -> None:
    """The scripts name a slot by the address of its standby."""
    for node in cluster.nodes:
        if node.name != primary:
            slot = node.address.replace(".", "_")
            cluster.sql(primary, f"SELECT pg_create_physical_replication_slot('{slot}', true)")


def _follow(cluster: Cluster, host: str, primary: str) -> None:
    """What their recovery_1st_stage writes on a standby."""
    node, source = cluster.node(host), cluster.node(primary)
    text = f"""primary_conninfo = 'host={source.address} port=5432 user=repl \
application_name={node.address} passfile=''{HOME}/.pgpass'''
recovery_target_timeline = 'latest'
restore_command = 'scp {SSH} {source.address}:{ARCHIVE}/%f %p'
primary_slot_name = '{node.address.replace(".", "_")}'
"""
    cluster.put(host, f"{DATA}/myrecovery.conf", text.encode())
    cluster.on(host, "sh", "-ec", f"""chown postgres: {DATA}/myrecovery.conf
        echo "include_if_exists = '{DATA}/myrecovery.conf'" >>{DATA}/postgresql.conf""")
