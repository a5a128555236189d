#!/usr/bin/python
# Part of pgmahout, under the PostgreSQL License (see LICENSE).
"""One round trip that asks a node everything the roles decide by. It changes nothing."""
from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
---
module: pgmahout_probe
short_description: Ask a node for its packages, units, ports, free space and PostgreSQL server
description:
  - Reads the state of a node in one round trip and changes nothing.
  - Runs on a bare host too, where what is asked for does not exist yet.
options:
  packages:
    description: Names of the packages whose installed versions are wanted.
    type: list
    elements: str
    default: []
  units:
    description: Names of the systemd units whose state is wanted.
    type: list
    elements: str
    default: []
  paths:
    description: Paths whose free space is wanted; the nearest directory above that exists is asked.
    type: list
    elements: str
    default: []
  files:
    description: Paths of files and directories whose owner, mode and content are to be compared.
    type: list
    elements: path
    default: []
  data_directory:
    description: PostgreSQL's data directory.
    type: path
    required: true
  state_directory:
    description: Directory of what the node notes of itself, such as a fence; empty for none.
    type: path
    default: ""
  description:
    description: The cluster's description as an earlier run left it on the node; empty for none.
    type: path
    default: ""
  bin_directory:
    description: Directory of psql and pg_controldata.
    type: path
    required: true
  socket_directory:
    description: Directory of the server's Unix-domain socket.
    type: path
    required: true
  port:
    description: The server's port.
    type: int
    required: true
  superuser:
    description: Database role to connect as.
    type: str
    default: postgres
  os_user:
    description: Operating system user to connect as.
    type: str
    default: postgres
attributes:
  check_mode:
    support: full
author:
  - the pgmahout maintainers (@pgmahout)
"""

EXAMPLES = r"""
- name: Ask the node
  pgmahout_probe:
    data_directory: /data1/pgsql/15/data
    bin_directory: /usr/lib/postgresql/15/bin
    socket_directory: /var/run/postgresql
    port: 5432
    packages: [postgresql-15]
    units: [postgresql@15-main.service]
"""

RETURN = r"""
machine_id:
  description: systemd's id of the machine; Ansible's fact of that name is D-Bus's, which cloned images share.
  returned: always
  type: str
packages:
  description: Version of each package that is installed.
  returned: always
  type: dict
units:
  description:
    - Of each unit C(load), C(active) and C(file), as systemd names these states.
    - Of one that runs also C(started) and C(loaded), when it was started and when it was last started or reloaded, in
      seconds since 1970.
  returned: always
  type: dict
files:
  description:
    - Of each path that exists C(owner), C(group), C(mode), C(written), when that was in seconds since 1970, and, of a
      file, C(checksum) (SHA-1).
  returned: always
  type: dict
listening:
  description: Who listens, each with C(protocol), C(address), C(port) and C(process).
  returned: always
  type: list
  elements: dict
free_mb:
  description: Free space in MiB by path.
  returned: always
  type: dict
firewall:
  description: The firewall that is switched on; one of firewalld, ufw, nftables, none.
  returned: always
  type: str
data:
  description:
    - What the data directory holds; C(state) is missing, empty, foreign or cluster.
    - C(standby) says that it would start as a standby, C(fence) why the node is fenced, empty when it is not.
  returned: always
  type: dict
members:
  description:
    - The nodes that the cluster's description on this node knows, by name, each with C(id), C(address) and
      C(slot_name); nothing when there is none.
  returned: always
  type: dict
server:
  description: What the running server said, or nothing when none answered.
  returned: always
  type: dict
"""

import grp
import json
import os
import pwd
import re
import stat
import time

from ansible.module_utils.basic import AnsibleModule

QUERY = """
select json_build_object(
  'in_recovery', pg_is_in_recovery(),
  'system_identifier', (select system_identifier::text from pg_control_system()),
  'timeline', (select timeline_id from pg_control_checkpoint()),
  'version', current_setting('server_version_num')::int,
  'receiving', exists (select from pg_stat_wal_receiver where status = 'streaming'),
  'streaming', (select coalesce(json_agg(application_name order by application_name), '[]')
                from pg_stat_replication where state = 'streaming'),
  'pending_restart', (select coalesce(json_agg(name order by name), '[]')
                      from pg_settings where pending_restart))
