"""A lab's names, paths, stored state and lock."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lablib.errors import LabError
from lablib.inventory import Host, Plan
from lablib.shell import progress

STATE_ROOT = Path(os.environ.get("PGMAHOUT_LAB_STATE", "/var/lib/pgmahout-lab"))
NETNS_ROOT = Path("/run/netns")
LOCK_ROOT = Path("/run/lock")
LOCK_WAIT_SECONDS = 300
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


@dataclass(frozen=True)
class Lab:
    """The names and paths that belong to one lab; nothing here needs the lab to exist."""

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise LabError(f"{self.name!r} cannot name a lab: up to 40 letters, digits, "
                           "dots, dashes and underscores; give another with --name")

    @property
    def root(self) -> Path:
        """The lab's state directory."""
        return STATE_ROOT / self.name

    @property
    def prefix(self) -> str:
        """What every namespace and cgroup of this lab, and of no other, starts with."""
        return f"pgmahout:{self.name}"

    @property
    def lan(self) -> Path:
        """The network namespace of the LAN, where the controller lives."""
        return NETNS_ROOT / f"{self.prefix}:lan"

    @property
    def key(self) -> Path:
        """The controller's private SSH key."""
        return self.root / "id_ed25519"

    @property
    def known_hosts(self) -> Path:
        """The pinned host keys of every host."""
        return self.root / "known_hosts"

    @property
    def machine_prefix(self) -> str:
        """What systemd-nspawn's machine names of this lab start with."""
        return f"pl-{hashlib.sha256(self.name.encode()).hexdigest()[:8]}-"

    def netns(self, host: Host) -> Path:
        """The network namespace of a host."""
        return NETNS_ROOT / f"{self.prefix}:host:{host.name}"

    def dir(self, host: Host) -> Path:
        """The directory with a host's disk, mount points and console log."""
        return self.root / "hosts" / host.name


@dataclass
class State:
    """What state.json holds: the plan and the faults that are on."""

    os: str
    plan: Plan
    blocks: list[list[str]] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)
    netem: dict[str, dict[str, float]] = field(default_factory=dict)


def load(lab: Lab) -> State | None:
    """Return the stored state, or None when this lab does not exist."""
    try:
        raw = json.loads((lab.root / "state.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise LabError(f"{lab.root}/state.json is damaged ({error}): run `lab down --name "
                       f"{lab.name}`") from error
    hosts = tuple(Host(**host) for host in raw["plan"].pop("hosts"))
    plan = Plan(hosts=hosts, **raw.pop("plan"))
    return State(plan=plan, **raw)


def need(lab: Lab) -> State:
    """Return the stored state; LabError when this lab does not exist."""
    state = load(lab)
    if state is None:
        raise LabError(f"there is no lab {lab.name!r}: `lab up` makes it, `lab status` lists all")
    return state


def store(lab: Lab, state: State) -> None:
    """Write state.json so that a crash leaves either the old or the new one."""
    lab.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = lab.root / "state.json.new"
    with fresh.open("w", encoding="utf-8") as sink:
        json.dump(asdict(state), sink, indent=1)
        sink.flush()
        os.fsync(sink.fileno())
    fresh.replace(lab.root / "state.json")


def existing() -> list[str]:
    """Names of the labs that have a state directory or a namespace."""
    names = {path.name for path in STATE_ROOT.glob("*") if path.is_dir()}
    names |= {path.name.split(":")[1] for path in NETNS_ROOT.glob("pgmahout:*:*")}
    return sorted(names)


@contextmanager
def lock(what: str, wait: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of a lab (its name) or of the caches; waits, then raises LabError."""
    LOCK_ROOT.mkdir(parents=True, exist_ok=True)
    path = LOCK_ROOT / f"pgmahout-lab:{what}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _acquire(handle, what, wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, what: str, wait: float) -> None:
    deadline = time.monotonic() + wait
    told = False
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode() or "?"
        if time.monotonic() >= deadline:
            raise LabError(f"another lab command (pid {holder}) works on {what}: try again later")
        if not told:
            progress(f"waiting for another lab command (pid {holder}) on {what}")
        told = True
        time.sleep(0.1)
