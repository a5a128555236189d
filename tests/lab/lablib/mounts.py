"""Mounts below a directory, and loop devices over files in it."""

from __future__ import annotations

import time
from pathlib import Path

from lablib.errors import LabError
from lablib.shell import run


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
    deadline = time.monotonic() + 10
    while points := below(path):
        # The kernel may hold a mount for a moment after its last process died.
        done = [run(["umount", point], check=False) for point in points]
        if all(one.returncode for one in done) and time.monotonic() > deadline:
            raise LabError(f"cannot unmount {points[0]}: {done[0].stderr.strip()}")
        if below(path):
            time.sleep(0.05)


def detach_loops(path: Path) -> None:
    """Free loop devices whose backing file lies below a path."""
    rows = run(["losetup", "--noheadings", "--raw", "--output", "NAME,BACK-FILE"]).stdout
    for row in rows.splitlines():
        device, _, backing = row.partition(" ")
        if path in Path(backing.removesuffix(" (deleted)").replace("\\x20", " ")).parents:
            run(["losetup", "--detach", device], check=False)