"""

FIREWALL_UNITS = ["firewalld.service", "nftables.service"]


def installed_packages(module, names):
    """Version of each of the packages that is wholly installed, by dpkg or by rpm."""
    if not names:
        return {}
    dpkg = module.get_bin_path("dpkg-query")
    if dpkg:
        argv = [dpkg, "-W", "-f", "${db:Status-Abbrev}\\t${Package}\\t${Version}\\n"] + names
        wanted = "ii"
    else:
        rpm = module.get_bin_path("rpm")
        if not rpm:
            return {}
        argv = [rpm, "-q", "--qf", "ii\\t%{NAME}\\t%{VERSION}-%{RELEASE}\\n"] + names
        wanted = "ii"
    _rc, out, _err = module.run_command(argv)  # fails when one of them is missing: that is an answer
    found = {}
    for line in out.splitlines():
        fields = line.split("\t")
        if len(fields) == 3 and fields[0].strip() == wanted:
            found[fields[1]] = fields[2]
    return found


def wall_time(monotonic):
    """systemd's microseconds since the boot as seconds since 1970, or 0 for what never was."""
    if not monotonic.isdigit() or int(monotonic) == 0:
        return 0.0
    return time.time() - time.clock_gettime(time.CLOCK_MONOTONIC) + int(monotonic) / 1e6


def unit_state(fields):
    """Of one unit, from the properties that systemctl showed."""
    state = {
        "load": fields.get("LoadState", ""),
        "active": fields.get("ActiveState", ""),
        "file": fields.get("UnitFileState", ""),
    }
    if state["active"] == "active":
        state["started"] = wall_time(fields.get("ActiveEnterTimestampMonotonic", ""))
        # A reload leaves "active" and comes back to it.
        state["loaded"] = wall_time(fields.get("StateChangeTimestampMonotonic", ""))
    return state


def unit_states(module, names):
    """Load, active and file state of each unit, and since when."""
    systemctl = module.get_bin_path("systemctl")
    if not systemctl or not names:
        return {}
    properties = "LoadState,ActiveState,UnitFileState,ActiveEnterTimestampMonotonic,StateChangeTimestampMonotonic"
    argv = [systemctl, "show", "--property=Id," + properties] + names
    _rc, out, _err = module.run_command(argv)
    states = {}
    # systemd answers in the order of the questions, one empty line between; Id may be an alias's target.
    for name, block in zip(names, out.strip().split("\n\n")):
        states[name] = unit_state(dict(line.split("=", 1) for line in block.splitlines() if "=" in line))
    return states


def listening_sockets(module):
    """Every listening TCP socket and every bound UDP socket."""
    ss_command = module.get_bin_path("ss", opt_dirs=["/usr/sbin", "/sbin"])
    if not ss_command:
        return []
    _rc, out, _err = module.run_command([ss_command, "-Hlntup"])
    sockets = []
    for line in out.splitlines():
        fields = line.split()
        if len(fields) < 5 or ":" not in fields[4]:
            continue
        address, port = fields[4].rsplit(":", 1)
        process = re.search(r'users:\(\("([^"]*)"', line)
        if port.isdigit():
            sockets.append({
                "protocol": fields[0], "address": address.strip("[]"), "port": int(port),
                "process": process.group(1) if process else "",
            })
    return sockets


def machine_id():
    """systemd's id of the machine, or nothing."""
    try:
        with open("/etc/machine-id") as identity:
            return identity.read().strip()
    except (IOError, OSError):
        return ""


def name_of(lookup, number):
    """Name of a user or group, or the number of one that has none."""
    try:
        return lookup(number)[0]
    except KeyError:
        return str(number)


def file_states(module, paths):
    """Owner, mode and checksum of each path that exists. Links are not followed: one in our place differs."""
    states = {}
    for path in paths:
        try:
            entry = os.lstat(path)
        except (IOError, OSError):
            continue
        if stat.S_ISLNK(entry.st_mode):
            continue
        states[path] = {
            "owner": name_of(pwd.getpwuid, entry.st_uid),
            "group": name_of(grp.getgrgid, entry.st_gid),
            "mode": "%04o" % stat.S_IMODE(entry.st_mode),
            "written": entry.st_mtime,
            "checksum": module.sha1(path) if stat.S_ISREG(entry.st_mode) else "",
        }
    return states


def free_space(paths):
    """Free MiB for each path, asked of the nearest directory that exists."""
    free = {}
    for path in paths:
        existing = path
        while not os.path.isdir(existing) and existing != os.path.dirname(existing):
            existing = os.path.dirname(existing)
        space = os.statvfs(existing)
        free[path] = space.f_bavail * space.f_frsize // (1024 * 1024)
    return free


def active_firewall(units):
    """Which firewall is switched on. ufw's unit is active even when ufw is disabled, so its own file is read."""
    if units.get("firewalld.service", {}).get("active") == "active":
        return "firewalld"
    try:
        with open("/etc/ufw/ufw.conf") as conf:
            if re.search(r"^ENABLED=yes", conf.read(), re.MULTILINE):
                return "ufw"
    except (IOError, OSError):
        pass
    if units.get("nftables.service", {}).get("active") == "active":
        return "nftables"
    return "none"


