"""cgroups: they find, freeze, limit and kill everything that belongs to a host.

Every process of a lab lives below the cgroup `pgmahout:NAME` of the cgroup v2 tree, so that
clean-up finds all of them even when the lab itself was killed and no file tells what it started.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lablib.errors import LabError

PIDS_MAX = 4096
MEMORY_MAX = 4 << 30
# Below a host's cgroup: where systemd-nspawn runs, afresh at each boot.
BOOT = "boot"


def _mounts(kind: str) -> list[tuple[Path, str]]:
    lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines]
    return [(Path(row[1]), row[3]) for row in rows if row[2] == kind]


def unified() -> Path:
    """Where the cgroup v2 tree is mounted; LabError when it is not."""
    found = _mounts("cgroup2")
    if not found:
        raise LabError("no cgroup v2 tree is mounted: mount one, for example "
                       "`mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified`")
    return found[0][0]


def group(name: str) -> Path:
    """The directory of a cgroup, such as `pgmahout:lab/host:db1`, in the v2 tree."""
    return unified() / name


def join(name: str) -> None:
    """Move the calling process into a cgroup of the v2 tree, made if it is missing."""
    path = group(name)
    path.mkdir(parents=True, exist_ok=True)
    (path / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Work in a cgroup for a while, with every program started meanwhile, then go back.

    When we are killed meanwhile, clean-up finds our orphans there.
    """
    before = next(row.split(":", 2)[2] for row in
                  Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
                  if row.startswith("0::"))
    join(name)
    try:
        yield
    finally:
        back = unified() / before.lstrip("/")
        home = back if back.is_dir() else unified()
        (home / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")


def limited(name: str) -> list[Path]:
    """Make a cgroup with a host's limits (tasks, memory) where the kernel offers them.

    Returns the directories of other trees that a host's first process has to join as well.
    """
    group(name).mkdir(parents=True, exist_ok=True)
    memory = min(MEMORY_MAX, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
    found = []
    for controller, values in (("pids", {"pids.max": PIDS_MAX}),
                               ("memory", {"memory.max": memory,
                                           "memory.limit_in_bytes": memory})):
        path = _v1_group(name, controller) or _v2_group(name, controller)
        if path:
            _limit(path, values)
            found.append(path)
    return [path for path in found if path != group(name)]


def _limit(path: Path, values: dict[str, int]) -> None:
    for key, value in values.items():
        if (path / key).exists():
            (path / key).write_text(str(value), encoding="ascii")


def _v1_group(name: str, controller: str) -> Path | None:
    for mount, options in _mounts("cgroup"):
        if controller in options.split(","):
            own = next(row.split(":", 2)[2] for row in
                       Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
                       if controller in row.split(":", 2)[1].split(","))
            path = mount / own.lstrip("/") / name
            path.mkdir(parents=True, exist_ok=True)
            return path
    return None


def _v2_group(name: str, controller: str) -> Path | None:
    path = group(name)
    for parent in (path.parent.parent, path.parent):
        if controller not in (parent / "cgroup.controllers").read_text(encoding="ascii").split():
            return None
        try:
            (parent / "cgroup.subtree_control").write_text(f"+{controller}", encoding="ascii")
        except OSError:
            return None
    return path


def joined(paths: list[Path], argv: list[str]) -> list[str]:
    """The words that start a program inside the given cgroups."""
    script = 'until [ "$1" = -- ]; do echo $$ >"$1" || exit 1; shift; done; shift; exec "$@"'
    return ["/bin/sh", "-c", script, "sh", *(f"{path}/cgroup.procs" for path in paths), "--", *argv]


def pids(path: Path) -> list[int]:
    """Process ids in a cgroup directory and everything below; empty when it is gone."""
    found: list[int] = []
    for directory, _, _ in os.walk(path):
        try:
            text = (Path(directory) / "cgroup.procs").read_text(encoding="ascii")
        except OSError:
            continue
        found += [int(word) for word in text.split()]
    return found


def init_pid(path: Path) -> int | None:
    """The process that is pid 1 of a container in that cgroup, in our numbering."""
    for pid in pids(path / BOOT / "payload"):
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        except OSError:
            continue
        row = next((line for line in status.splitlines() if line.startswith("NSpid:")), "")
        if row.split()[2:] == ["1"] and "State:\tZ" not in status:
            return pid
    return None


def frozen(path: Path) -> bool:
    """Whether a cgroup is frozen."""
    try:
        return "frozen 1" in (path / "cgroup.events").read_text(encoding="ascii")
    except OSError:
        return False


def freeze(path: Path, on: bool) -> None:
    """Freeze or thaw everything in a cgroup; returns when the kernel says it is so."""
    (path / "cgroup.freeze").write_text("1" if on else "0", encoding="ascii")
    _wait(lambda: frozen(path) == on, 10, f"{path.name} does not {'freeze' if on else 'thaw'}")


def kill(path: Path) -> None:
    """SIGKILL everything in a cgroup and wait until it is empty."""
    if not path.is_dir():
        return
    (path / "cgroup.kill").write_text("1", encoding="ascii")
    _wait(lambda: not pids(path), 20, f"processes in {path.name} survive SIGKILL")


def _wait(done: Callable[[], bool], seconds: float, complaint: str) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise LabError(complaint)
        time.sleep(0.02)


def everywhere(name: str) -> Iterator[Path]:
    """Every directory of that name in any cgroup tree (v1 trees hold the limits)."""
    for mount, _ in _mounts("cgroup2") + _mounts("cgroup"):
        for directory, children, _ in os.walk(mount):
            if name in children:
                children.remove(name)
                yield Path(directory) / name


def remove(path: Path) -> None:
    """Remove an empty cgroup and what is below it."""
    for directory, _, _ in os.walk(path, topdown=False):
        _remove_one(Path(directory))


def _remove_one(path: Path) -> None:
    for _ in range(100):
        try:
            return path.rmdir()
        except FileNotFoundError:
            return None
        except OSError:
            time.sleep(0.02)
    raise LabError(f"cannot remove the cgroup {path}: it is still busy")
