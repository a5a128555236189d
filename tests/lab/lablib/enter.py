"""The verbs that run a command somewhere in the lab; the lab's process becomes that command."""

from __future__ import annotations

import os
import shlex
from typing import NoReturn

from lablib import cgroups, hosts
from lablib.errors import LabError
from lablib.lab import Lab, State, need

SHELL = ["/bin/bash", "-l"]


def _become(argv: list[str], env: dict[str, str] | None = None) -> NoReturn:
    try:
        os.execvpe(argv[0], argv, env or dict(os.environ))
    except OSError as error:
        raise LabError(f"cannot run {argv[0]}: {error.strerror}") from error


def run_in_lan(lab: Lab, command: list[str]) -> NoReturn:
    """Run a command as the controller, with SSH and Ansible set up for the lab's keys."""
    need(lab)
    if not lab.lan.exists():
        raise LabError(f"lab {lab.name} is half made: `lab up` finishes it")
    cgroups.join(f"{lab.prefix}/run")
    _become(["nsenter", f"--net={lab.lan}", "--", *(command or SHELL)], environment(lab))


def environment(lab: Lab) -> dict[str, str]:
    """Our environment plus what points SSH through Ansible to the lab's key and host keys."""
    trust = shlex.join(f"-oUserKnownHostsFile={lab.known_hosts}".split()
                       + "-oGlobalKnownHostsFile=/dev/null -oStrictHostKeyChecking=yes".split())
    return dict(os.environ, PGMAHOUT_LAB=lab.name, PGMAHOUT_LAB_DIR=str(lab.root),
                ANSIBLE_PRIVATE_KEY_FILE=str(lab.key), ANSIBLE_SSH_COMMON_ARGS=trust,
                # Two labs have the same addresses: a connection that Ansible keeps open for one
                # of them must not be used for the other.
                ANSIBLE_SSH_CONTROL_PATH_DIR=str(lab.root / "cp"))


def run_in_host(lab: Lab, name: str, command: list[str]) -> NoReturn:
    """Run a command as root inside a host."""
    host = need(lab).plan.host(name)
    words = hosts.enter_argv(lab, host)
    cgroups.join(f"{hosts.group_name(lab, host)}/exec")
    _become([*words, *(command or SHELL)])


def ssh(lab: Lab, name: str, command: list[str]) -> NoReturn:
    """Log in to a host from the controller, with its pinned host key."""
    state: State = need(lab)
    host = state.plan.host(name)
    options = [f"UserKnownHostsFile={lab.known_hosts}", "GlobalKnownHostsFile=/dev/null",
               "StrictHostKeyChecking=yes", "IdentitiesOnly=yes", "ConnectTimeout=10"]
    words = [word for option in options for word in ("-o", option)]
    run_in_lan(lab, ["ssh", "-i", str(lab.key), *words, "-p", str(host.port),
                     f"{host.user}@{host.address}", *command])
