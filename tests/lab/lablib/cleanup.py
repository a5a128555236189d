"""Take a lab down: whatever carries its name goes, whether or not a file tells of it."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

from lablib import cgroups, disk, images, network
from lablib.errors import LabError
from lablib.lab import Lab, lock
from lablib.mounts import below, unmount_below
from lablib.shell import progress


def take_down(lab: Lab) -> None:
    """Remove every process, mount, namespace, interface, cgroup and file of a lab."""
    cgroups.kill(cgroups.group(lab.prefix))
    _kill_in_namespaces(lab)
    disk.release(lab.root)
    for netns in network.all_netns(lab):
        network.drop_netns(netns)
    for path in list(cgroups.everywhere(lab.prefix)):
        cgroups.remove(path)
    _forget_machines(lab)
    _remove_files(lab)
    _clean_cache()
    progress(f"lab {lab.name}: down")


def _kill_in_namespaces(lab: Lab) -> None:
    # Such as a persistent ssh connection that a command in the LAN left behind.
    wanted = {path.stat().st_ino for path in network.all_netns(lab)}
    for _ in range(100):
        found = [pid for pid in _all_pids() if _netns_of(pid) in wanted]
        if not found:
            return
        for pid in found:
            _kill(pid)
        time.sleep(0.02)
    raise LabError(f"processes {found} in the namespaces of lab {lab.name} survive SIGKILL")


def _all_pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _netns_of(pid: int) -> int | None:
    try:
        return os.stat(f"/proc/{pid}/ns/net").st_ino
    except OSError:
        return None


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _forget_machines(lab: Lab) -> None:
    # systemd-nspawn removes these itself unless it was killed.
    for path in Path("/run/systemd/nspawn").glob(f"*/{lab.machine_prefix}*"):
        unmount_below(path)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _remove_files(lab: Lab) -> None:
    if left := below(lab.root):
        raise LabError(f"{left[0]} is still mounted: nothing under {lab.root} was removed")
    if lab.root.exists():
        shutil.rmtree(lab.root)


def _clean_cache() -> None:
    """Remove what a killed build of the caches left, unless one is at work right now."""
    try:
        with lock("cache", wait=0):
            images.clean_partial()
            for path in list(cgroups.everywhere(images.CACHE_GROUP.split("/", 1)[0])):
                cgroups.remove(path)
    except LabError:
        progress("the caches are being built by another lab command: left alone")
