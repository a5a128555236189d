"""Snapshots: copies of every host's disk, taken while the hosts are off."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lablib import disk, hosts, machine
from lablib.errors import LabError
from lablib.inventory import Host
from lablib.lab import Lab, State
from lablib.shell import progress, run


def _path(lab: Lab, name: str) -> Path:
    if not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or name[0] == ".":
        raise LabError(f"{name!r} cannot name a snapshot: letters, digits, dots, dashes only")
    return lab.root / "snapshots" / name


def power_off_all(lab: Lab, state: State) -> list[Host]:
    """Shut down and unmount every host; returns those that were on."""
    were_on = [host for host in state.plan.hosts if hosts.is_on(lab, host)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda host: hosts.power_off(lab, host), were_on))
    for host in state.plan.hosts:
        disk.unmount(lab, host)
    return were_on


def save(lab: Lab, state: State, name: str, were_on: list[Host]) -> None:
    """Copy the disks of hosts that are off; an older snapshot of that name is replaced."""
    path = _path(lab, name)
    used = sum(_disk(lab, host).stat().st_blocks * 512 for host in state.plan.hosts)
    machine.check_space(used)
    partial = path.with_name(f".partial-{name}")
    shutil.rmtree(partial, ignore_errors=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    partial.mkdir()
    for host in state.plan.hosts:
        _copy(_disk(lab, host), partial / f"{host.name}.img")
    (partial / "on.json").write_text(json.dumps([host.name for host in were_on]), encoding="utf-8")
    shutil.rmtree(path, ignore_errors=True)
    partial.rename(path)
    progress(f"snapshot {name}: {used >> 20} MiB")


def need(lab: Lab, name: str) -> None:
    """LabError, naming those that exist, when there is no such snapshot."""
    if not _path(lab, name).is_dir():
        found = sorted(path.name for path in (lab.root / "snapshots").glob("[!.]*"))
        raise LabError(f"no snapshot {name!r}; there are: {', '.join(found) or 'none'}")


def put_back(lab: Lab, state: State, name: str) -> list[Host]:
    """Replace the disks of hosts that are off; returns the hosts that were on back then."""
    path = _path(lab, name)
    for host in state.plan.hosts:
        fresh = _disk(lab, host).with_suffix(".new")
        _copy(path / f"{host.name}.img", fresh)
        fresh.replace(_disk(lab, host))
    names = json.loads((path / "on.json").read_text(encoding="utf-8"))
    return [host for host in state.plan.hosts if host.name in names]


def _disk(lab: Lab, host: Host) -> Path:
    return lab.dir(host) / "disk.img"


def _copy(source: Path, target: Path) -> None:
    run(["cp", "--reflink=auto", "--sparse=always", source, target])
