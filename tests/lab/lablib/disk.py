"""A host's disk: a sparse ext4 image that holds the upper layer over the shared base image.

Each host has a file system of its own, so that a full disk hits one host alone and a snapshot
is the copy of one file.
"""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from pathlib import Path

from lablib.errors import LabError
from lablib.images import PASSWORD, Images
from lablib.inventory import Host
from lablib.lab import Lab
from lablib.mounts import below, is_mounted, share, unmount_below, wait_loops_free
from lablib.shell import run

DISK_BYTES = 20 << 30
_FILLER = "filler"
_NSPAWN_LOCKS = Path("/run/systemd/nspawn/locks")
_CHUNKS = (1 << 30, 64 << 20, 1 << 20, 64 << 10, 4096)


def prepare(lab: Lab) -> None:
    """Make the directory of all hosts, which only root may enter: it holds their secrets."""
    share(lab.root / "hosts")


def root(lab: Lab, host: Host) -> Path:
    """Where a host's root file system is mounted."""
    return lab.dir(host) / "root"


def is_prepared(lab: Lab, host: Host) -> bool:
    """Whether a host's disk is whole, mounted or not."""
    return (lab.dir(host) / "prepared").exists()


def make(lab: Lab, host: Host, images: Images) -> None:
    """Make a host's disk afresh, mount it and write what a cloud image gets at first boot."""
    release(lab.dir(host))
    shutil.rmtree(lab.dir(host), ignore_errors=True)
    lab.dir(host).mkdir()
    image = lab.dir(host) / "disk.img"
    with image.open("wb") as handle:
        handle.truncate(DISK_BYTES)
    # No reserved blocks: full means full for every user, root too.
    run(["mkfs.ext4", "-q", "-m", "0", "-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard",
         image])
    mount(lab, host, images)
    _personalise(lab, host)
    (lab.dir(host) / "prepared").touch()


def discard(lab: Lab, host: Host) -> None:
    """Have a host that is off get a new disk when it is switched on."""
    (lab.dir(host) / "prepared").unlink(missing_ok=True)


def mount(lab: Lab, host: Host, images: Images) -> None:
    """Mount a host's disk and its root; does nothing to what is mounted already."""
    disk = lab.dir(host) / "disk"
    for path in (disk, root(lab, host)):
        path.mkdir(exist_ok=True)
    if not is_mounted(disk):
        run(["mount", "-o", "loop,noatime", lab.dir(host) / "disk.img", disk])
    for name in ("upper", "work"):
        (disk / name).mkdir(exist_ok=True)
    if not is_mounted(root(lab, host)):
        layers = f"lowerdir={images.base},upperdir={disk}/upper,workdir={disk}/work"
        run(["mount", "-t", "overlay", "-o", layers, "overlay", root(lab, host)])


def unmount(lab: Lab, host: Host) -> None:
    """Unmount a host that is off."""
    release(lab.dir(host))


def release(path: Path) -> None:
    """Unmount all disks and roots below a directory and drop what locked the roots."""
    for point in below(path):
        found = point.stat()
        # systemd-nspawn locks a root under this name and forgets to unlock it when killed.
        (_NSPAWN_LOCKS / f"inode-{found.st_dev}:{found.st_ino}").unlink(missing_ok=True)
    unmount_below(path)
    wait_loops_free(path)


def _personalise(lab: Lab, host: Host) -> None:
    top = root(lab, host)
    # With an empty machine-id systemd takes the first-boot presets and enables every unit,
    # also those of packages that are installed but switched off.
    _write(top / "etc/machine-id", uuid.uuid4().hex + "\n", 0o444)
    _write(top / "etc/hostname", host.name + "\n", 0o644)
    short = host.name.partition(".")[0]
    own = host.name if short == host.name else f"{host.name} {short}"
    _write(top / "etc/hosts", f"127.0.1.1 {own}\n127.0.0.1 localhost\n\n"
           "::1 localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\n"
           "ff02::2 ip6-allrouters\n", 0o644)
    run(["ssh-keygen", "-A", "-f", top])
    if host.port != 22:
        _write(top / "etc/ssh/sshd_config.d/port.conf", f"Port {host.port}\n", 0o644)
    _add_user(top, host.user)
    _authorise(lab, top, host.user)


def _write(path: Path, text: str, mode: int) -> None:
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _add_user(top: Path, user: str) -> None:
    if user == "root":
        return
    run(["chroot", top, "useradd", "--create-home", "--shell", "/bin/bash", "--", user])
    run(["chroot", top, "chpasswd"], stdin=f"{user}:{PASSWORD}\n")
    _write(top / "etc/sudoers.d/90-lab", f"{user} ALL=(ALL:ALL) NOPASSWD: ALL\n", 0o440)


def _authorise(lab: Lab, top: Path, user: str) -> None:
    key = lab.key.with_suffix(".pub").read_text(encoding="ascii")
    for home, owner in ((top / "root", "root"), (top / "home" / user, user)):
        if home.is_dir():
            (home / ".ssh").mkdir(mode=0o700, exist_ok=True)
            _write(home / ".ssh/authorized_keys", key, 0o600)
            run(["chroot", top, "chown", "-R", f"{owner}:", f"/{home.relative_to(top)}/.ssh"])


def host_keys(lab: Lab, host: Host) -> list[str]:
    """The known_hosts lines of a host, under its address and its name."""
    names = [host.address, host.name]
    if host.port != 22:
        names = [f"[{name}]:{host.port}" for name in names]
    lines = []
    for path in sorted(root(lab, host).glob("etc/ssh/ssh_host_*_key.pub")):
        kind, key = path.read_text(encoding="ascii").split()[:2]
        lines.append(f"{','.join(names)} {kind} {key}")
    return lines


def fill(lab: Lab, host: Host) -> None:
    """Take every free block of a host's disk; files outside the host's own view hold them."""
    with (lab.dir(host) / "disk" / _FILLER).open("ab") as handle:
        for size in _CHUNKS:
            while _grow(handle.fileno(), size):
                pass


def _grow(handle: int, size: int) -> bool:
    end = os.lseek(handle, 0, os.SEEK_END)
    try:
        # Unwritten extents: the machine's own disk gives no block for them.
        os.posix_fallocate(handle, end, size)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return False
        raise LabError(f"cannot fill the disk: {error.strerror}") from error
    return True


def free(lab: Lab, host: Host) -> None:
    """Give the blocks back that fill took."""
    (lab.dir(host) / "disk" / _FILLER).unlink(missing_ok=True)


def is_filled(lab: Lab, host: Host) -> bool:
    """Whether fill holds a host's blocks (known only while its disk is mounted)."""
    return (lab.dir(host) / "disk" / _FILLER).exists()
