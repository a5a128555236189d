"""The hosts: power them on and off, freeze them, enter them."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lablib import cgroups, disk, network
from lablib.errors import LabError
from lablib.images import Images
from lablib.inventory import Host
from lablib.lab import Lab, State
from lablib.shell import last_lines, progress, run

BOOT_SECONDS = 90
POWEROFF_SECONDS = 120
_CLONE_NEWNET = 0x40000000
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# With --keep-unit systemd-nspawn leaves it to its caller to start again after a reboot, and
# says so by its exit code. A cgroup that had controllers switched on cannot be entered again.
_LOOP = ('while find "$0" -depth -type d -exec rmdir {} + 2>/dev/null; mkdir -p "$0"; "$@"; '
         '[ $? -eq 133 ]; do :; done')
# systemd takes this signal for "power off".
_SIGPOWEROFF = signal.SIGRTMIN + 4


def group_name(lab: Lab, host: Host) -> str:
    """The cgroup of a host, relative to the tree's root."""
    return f"{lab.prefix}/host:{host.name}"


def group(lab: Lab, host: Host) -> Path:
    """The cgroup directory of a host."""
    return cgroups.group(group_name(lab, host))


def init_pid(lab: Lab, host: Host) -> int | None:
    """The pid of a host's init, None when it is off."""
    return cgroups.init_pid(group(lab, host))


def is_on(lab: Lab, host: Host) -> bool:
    """Whether a host runs (or is paused)."""
    return init_pid(lab, host) is not None


def power_on(lab: Lab, state: State, host: Host, images: Images) -> None:
    """Start a host that is off, with a fresh link; returns before it has booted."""
    cgroups.kill(group(lab, host))
    network.plug_in(lab, state.plan, host)
    if disk.is_prepared(lab, host):
        disk.mount(lab, host, images)
    else:
        disk.make(lab, host, images)
    _spawn(lab, host, images)


def _spawn(lab: Lab, host: Host, images: Images) -> None:
    argv = ["systemd-nspawn", "--quiet", f"--directory={disk.root(lab, host)}",
            f"--machine={lab.machine_prefix}{host.index}",
            f"--network-namespace-path={lab.netns(host)}", "--register=no", "--keep-unit",
            f"--bind-ro={images.packages}:/srv/packages", "--resolv-conf=off", "--timezone=off",
            "--link-journal=no", "--capability=CAP_NET_ADMIN", "--console=read-only", "--boot"]
    # A pure cgroup v2 tree inside, whatever the machine has; net.* sysctls can be set inside.
    env = {"PATH": _PATH, "UNIFIED_CGROUP_HIERARCHY": "1",
           "SYSTEMD_NSPAWN_API_VFS_WRITABLE": "network"}
    boot, loop = group(lab, host) / cgroups.BOOT, group(lab, host) / "loop"
    trees = cgroups.limited(group_name(lab, host))
    loop.mkdir(exist_ok=True)
    started = cgroups.joined([loop, *trees], ["/bin/sh", "-c", _LOOP, str(boot),
                                              *cgroups.joined([boot], argv)])
    with (lab.dir(host) / "console.log").open("ab") as log:
        process = subprocess.Popen(started, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env=env, cwd="/", start_new_session=True)
    # From here on an empty cgroup means that the host is off.
    while process.poll() is None and not cgroups.pids(group(lab, host)):
        time.sleep(0.01)


def wait_ready(lab: Lab, host: Host) -> None:
    """Wait until a host's systemd has finished starting and its sshd answers on the LAN."""
    deadline = time.monotonic() + BOOT_SECONDS
    while not (_systemd_is_up(lab, host) and _sshd_answers(lab, host)):
        if time.monotonic() > deadline or not cgroups.pids(group(lab, host)):
            text = (lab.dir(host) / "console.log").read_text(encoding="utf-8", errors="replace")
            raise LabError(f"{host.name} does not boot; its console ends with: {last_lines(text)}")
        time.sleep(0.2)