def control_data(module):
    """What pg_controldata says; works whether or not the server runs."""
    command = os.path.join(module.params["bin_directory"], "pg_controldata")
    if not os.access(command, os.X_OK):
        return {}
    rc, out, _err = module.run_command([command, "-D", module.params["data_directory"]],
                                       environ_update={"LC_ALL": "C"})
    if rc != 0:
        return {}
    fields = dict((key.strip(), value.strip())
                  for key, value in (line.split(":", 1) for line in out.splitlines() if ":" in line))
    timeline = fields.get("Latest checkpoint's TimeLineID", "")
    return {
        "system_identifier": fields.get("Database system identifier", ""),
        "timeline": int(timeline) if timeline.isdigit() else 0,
        "cluster_state": fields.get("Database cluster state", ""),
    }


def note(module, name):
    """The note of that name as a dictionary, empty when it cannot be read, or nothing when there is none."""
    path = os.path.join(module.params["state_directory"], name)
    if not module.params["state_directory"] or not os.path.exists(path):
        return None
    try:
        with open(path) as text:
            found = json.load(text)
    except (IOError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def members(module):
    """The nodes of the cluster's description that lies on the node; one that cannot be read knows nobody."""
    path = module.params["description"]
    if not path or not os.path.exists(path):
        return {}
    try:
        with open(path) as text:
            nodes = json.load(text)["nodes"]
        return dict((node["name"], dict((key, node[key]) for key in ("id", "address", "slot_name")))
                    for node in nodes)
    except (IOError, OSError, ValueError, KeyError, TypeError):
        return {}


def was_primary(module, entries, data):
    """Whether it was primary when it last ran. A primary has standby.signal all the time, for whoever starts it
    without asking whether it may start, so it notes that it is one; what was made a standby since is none."""
    record = note(module, "primary.json")
    return bool(record and "backup_label" not in entries
                and data.get("cluster_state") not in ("shut down in recovery", "in archive recovery")
                and record.get("system_identifier") == data.get("system_identifier")
                and data.get("timeline", 0) <= record.get("timeline", 0))


def fence(module):
    """Why the node is fenced; a note that cannot be read is a fence all the same."""
    record = note(module, "fence.json")
    return "" if record is None else record.get("reason") or "no reason is noted"


def data_directory(module):
    """State of the data directory: missing, empty, foreign (no PostgreSQL data) or cluster."""
    path = module.params["data_directory"]
    if not os.path.isdir(path):
        return {"state": "missing", "standby": False}
    entries = set(os.listdir(path)) - {"lost+found"}
    if not entries:
        return {"state": "empty", "standby": False}
    if "PG_VERSION" not in entries:
        return {"state": "foreign", "standby": False}
    with open(os.path.join(path, "PG_VERSION")) as version:
        data = {"state": "cluster", "version": version.read().strip()}
    data.update(control_data(module))
    data["standby"] = "standby.signal" in entries and not was_primary(module, entries, data)
    data["fence"] = fence(module)
    return data


def ask_server(module):
    """Ask the server through its socket; an empty answer means that none answered."""
    psql = os.path.join(module.params["bin_directory"], "psql")
    if not os.access(psql, os.X_OK):
        return {}
    argv = [
        module.get_bin_path("runuser", required=True, opt_dirs=["/usr/sbin", "/sbin"]),
        "-u", module.params["os_user"], "--", psql, "-XAtqw", "-h", module.params["socket_directory"],
        "-p", str(module.params["port"]), "-U", module.params["superuser"], "-d", "postgres", "-c", QUERY,
    ]
    rc, out, err = module.run_command(argv, cwd="/", environ_update={"PGCONNECT_TIMEOUT": "5", "LC_ALL": "C"})
    if rc == 0:
        return json.loads(out)
    refused = "No such file or directory" in err or "Connection refused" in err
    return {} if refused else {"error": err.strip()}


def main():
    module = AnsibleModule(
        argument_spec=dict(
            packages=dict(type="list", elements="str", default=[]),
            units=dict(type="list", elements="str", default=[]),
            paths=dict(type="list", elements="str", default=[]),
            files=dict(type="list", elements="path", default=[]),
            data_directory=dict(type="path", required=True),
            state_directory=dict(type="path", default=""),
            description=dict(type="path", default=""),
            bin_directory=dict(type="path", required=True),
            socket_directory=dict(type="path", required=True),
            port=dict(type="int", required=True),
            superuser=dict(type="str", default="postgres"),
            os_user=dict(type="str", default="postgres"),
        ),
        supports_check_mode=True,
    )
    units = unit_states(module, module.params["units"] + FIREWALL_UNITS)
    module.exit_json(
        changed=False,
        machine_id=machine_id(),
        packages=installed_packages(module, module.params["packages"]),
        units=units,
        listening=listening_sockets(module),
        files=file_states(module, module.params["files"]),
        free_mb=free_space(module.params["paths"]),
        firewall=active_firewall(units),
        data=data_directory(module),
        members=members(module),
        server=ask_server(module),
    )


if __name__ == "__main__":
    main()
