"""What this machine must offer before anything is made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from lablib import cgroups
from lablib.errors import LabError
from lablib.lab import STATE_ROOT

FREE_BYTES_WARM = 2 << 30
# Program → the Debian package that brings it.
_PROGRAMS = {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container",
             "nft": "nftables", "ip": "iproute2", "nsenter": "util-linux",
             "losetup": "mount", "mkfs.ext4": "e2fsprogs", "ssh-keygen": "openssh-client",
             "ansible-inventory": "ansible-core", "dpkg-scanpackages": "dpkg-dev",
             "apt-get": "apt"}


def check_root() -> None:
    """LabError unless we run as root."""
    if os.geteuid() != 0:
        raise LabError("the lab needs root (namespaces, mounts): run it with sudo")


def check_all() -> None:
    """LabError, naming the way out, when this machine cannot carry a lab."""
    check_root()
    _check_system(Path("/etc/os-release").read_text(encoding="utf-8"))
    missing = {package for name, package in _PROGRAMS.items() if not shutil.which(name)}
    if not Path("/usr/share/keyrings/debian-archive-keyring.gpg").exists():
        missing.add("debian-archive-keyring")
    if missing:
        raise LabError(f"programs are missing: apt-get install {' '.join(sorted(missing))}")
    cgroups.unified()
    check_space(FREE_BYTES_WARM)


def _check_system(release: str) -> None:
    words = dict(line.split("=", 1) for line in release.splitlines() if "=" in line)
    system, version = words.get("ID", "?").strip('"'), words.get("VERSION_ID", "?").strip('"')
    if system != "debian" or version not in ("12", "13"):
        raise LabError(f"this machine runs {system} {version}: the lab needs Debian 12 or 13")


def check_space(needed: int) -> None:
    """LabError when the file system of the state directory has fewer free bytes."""
    STATE_ROOT.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(STATE_ROOT).free
    if free < needed:
        raise LabError(f"{STATE_ROOT}: {free >> 20} MiB free, {needed >> 20} MiB needed: "
                       "free some space or set PGMAHOUT_LAB_STATE")
