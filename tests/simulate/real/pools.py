"""Three real Pgpool-II beside the servers, with a watchdog and commands that note their calls."""

import hashlib
import os
import pathlib
import re
import signal
import subprocess
import time

import machines as lan

import waiting
from waiting import kill

CONF = "/etc/pgpool2"
LOGS = "/tmp/pool"
ADDRESS = "10.97.0.99"
ALL = ([0, 1, 2], [0])  # are up, and the primary
LEADS = "I am the cluster leader node"  # said once it has waited for objections
LIFE_CHECK = "watchdog: lifecheck started"
PRIORITIES = (3, 1, 2)  # not the order of their numbers

# It takes the signal mask that Pgpool-II leaves, as any command does.
NOTED = """#!/bin/sh
# Notes its call, stands still while it is held, promotes as a failover does, and fails.
name=$1; shift
echo "begin $name $*" >>/tmp/calls
while [ -e "/tmp/hold.$name" ]; do sleep 0.05; done
[ "$name" != failover ] || [ "$1" != "$3" ] || [ ! -e /tmp/promotes ] ||
  psql -h "$4" -p %d -U postgres -qAtc 'SELECT pg_promote()' postgres >>/tmp/promoted 2>&1
echo "end $name $*" >>/tmp/calls
exit 1
""" % lan.PORT

POOL_CONF = f"""
backend_clustering_mode = streaming_replication
listen_addresses = '*'
port = 9999
socket_dir = '/run/postgresql'
pcp_listen_addresses = '*'
pcp_port = 9898
pcp_socket_dir = '/run/postgresql'
pid_file_name = '{LOGS}/pgpool.pid'
logdir = '{LOGS}'
num_init_children = 2
max_pool = 1
health_check_period = 1
health_check_timeout = 2
health_check_user = postgres
health_check_max_retries = 0
health_check_test = on
connect_timeout = 1000
memory_cache_enabled = off
memqcache_total_size = 1MB
memqcache_max_num_cache = 100
sr_check_period = 1
sr_check_user = postgres
failover_command = '/usr/bin/noted failover %d %m %P "%H"'
follow_primary_command = '/usr/bin/noted follow_primary %d %m %P "%H"'
failover_on_backend_error = off
search_primary_node_timeout = 3
use_watchdog = on
wd_ipc_socket_dir = '/run/postgresql'
failover_when_quorum_exists = on
failover_require_consensus = on
allow_multiple_failover_requests_from_node = off
wd_lifecheck_method = heartbeat
wd_interval = 1
wd_heartbeat_keepalive = 1
wd_heartbeat_deadtime = 6
wd_escalation_command = '/usr/bin/noted escalation'
wd_de_escalation_command = '/usr/bin/noted de_escalation'
delegate_IP = '{ADDRESS}'
if_up_cmd = '/usr/bin/ip addr add $_IP_$/24 dev eth0'
if_down_cmd = '/usr/bin/ip addr del $_IP_$/24 dev eth0'
arping_cmd = '/usr/bin/true $_IP_$'
log_line_prefix = '%t '
"""


def wait(condition, what, seconds=15):
    """As that of waiting; but to ask a Pgpool-II costs more."""
    waiting.wait(condition, what, seconds, pause=0.4)


def stays(condition, what, seconds):
    waiting.stays(condition, what, seconds, pause=0.5)


