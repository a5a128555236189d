"""Two bare machines on this one, for tests of what runs on nodes: each has its own file tree (an
overlay over /), its own network namespace on a common bridge, a real PostgreSQL laid out as Debian
does it, a real sudo and a real sshd. Only systemctl is a stand-in, since no systemd runs there.

Everything lives in the process, mount and network namespaces of the caller and goes with them.
"""

import json
import os
import pathlib
import subprocess
import time

MAJOR = "15"
BIN = f"/usr/lib/postgresql/{MAJOR}/bin"
DATA = "/data1/pgsql/15/data"
CONF = f"/etc/postgresql/{MAJOR}/main"
PORT = 5433
SSH_PORT = 2222
AGENT = "/usr/libexec/pgmahout/node"
UNIT = f"postgresql@{MAJOR}-main"

SYSTEMCTL = f"""#!/bin/sh
# Stands in for systemd: starts and stops the one cluster as its unit would.
[ "$2" = {UNIT} ] || {{ echo "no unit $2" >&2; exit 5; }}
case "$1" in
  start)
    # Its unit runs the gate first, where there is one.
    gate=/usr/libexec/pgmahout/guard
    [ ! -x $gate ] || runuser -u postgres -- $gate gate </dev/null >>/tmp/gate.log 2>&1 || exit 1
    pg_ctlcluster --skip-systemctl-redirect {MAJOR} main start </dev/null >/tmp/start.log 2>&1 ;;
  stop) pg_ctlcluster --skip-systemctl-redirect {MAJOR} main stop -m fast >/dev/null 2>&1 ;;
esac
status=$?
[ $status -eq 2 ] && exit 0  # it is so already
exit $status
"""

POSTGRESQL_CONF = f"""
data_directory = '{DATA}'
hba_file = '{CONF}/pg_hba.conf'
ident_file = '{CONF}/pg_ident.conf'
external_pid_file = '/run/postgresql/{MAJOR}-main.pid'
unix_socket_directories = '/run/postgresql'
listen_addresses = '*'
port = {PORT}
wal_level = replica
hot_standby = on
max_wal_senders = 10
max_replication_slots = 10
shared_buffers = 32MB
max_wal_size = 256MB
fsync = off
logging_collector = off
wal_receiver_status_interval = 1s
wal_receiver_timeout = 4s
wal_sender_timeout = 3s
tcp_user_timeout = 10s
cluster_name = '%s'
"""

HBA = """local all postgres peer
host all all 10.97.0.0/24 scram-sha-256
host replication all 10.97.0.0/24 scram-sha-256
"""


