"""The verbs that hurt a running lab and heal it again."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from lablib import cgroups, disk, hosts, network
from lablib.errors import LabError
from lablib.inventory import Host
from lablib.lab import Lab, State, need, store
from lablib.lifecycle import working
from lablib.network import CONTROLLER, EVERYONE
from lablib.shell import progress


def pause(lab: Lab, name: str) -> None:
    """Freeze a host whole: first its network, so that its kernel acknowledges nothing."""
    with working(lab):
        state = need(lab)
        host = state.plan.host(name)
        if not hosts.is_on(lab, host):
            raise LabError(f"{name} is off: there is nothing to pause")
        if name not in state.paused:
            state.paused.append(name)
            store(lab, state)
        network.apply_blocks(lab, state)
        cgroups.freeze(hosts.group(lab, host), True)


def resume(lab: Lab, name: str) -> None:
    """Thaw a paused host and give it its network back."""
    with working(lab):
        state = need(lab)
        host = state.plan.host(name)
        if hosts.is_on(lab, host):
            cgroups.freeze(hosts.group(lab, host), False)
        state.paused = [other for other in state.paused if other != name]
        store(lab, state)
        network.apply_blocks(lab, state)


def partition(lab: Lab, name: str, others: list[str], ways: tuple[bool, bool],
              port: int | None = None) -> None:
    """Drop what comes in to a host and what goes out (ways), from and to some or all others; with
    a port only what goes to it by UDP."""
    with working(lab):
        state = need(lab)
        for one in [name, *others]:
            _check_end(state, one)
        if name in others:
            raise LabError(f"{name} cannot be cut off from itself")
        only = [str(port)] if port else []
        wanted = [[other, name, *only] for other in others or [EVERYONE] if ways[0]]
        wanted += [[name, other, *only] for other in others or [EVERYONE] if ways[1]]
        state.blocks += [pair for pair in wanted if pair not in state.blocks]
        store(lab, state)
        network.apply_blocks(lab, state)


def _check_end(state: State, name: str) -> None:
    if name != CONTROLLER:
        state.plan.host(name)


def heal(lab: Lab, name: str | None) -> None:
    """End every partition, or those that one host has part in."""
    with working(lab):
        state = need(lab)
        if name:
            _check_end(state, name)
        state.blocks = [pair for pair in state.blocks if name and name not in pair]
        store(lab, state)
        network.apply_blocks(lab, state)


def netem(lab: Lab, name: str, values: dict[str, float]) -> None:
    """Delay (ms), jitter (ms) and loss (percent) each way on a host's link; none ends it."""
    _check_netem(values)
    with working(lab):
        state = need(lab)
        host = state.plan.host(name)
        if not hosts.is_on(lab, host):
            raise LabError(f"{name} is off: `lab boot {name}` first")
        state.netem.pop(name, None)
        if any(values.values()):
            state.netem[name] = values
        store(lab, state)
        network.netem(lab, state, host)


def _check_netem(values: dict[str, float]) -> None:
    limits = {"delay": 60000.0, "jitter": 60000.0, "loss": 100.0}
    for key, limit in limits.items():
        if not 0 <= values[key] <= limit:
            raise LabError(f"--{key} {values[key]:g} is out of range (0 to {limit:g})")


def disk_full(lab: Lab, name: str, path: str) -> None:
    """Fill the file system that a path inside a host lies on."""
    with working(lab):
        host = need(lab).plan.host(name)
        _check_path(lab, host, path)
        disk.fill(lab, host)
        progress(f"{name}: no block left for {path}")


def _check_path(lab: Lab, host: Host, path: str) -> None:
    top = Path(f"/proc/{hosts.need_awake(lab, host)}/root")
    if not PurePosixPath(path).is_absolute() or not (top / path.lstrip("/")).is_dir():
        raise LabError(f"{host.name}: {path} is not a directory there")
    if os.stat(top / path.lstrip("/")).st_dev != os.stat(top).st_dev:
        raise LabError(f"{host.name}: {path} is not on the host's disk")


def disk_free(lab: Lab, name: str) -> None:
    """Give a full disk its blocks back."""
    with working(lab):
        disk.free(lab, need(lab).plan.host(name))
