"""The caches: a base image and a package repository for each system.

Both are filled once from the package source that this machine's own apt uses, built in a
directory called .partial-… and renamed when whole, so that a killed build is never used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lablib import cgroups
from lablib.errors import LabError
from lablib.lab import lock
from lablib.mounts import unmount_below
from lablib.shell import progress, run, run_logged

CACHE_ROOT = Path(os.environ.get("PGMAHOUT_LAB_CACHE", "/var/cache/pgmahout-lab"))
SYSTEMS = {"debian12": "bookworm", "debian13": "trixie"}
PASSWORD = "lab"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Rises when the recipe below changes, so that older caches are not taken for current ones.
RECIPE = 1
BASE_PACKAGES = ("systemd", "systemd-sysv", "dbus", "libpam-systemd", "openssh-server", "python3",
                 "python3-apt", "sudo", "iproute2", "procps", "ca-certificates")
CACHE_GROUP = "pgmahout:cache/build"
FREE_BYTES_COLD = 3 << 30
_LIST = Path(__file__).resolve().parent.parent / "packages.txt"


@dataclass(frozen=True)
class Images:
    """The two directories that hosts are made from; neither is ever written to again."""

    base: Path
    packages: Path


def ready(system: str) -> Images:
    """Return base image and package repository of a system, building what is missing."""
    base, packages = _paths(system)
    if base.is_dir() and packages.is_dir():
        progress(f"base image and packages {system}: cached")
        return Images(base, packages)
    with lock("cache", wait=1800):
        clean_partial()
        _need_space()
        with cgroups.working_in(CACHE_GROUP):
            _build(base, f"base image {system}", lambda path: _build_base(system, path))
            _build(packages, f"packages {system}",
                   lambda path: _build_packages(system, base, path))
    return Images(base, packages)


def clean_partial() -> None:
    """Remove what killed builds left: processes, mounts, directories. Needs the cache lock."""
    cgroups.kill(cgroups.group(CACHE_GROUP))
    for path in CACHE_ROOT.glob(".partial-*"):
        unmount_below(path)
        shutil.rmtree(path)


def _paths(system: str) -> tuple[Path, Path]:
    base_key = _digest(system, str(RECIPE), *BASE_PACKAGES)
    list_key = _digest(base_key, *package_list(system))
    return CACHE_ROOT / f"base-{system}-{base_key}", CACHE_ROOT / f"packages-{system}-{list_key}"


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def package_list(system: str) -> list[str]:
    """The packages of packages.txt that belong to a system, sorted."""
    found = set()
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if len(words) == 2 and words[0] == f"{system}:":
            found.add(words[1])
        elif len(words) == 1:
            found.add(words[0])
    return sorted(found)


def _need_space() -> None:
    CACHE_ROOT.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(CACHE_ROOT).free
    if free < FREE_BYTES_COLD:
        raise LabError(f"{CACHE_ROOT}: {free >> 20} MiB free, building the caches takes "
                       f"{FREE_BYTES_COLD >> 20} MiB: free some space or set PGMAHOUT_LAB_CACHE")


def _build(path: Path, what: str, fill: Callable[[Path], None]) -> None:
    if path.is_dir():
        return progress(f"{what}: cached")
    progress(f"{what}: building")
    partial = CACHE_ROOT / f".partial-{path.name}"
    partial.mkdir()
    try:
        fill(partial)
        partial.rename(path)
    except BaseException:
        unmount_below(partial)
        shutil.rmtree(partial, ignore_errors=True)
        raise
    progress(f"{what}: built")


def sources(system: str) -> list[tuple[str, str, str]]:
    """(URI, suite, components) of a system, from what this machine's apt is set up to use."""
    ours = _machine_codename()
    rows: dict[tuple[str, str], list[str]] = {}
    form = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
    for line in run(["apt-get", "indextargets", "--format", form,
                     "Identifier: Packages"]).stdout.splitlines():
        uri, suite, component = line.split()
        if suite in (ours, f"{ours}-updates", f"{ours}-security"):
            rows.setdefault((_plain_uri(uri), suite.replace(ours, SYSTEMS[system])),
                            []).append(component)
    if not any(suite == SYSTEMS[system] for _, suite in rows):
        raise LabError(f"this machine's apt has no source for {ours}: see /etc/apt/sources.list.d")
    return [(uri, suite, " ".join(parts)) for (uri, suite), parts in rows.items()]


def _machine_codename() -> str:
    for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.split("=", 1)[1].strip('"')
    raise LabError("/etc/os-release has no VERSION_CODENAME: not a Debian release")


