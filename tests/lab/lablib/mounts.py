"""Mounts below a directory, and loop devices over files in it."""

from __future__ import annotations

import time
from pathlib import Path

from lablib.errors import LabError
from lablib.shell import run

# The last user's end writes a disk's dirty pages back, which a busy machine may take long for.
FREE_SECONDS = 120


def below(path: Path) -> list[Path]:
    """Mount points at or below a path, the deepest and latest first."""
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    points = [Path(_unescape(line.split()[4])) for line in lines]
    return [point for point in reversed(points) if point == path or path in point.parents]


def is_mounted(path: Path) -> bool:
    """Whether something is mounted at exactly this path."""
    return path in below(path)


def _unescape(text: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text


def unmount_below(path: Path) -> None:
    """Unmount everything at or below a path; LabError names what is still in use."""
    deadline = time.monotonic() + FREE_SECONDS
    while points := below(path):
        # The kernel may hold a mount for a moment after its last process died.
        done = [run(["umount", point], check=False) for point in points]
        if all(one.returncode for one in done) and time.monotonic() > deadline:
            devices = set(_loops(path))
            user = f"; {_holder(devices)} still has it mounted" if devices else ""
            raise LabError(f"cannot unmount {points[0]}: {done[0].stderr.strip()}{user}")
        if below(path):
            time.sleep(0.05)


def share(path: Path) -> None:
    """Make a directory a shared mount point, once.

    Processes that take a mount namespace of their own (`ip netns exec` does) copy the mounts
    below; in a shared tree unmounting here unmounts the copies too, and frees the disks.
    """
    path.mkdir(mode=0o700, exist_ok=True)
    if not is_mounted(path):
        run(["mount", "--bind", path, path])
    run(["mount", "--make-shared", path])


def wait_loops_free(path: Path) -> None:
    """Wait until no loop device uses a file below a path; LabError names what still does.

    A namespace that just ended lets go of its mounts later than its last process ends, and until
    then not everything that was written is in the file.
    """
    deadline = time.monotonic() + FREE_SECONDS
    while loops := _loops(path):
        if time.monotonic() > deadline:
            raise LabError(f"{next(iter(loops.values()))} is unmounted here, but still mounted in "
                           f"the mount namespace of {_holder(set(loops))}: end that process")
        time.sleep(0.02)


def _loops(path: Path) -> dict[str, Path]:
    found = {}
    for entry in Path("/sys/block").glob("loop*/loop/backing_file"):
        try:
            text = entry.read_text(encoding="utf-8").rstrip("\n").removesuffix(" (deleted)")
        except OSError:
            continue
        if path in Path(text).parents:
            found[f"/dev/{entry.parts[3]}"] = Path(text)
    return found


def _holder(devices: set[str]) -> str:
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            rows = (entry / "mountinfo").read_text(encoding="utf-8").split()
            name = (entry / "comm").read_text(encoding="utf-8").strip()
        except OSError:
            continue
        if devices & set(rows):
            return f"process {entry.name} ({name})"
    return "an unknown process"