def call(*argv, check=True, **more):
    done = subprocess.run(argv, capture_output=True, text=True, check=False, **more)
    if check and done.returncode != 0:
        raise RuntimeError(f"{argv} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done


class Machine:
    """One machine; `index` gives its address."""

    def __init__(self, index, base, tools):
        self.name = f"Node-{index}.example"
        self.slot = f"node_{index}_example"
        self.address = f"10.97.0.{index}"
        self.root = f"{base}/{index}/root"
        self._mount(f"{base}/{index}")
        self._join_network(index)
        self._install(tools)

    def _mount(self, base):
        for part in ("root", "upper", "work"):
            os.makedirs(f"{base}/{part}")
        call("mount", "-t", "overlay", "overlay", self.root,
             "-o", f"lowerdir=/,upperdir={base}/upper,workdir={base}/work")
        for part in ("run", "dev", "tmp"):
            call("mount", "-t", "tmpfs", "tmpfs", f"{self.root}/{part}", "-o", "mode=1777")
        for device in ("null", "zero", "random", "urandom", "tty", "full"):
            path = f"{self.root}/dev/{device}"
            pathlib.Path(path).touch()
            call("mount", "--bind", f"/dev/{device}", path)
        os.makedirs(f"{self.root}/dev/shm", mode=0o1777)
        os.chmod(f"{self.root}/dev/shm", 0o1777)
        call("mount", "-t", "proc", "proc", f"{self.root}/proc")

    def _join_network(self, index):
        self._holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        while os.readlink(f"/proc/{self._holder.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            time.sleep(0.01)
        call("ip", "link", "add", f"m{index}", "type", "veth", "peer", "name", "eth0",
             "netns", str(self._holder.pid))
        call("ip", "link", "set", f"m{index}", "master", "lan", "up")
        self.link = f"m{index}"
        for words in (["addr", "add", f"{self.address}/24", "dev", "eth0"],
                      ["link", "set", "eth0", "up"], ["link", "set", "lo", "up"]):
            call("nsenter", "-t", str(self._holder.pid), "-n", "ip", *words)

    def _install(self, tools):
        for directory, owner in (("/run/postgresql", "postgres"), ("/data1/pgsql/15", "postgres"),
                                 ("/var/lib/pgmahout", "postgres"),
                                 ("/usr/libexec/pgmahout", "root"), ("/etc/pgmahout", "root"),
                                 ("/run/sshd", "root")):
            os.makedirs(self.root + directory, exist_ok=True)
            self.run("chown", owner, directory)
        for tool in tools:
            call("cp", tool, f"{self.root}/usr/libexec/pgmahout/")
        self.write("/usr/bin/systemctl", SYSTEMCTL, mode=0o755, replace=True)
        self.write(f"{CONF}/postgresql.conf", POSTGRESQL_CONF % self.name)
        self.write(f"{CONF}/pg_hba.conf", HBA)
        self.write(f"{CONF}/pg_ident.conf", "")
        self.run("chown", "-R", "postgres:postgres", f"/etc/postgresql/{MAJOR}")
        self.write("/etc/sudoers.d/pgmahout", "".join(
            f"postgres ALL=(root) NOPASSWD: /usr/bin/systemctl {verb} {UNIT}\n"
            for verb in ("start", "stop")), mode=0o440)
        self.write("/var/lib/postgresql/.pgpass",
                   "*:*:*:postgres:super secret\n*:*:*:repl:repl\\:secret\n", mode=0o600)
        self.run("chown", "postgres:postgres", "/var/lib/postgresql/.pgpass")

    def write(self, path, content, mode=0o644, replace=False):
        full = pathlib.Path(self.root + path)
        full.parent.mkdir(parents=True, exist_ok=True)
        if replace:
            full.unlink(missing_ok=True)
        full.write_text(content, encoding="utf-8")
        full.chmod(mode)

    def argv(self, *argv, user=None):
        enter = ["nsenter", "-t", str(self._holder.pid), "-n", "chroot", self.root]
        return enter + (["runuser", "-u", user, "--"] if user else []) + list(argv)

    def run(self, *argv, user=None, check=True, **more):
        return call(*self.argv(*argv, user=user), check=check, cwd="/", **more)

    def path(self, path):
        return self.root + path

    def exists(self, path):
        return os.path.lexists(self.root + path)

    def sql(self, text, database="postgres"):
        done = self.run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-p", str(PORT),
                        "-d", database, "-c", text, user="postgres")
        return done.stdout.strip()

    def make_primary(self):
        self.run(f"{BIN}/initdb", "-D", DATA, "--data-checksums", "-E", "UTF8", "--locale=C.UTF-8",
                 "--auth-local=peer", "--auth-host=scram-sha-256", "-N", user="postgres")
        self.run("/usr/bin/systemctl", "start", UNIT)
        self.sql("ALTER USER postgres PASSWORD 'super secret'")
        self.sql("CREATE USER repl REPLICATION PASSWORD 'repl:secret'")

    def agent(self, operation, **fields):
        """What the agent answers to one request: ("result" or "error", the object, progress)."""
        return answer_of(self.start_agent(operation, **fields))

    def start_agent(self, operation, **fields):
        process = subprocess.Popen(self.argv(AGENT, user="postgres"), cwd="/", text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        process.stdin.write(json.dumps({"version": 1, "operation": operation, **fields}))
        process.stdin.close()
        process.stdin = None
        return process

    def start_sshd(self, authorized_key):
        self.write("/root/.ssh/authorized_keys", authorized_key, mode=0o600)
        os.chmod(f"{self.root}/root/.ssh", 0o700)
        self.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/etc/ssh/test_host_key")
        self.run("/usr/sbin/sshd", "-p", str(SSH_PORT), "-o", "HostKey=/etc/ssh/test_host_key",
                 "-o", "PermitRootLogin=prohibit-password", "-o", "PidFile=none", "-f", "/dev/null",
                 "-o", "StrictModes=no", "-o", "UsePAM=yes")
        key = pathlib.Path(self.path("/etc/ssh/test_host_key.pub")).read_text("utf-8").split()
        return f"[{self.address}]:{SSH_PORT} {key[0]} {key[1]}\n"


def trust_each_other(machines, known_hosts):
    """The postgres users' key, good for nothing but the agent, and the pinned host keys."""
    call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", known_hosts + ".postgres-key")
    private = pathlib.Path(known_hosts + ".postgres-key").read_text("utf-8")
    public = pathlib.Path(known_hosts + ".postgres-key.pub").read_text("utf-8")
    home = "/var/lib/postgresql/.ssh"
    for machine in machines:
        machine.write(f"{home}/id_ed25519_pgmahout", private, mode=0o600)
        machine.write(f"{home}/authorized_keys", f'restrict,command="{AGENT}" {public}', mode=0o600)
        machine.write(f"{home}/known_hosts", pathlib.Path(known_hosts).read_text("utf-8"))
        machine.run("chown", "-R", "postgres:postgres", home)
        machine.run("chmod", "700", home)


def answer_of(process, timeout=120):
    output, errors = process.communicate(timeout=timeout)
    progress, last = [], None
    for line in output.splitlines():
        document = json.loads(line)
        if "progress" in document:
            progress.append(document["progress"])
        else:
            last = document
    if last is None:
        return "nothing", {"status": process.returncode, "stderr": errors}, progress
    kind = next(iter(last))
    return kind, last[kind], progress


def inventory_of(machines, key="", known_hosts="/dev/null"):
    """An Ansible inventory (JSON is YAML) of these machines, the first one primary."""
    hosts = {m.name: {"ansible_host": m.address} for m in machines}
    hosts[machines[0].name]["pgmahout_role"] = "primary"
    return json.dumps({"postgres": {"hosts": hosts, "vars": {
        "ansible_port": SSH_PORT, "ansible_user": "root", "ansible_ssh_private_key_file": key,
        "pgmahout_known_hosts_file": known_hosts, "pgmahout_network": "10.97.0.0/24",
        "pgmahout_vip": "10.97.0.99", "pgmahout_failover_profile": "fast", "pgmahout_postgresql_port": PORT,
        "pgmahout_postgresql_version": 15, "pgmahout_postgresql_data_directory": DATA,
        "pgmahout_postgres_password": "super secret", "pgmahout_replication_password": "repl:secret",
        "pgmahout_pgpool_password": "pgpool-secret-1", "pgmahout_watchdog_key": "abcdef123456",
        "pgmahout_password_key": "abcdef123456"}}})


def with_init(function, *arguments):
    """Runs the function in a child while this process, the first of its namespace, collects the
    orphans: a dead postmaster that nobody collects still counts as running."""
    child = os.fork()
    if child == 0:
        os._exit(function(*arguments))
    while True:
        ended, status = os.wait()
        if ended == child:
            return os.waitstatus_to_exitcode(status)


def make_lan():
    call("ip", "link", "set", "lo", "up")
    call("ip", "link", "add", "lan", "type", "bridge")
    call("ip", "addr", "add", "10.97.0.254/24", "dev", "lan")
    call("ip", "link", "set", "lan", "up")