def _systemd_is_up(lab: Lab, host: Host) -> bool:
    pid = init_pid(lab, host)
    if pid is None:
        return False
    said = run([*_enter(pid), "systemctl", "is-system-running"], check=False).stdout.strip()
    return said in ("running", "degraded")


def _sshd_answers(lab: Lab, host: Host) -> bool:
    found: list[bytes] = []
    # setns changes the calling thread alone, which ends with the look.
    looker = threading.Thread(target=lambda: found.append(_banner(lab, host)))
    looker.start()
    looker.join()
    return bool(found) and found[0].startswith(b"SSH-")


def _banner(lab: Lab, host: Host) -> bytes:
    with lab.lan.open("rb") as handle:
        if ctypes.CDLL(None, use_errno=True).setns(handle.fileno(), _CLONE_NEWNET) != 0:
            return b""
    try:
        with socket.create_connection((host.address, host.port), timeout=2) as connection:
            return connection.recv(4)
    except OSError:
        return b""


def power_on_all(lab: Lab, state: State, wanted: list[Host], images: Images) -> None:
    """Boot hosts side by side and wait for all of them; faults that are on stay on."""
    disk.prepare(lab)
    with ThreadPoolExecutor(max_workers=max(1, len(wanted))) as pool:
        list(pool.map(lambda host: _boot_one(lab, state, host, images), wanted))


def _boot_one(lab: Lab, state: State, host: Host, images: Images) -> None:
    begun = time.monotonic()
    power_on(lab, state, host, images)
    wait_ready(lab, host)
    if host.name in state.netem:
        network.netem(lab, state, host)
    progress(f"{host.name} ({host.address}): booted in {time.monotonic() - begun:.1f} s")


def power_loss(lab: Lab, host: Host) -> None:
    """Cut the link, then kill init: the peers see silence and never a RST or FIN."""
    network.cut(lab, host)
    pid = init_pid(lab, host)
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
    cgroups.kill(group(lab, host))
    network.unplug(lab, host)


def power_off(lab: Lab, host: Host) -> None:
    """Shut a host down as `poweroff` does and wait until it is off."""
    pid = init_pid(lab, host)
    if pid is not None:
        os.kill(pid, _SIGPOWEROFF)
    deadline = time.monotonic() + POWEROFF_SECONDS
    while cgroups.pids(group(lab, host)):
        if time.monotonic() > deadline:
            raise LabError(f"{host.name} does not shut down within {POWEROFF_SECONDS} s")
        time.sleep(0.05)
    network.unplug(lab, host)


def need_awake(lab: Lab, host: Host) -> int:
    """The pid of a host's init; LabError when it is off or paused."""
    pid = init_pid(lab, host)
    if pid is None:
        raise LabError(f"{host.name} is off: `lab boot {host.name}` first")
    if cgroups.frozen(group(lab, host)):
        raise LabError(f"{host.name} is paused: `lab resume {host.name}` first")
    return pid


def enter_argv(lab: Lab, host: Host) -> list[str]:
    """The words in front of a command that make it run as root inside a host."""
    return _enter(need_awake(lab, host))


def _enter(pid: int) -> list[str]:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    bounding = next(line.split()[1] for line in status.splitlines() if line.startswith("CapBnd"))
    kept = [f"+cap_{bit}" for bit in range(64) if int(bounding, 16) >> bit & 1]
    # Without this, a command let in from outside could do more than the host's own root.
    limits = f"--bounding-set=-all,{','.join(kept)}"
    return ["nsenter", f"--target={pid}", "--mount", "--uts", "--ipc", "--net", "--pid",
            "--cgroup", "--root", "--wd", "--", "setpriv", limits, "env", "-i", f"PATH={_PATH}",
            "HOME=/root", "LANG=C.UTF-8", f"TERM={os.environ.get('TERM', 'dumb')}"]