def _plain_uri(uri: str) -> str:
    # Cloud images list their mirrors in a file, which debootstrap cannot read.
    if not uri.startswith("mirror+file:"):
        return uri
    listed = Path(uri.removeprefix("mirror+file:").rstrip("/"))
    return listed.read_text(encoding="utf-8").split()[0]


def _proxy_env() -> dict[str, str]:
    env = dict(os.environ)
    for scheme in ("http", "https"):
        done = run(["apt-config", "shell", "P", f"Acquire::{scheme}::Proxy"])
        if done.stdout.startswith("P='"):
            env[f"{scheme}_proxy"] = done.stdout.strip()[3:-1]
    return env


def _build_base(system: str, path: Path) -> None:
    suite = SYSTEMS[system]
    uri = next(uri for uri, found, _ in sources(system) if found == suite)
    log = CACHE_ROOT / f"debootstrap-{system}.log"
    log.unlink(missing_ok=True)
    try:
        run_logged(["debootstrap", "--variant=minbase", f"--keyring={KEYRING}",
                    f"--include={','.join(BASE_PACKAGES)}", suite, path, uri], log, _proxy_env())
    except LabError as error:
        raise LabError(f"cannot make the base image of {system} from this machine's package "
                       f"source: {error}") from error
    path.chmod(0o755)
    _make_bare(path)


def _make_bare(root: Path) -> None:
    """Turn a fresh installation into what a cloud image is before its first boot."""
    for old in root.glob("etc/ssh/ssh_host_*"):
        old.unlink()
    (root / "etc/machine-id").write_text("", encoding="ascii")
    (root / "etc/resolv.conf").write_text("", encoding="ascii")
    shutil.rmtree(root / "var/cache/apt/archives")
    (root / "var/cache/apt/archives/partial").mkdir(parents=True)
    (root / "etc/apt/sources.list").unlink(missing_ok=True)
    shutil.rmtree(root / "var/lib/apt/lists")
    (root / "var/lib/apt/lists/partial").mkdir(parents=True)
    (root / "etc/apt/sources.list.d/lab.list").write_text(
        "deb [trusted=yes] file:/srv/packages ./\n", encoding="ascii")
    (root / "srv/packages").mkdir()
    (root / "etc/ssh/sshd_config.d/lab.conf").write_text(
        "PermitRootLogin yes\nPasswordAuthentication yes\n", encoding="ascii")
    # What dpkg flushes to disk protects against nothing here and takes a quarter of its time.
    (root / "etc/dpkg/dpkg.cfg.d/lab").write_text("force-unsafe-io\n", encoding="ascii")
    run(["chroot", root, "systemctl", "mask", "console-getty.service"])
    run(["chroot", root, "chpasswd"], stdin=f"root:{PASSWORD}\n")


def _build_packages(system: str, base: Path, path: Path) -> None:
    work = path / "work"
    apt = ["apt-get", *_apt_options(system, base, work)]
    log = CACHE_ROOT / f"packages-{system}.log"
    log.unlink(missing_ok=True)
    try:
        run_logged([*apt, "update", "--error-on=any"], log)
        run_logged([*apt, "install", "--yes", "--download-only", "--no-install-recommends",
                    *package_list(system)], log)
    except LabError as error:
        raise LabError(f"cannot fetch the packages of {system} from this machine's package "
                       f"source: {error}") from error
    for deb in (work / "archives").glob("*.deb"):
        deb.rename(path / deb.name)
    shutil.rmtree(work)
    path.chmod(0o755)
    index = run(["sh", "-c", 'cd "$1" && dpkg-scanpackages --multiversion .', "sh", path]).stdout
    (path / "Packages").write_text(index, encoding="utf-8")


def _apt_options(system: str, base: Path, work: Path) -> list[str]:
    # This machine's apt fetches, but for a machine that has installed what the base image has:
    # so exactly the packages come that such a host lacks.
    for name in ("lists/partial", "archives/partial"):
        (work / name).mkdir(parents=True)
    lines = [f"deb [signed-by={KEYRING}] {uri} {suite} {parts}\n"
             for uri, suite, parts in sources(system)]
    (work / "sources.list").write_text("".join(lines), encoding="utf-8")
    options = {"Dir::State::status": base / "var/lib/dpkg/status",
               "Dir::State::extended_states": work / "extended_states",
               "Dir::State::lists": work / "lists", "Dir::Cache::archives": work / "archives",
               "Dir::Etc::sourcelist": work / "sources.list", "Dir::Etc::sourceparts": "-",
               "Dir::Etc::preferences": "-", "Dir::Etc::preferencesparts": "-",
               "APT::Sandbox::User": "root", "APT::Keep-Downloaded-Packages": "true",
               "APT::Get::List-Cleanup": "false"}
    return [word for key, value in options.items() for word in ("-o", f"{key}={value}")]