class Pool:
    """The Pgpool-II of one machine."""

    def __init__(self, machine, all_machines):
        self.machine = machine
        self.index = all_machines.index(machine)
        self._process = None
        self._checks = 0
        conf = POOL_CONF + f"wd_priority = {PRIORITIES[self.index]}\n"
        for node, each in enumerate(all_machines):
            conf += (f"backend_hostname{node} = '{each.address}'\nbackend_port{node} = {lan.PORT}\n"
                     f"backend_flag{node} = ALLOW_TO_FAILOVER\n"
                     f"hostname{node} = '{each.address}'\nwd_port{node} = 9000\n"
                     f"pgpool_port{node} = 9999\nheartbeat_hostname{node} = '{each.address}'\n"
                     f"heartbeat_port{node} = 9694\n")
        machine.write(f"{CONF}/pgpool.conf", conf)
        machine.write(f"{CONF}/pgpool_node_id", f"{self.index}\n")
        machine.write(f"{CONF}/pcp.conf", f"pcp:{hashlib.md5(b'pcp').hexdigest()}\n")
        machine.write("/root/.pcppass", "*:*:pcp:pcp\n", mode=0o600)
        machine.write("/usr/bin/noted", NOTED, mode=0o755)

    # The process.

    def start(self):
        """Its status file, if there is one, says what was down before."""
        self._checks = self.log().count(LIFE_CHECK)
        self.machine.run("mkdir", "-p", LOGS)
        self.pretend_down()
        with open(self.machine.path(f"{LOGS}/log"), "ab") as log:
            self._process = subprocess.Popen(
                self.machine.argv("pgpool", "-n", "-f", f"{CONF}/pgpool.conf", "-F",
                                  f"{CONF}/pcp.conf"),
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "HOME": "/root"})

    def wait_for_life_check(self):
        """It begins when all three have been heard."""
        wait(lambda: self.log().count(LIFE_CHECK) > self._checks, "the life check", 60)

    def kill_main(self):
        self._process.kill()
        self._process.wait()

    def kill(self):
        """All its processes at once, as when the power is gone; the commands that it runs go on."""
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for process in self.machine.processes("pgpool"):
                kill(process, number)
        wait(lambda: not self.machine.processes("pgpool"), "Pgpool-II to die")
        if self._process:
            self._process.wait()

    def kill_commands(self):
        for process in self.machine.processes("noted"):
            kill(process)

    def stop(self):
        """In order."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(20)

    def forget(self):
        """It has never run here; its commands end, and so does its address."""
        self.kill()
        self.kill_commands()
        self.machine.run("sh", "-c", f"rm -rf {LOGS} /tmp/calls /tmp/hold.* /tmp/promote*")
        self.drop_address()

    def drop_address(self):
        self.machine.run("ip", "addr", "del", f"{ADDRESS}/24", "dev", "eth0", check=False)

    def log(self):
        path = pathlib.Path(self.machine.path(f"{LOGS}/log"))
        return path.read_text("utf-8", "replace") if path.exists() else ""

    # What it is told.

    def pretend_down(self, *nodes):
        """Its health checks of these fail from now on, and its alone."""
        self.machine.write(f"{LOGS}/backend_down_request", "".join(f"{n}\tdown\n" for n in nodes))

    def hold(self, name):
        self.machine.write(f"/tmp/hold.{name}", "")

    def release(self, name):
        os.unlink(self.machine.path(f"/tmp/hold.{name}"))

    def pcp(self, program, *words):
        done = self.machine.run("timeout", "5", f"pcp_{program}", "-h", self.machine.address, "-p",
                                "9898", "-U", "pcp", "-w", *words, check=False,
                                env={**os.environ, "HOME": "/root"})
        return done.stdout if done.returncode == 0 else ""

    # What it says.

    def nodes(self):
        """up, waiting, down or quarantine; and whether it takes it for the primary."""
        for _ in range(4):  # after a failover the one who answers starts anew
            if said := self.pcp("node_info", "-a"):
                break
            time.sleep(0.2)
        lines = [line.split() for line in said.splitlines()]
        return [(words[4], words[6] == "primary") for words in lines]

    def up(self):
        """The nodes that it takes for up, and the primary."""
        nodes = self.nodes()
        return ([n for n, (state, _) in enumerate(nodes) if state in ("up", "waiting")],
                [n for n, (_, is_primary) in enumerate(nodes) if is_primary])

    def leader(self):
        """The index of the one that it takes for the leader of a quorum, or -1."""
        said = self.pcp("watchdog_info", "-v")
        found = re.search(r"^Leader Host Name *: 10\.97\.0\.(\d)", said, re.MULTILINE)
        return int(found[1]) - 1 if found and "QUORUM EXIST" in said else -1

    def calls(self, name=""):
        """The calls of its commands so far, one a line."""
        path = pathlib.Path(self.machine.path("/tmp/calls"))
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [re.sub(r" 10\.97\.\S*$", "", line) for line in lines if f" {name}" in line]

    def has_address(self):
        return f"{ADDRESS}/" in self.machine.run("ip", "-o", "addr").stdout


class Pools:
    """All three, over the servers."""

    def __init__(self, postgres):
        self.postgres = postgres
        self.all = [Pool(machine, postgres.all) for machine in postgres.all]

    def fresh(self):
        """The first leads and has the address, all nodes are up, the first is primary."""
        for pool in self.all:
            pool.forget()
        self.postgres.restore()
        for pool in self.all:
            pool.machine.write("/tmp/promotes", "")
        self.start()
        wait(lambda: all(pool.up() == ALL for pool in self.all), "all nodes")
        return self.all

    def ready(self):
        """As fresh, unless an earlier test has left it so; but calls are forgotten."""
        if self.leaders() != [0, 0, 0]:
            return self.fresh()
        for node in {0, 1, 2}.difference(self.all[0].up()[0]):
            self.all[0].pcp("attach_node", "-n", str(node))
        try:
            wait(lambda: all(pool.up() == ALL for pool in self.all), "all nodes", 4)
        except AssertionError:
            return self.fresh()
        for pool in self.all:
            pool.machine.run("rm", "-f", "/tmp/calls")
        return self.all

    def start(self):
        """The others join once the first leads: who stand together may choose another."""
        first, *others = self.all
        seen = first.log().count(LEADS)
        first.start()
        wait(lambda: first.log().count(LEADS) > seen, "the first to lead", 40)
        for pool in others:
            pool.start()
        wait(lambda: self.leaders() == [0, 0, 0], lambda: f"one leader: {self.leaders()}", 40)
        for pool in self.all:
            pool.wait_for_life_check()
        wait(first.has_address, "the address", 20)

    def leaders(self):
        return [pool.leader() for pool in self.all]

    def end(self):
        for pool in self.all:
            pool.kill()


def note_calls(pool, name, wanted, seconds=15):
    """Waits until that is the last of these calls."""
    wait(lambda: pool.calls(name)[-1:] == [wanted],
         lambda: f"{wanted}, but: {pool.calls()}", seconds)


def happens_once(function):
    """What several tests look at takes place once a world, and fails for all of them."""
    told = {}

    def tell(world):
        if world not in told:
            try:
                told[world] = function(world)
            except Exception as error:  # pylint: disable=broad-except
                told[world] = error
        if isinstance(told[world], Exception):
            raise told[world]
        return told[world]
    return tell
