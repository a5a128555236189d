"""The command line: words to verbs, errors to one line and exit code 2."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from lablib import enter, faults, images, lifecycle, machine
from lablib.errors import LabError
from lablib.lab import Lab, existing

DEFAULT_INVENTORY = Path(__file__).resolve().parents[3] / "inventories" / "lab"
Handler = Callable[[argparse.Namespace, list[str]], object]


def main(argv: list[str]) -> int:
    """Run one verb; returns the exit code (2 for an error of the lab itself)."""
    # A shell that became root by `su` may lack the directories of mount, ip and nft.
    os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    words, command = _split(argv)
    options = _parser().parse_args(words)
    if command and not options.takes_command:
        return _fail(f"{options.verb} takes no command after --")
    try:
        if options.verb != "status":
            machine.check_root()
        options.handler(options, command)
    except LabError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("interrupted: `lab status` shows what stands, `lab down` removes it", 130)
    return 0


def _fail(text: str, code: int = 2) -> int:
    print(f"lab: {text}", file=sys.stderr)
    return code


def _split(argv: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in argv:
        return argv, []
    place = argv.index("--")
    return argv[:place], argv[place + 1:]


def lab_of(options: argparse.Namespace) -> Lab:
    """The lab that --name, PGMAHOUT_LAB or the only existing lab names; else the default one."""
    found = existing()
    name = options.name or os.environ.get("PGMAHOUT_LAB")
    if not name and len(found) > 1:
        raise LabError(f"which lab? Give --name: {', '.join(found)}")
    return Lab(name or (found[0] if found else DEFAULT_INVENTORY.name))


def _inventory_name(inventory: Path) -> str:
    path = inventory.resolve()
    return path.name if path.is_dir() else path.parent.name


def _up(options: argparse.Namespace, _: list[str]) -> None:
    name = options.name or _inventory_name(options.inventory)
    lifecycle.up(Lab(name), options.inventory, options.os)


def _down(options: argparse.Namespace, _: list[str]) -> None:
    lifecycle.down(existing() if options.all else [lab_of(options).name])


def _prefetch(options: argparse.Namespace, _: list[str]) -> None:
    machine.check_all()
    images.ready(options.os)


def _netem(options: argparse.Namespace, _: list[str]) -> None:
    values = {"delay": options.delay, "jitter": options.jitter, "loss": options.loss}
    faults.netem(lab_of(options), options.host, values)


def _partition(options: argparse.Namespace, _: list[str]) -> None:
    both = options.into == options.out
    others = [name for names in options.peers for name in names]
    faults.partition(lab_of(options), options.host, others,
                     (options.into or both, options.out or both), options.udp)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--name", help="which lab (default: $PGMAHOUT_LAB, or the only one)")
    top = argparse.ArgumentParser(prog="lab", description="Bare Debian hosts made of namespaces.")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, text: str, handler: Handler, *, host: str | None = None,
             takes_command: bool = False) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=text, description=text, parents=[common])
        sub.set_defaults(handler=handler, takes_command=takes_command)
        if host:
            sub.add_argument("host", nargs=None if host == "1" else host, metavar="HOST")
        return sub

    _add_lifecycle(verb)
    _add_commands(verb)
    _add_faults(verb)
    return top


def _add_lifecycle(verb: Callable[..., argparse.ArgumentParser]) -> None:
    make = verb("up", "make a lab, or finish a half-made one", _up)
    make.add_argument("-i", "--inventory", type=Path, default=DEFAULT_INVENTORY,
                      help="also names the lab (default: inventories/lab)")
    fetch = verb("prefetch", "only fill the caches", _prefetch)
    for sub in (make, fetch):
        sub.add_argument("--os", choices=sorted(images.SYSTEMS), default="debian12")
    verb("down", "remove a lab and all it made", _down).add_argument(
        "--all", action="store_true", help="every lab of this machine")
    verb("status", "list labs and hosts", lambda o, _: lifecycle.status(
        lifecycle.names_to_list(o.name), o.json)).add_argument("--json", action="store_true")
    verb("boot", "switch hosts on", lambda o, _: lifecycle.boot(lab_of(o), o.host), host="+")
    verb("kill", "power loss of hosts", lambda o, _: lifecycle.kill(lab_of(o), o.host), host="+")
    verb("renew", "put new machines in place of hosts", lambda o, _: lifecycle.renew(
        lab_of(o), o.host), host="+")
    verb("pin", "trust the host keys that all hosts have now", lambda o, _: lifecycle.pin(
        lab_of(o)))
    verb("snapshot", "copy the disks of all hosts", lambda o, _: lifecycle.take_snapshot(
        lab_of(o), o.snapshot)).add_argument("snapshot", metavar="SNAPSHOT")
    verb("restore", "put the disks of a snapshot back", lambda o, _: lifecycle.restore_snapshot(
        lab_of(o), o.snapshot)).add_argument("snapshot", metavar="SNAPSHOT")


def _add_commands(verb: Callable[..., argparse.ArgumentParser]) -> None:
    verb("run", "run -- CMD in the LAN, as the controller",
         lambda o, command: enter.run_in_lan(lab_of(o), command), takes_command=True)
    verb("exec", "exec HOST -- CMD as root inside a host", takes_command=True, host="1",
         handler=lambda o, command: enter.run_in_host(lab_of(o), o.host, command))
    verb("ssh", "ssh HOST [-- CMD] from the controller", takes_command=True, host="1",
         handler=lambda o, command: enter.ssh(lab_of(o), o.host, command))


def _add_faults(verb: Callable[..., argparse.ArgumentParser]) -> None:
    verb("pause", "freeze a host", lambda o, _: faults.pause(lab_of(o), o.host), host="1")
    verb("resume", "thaw a host", lambda o, _: faults.resume(lab_of(o), o.host), host="1")
    cut = verb("partition", "cut a host (or `controller`) off", _partition, host="1")
    cut.add_argument("--from", dest="peers", nargs="+", action="append", default=[],
                     metavar="HOST", help="only from and to these (default: everyone)")
    cut.add_argument("--in", dest="into", action="store_true", help="only what goes in to HOST")
    cut.add_argument("--out", action="store_true", help="only what comes out of HOST")
    cut.add_argument("--udp", type=int, metavar="PORT", help="only what goes to this UDP port")
    verb("heal", "end partitions", lambda o, _: faults.heal(lab_of(o), o.host), host="?")
    slow = verb("netem", "delay and lose frames each way; without options: end it", _netem,
                host="1")
    for key, unit in (("delay", "MS"), ("jitter", "MS"), ("loss", "PCT")):
        slow.add_argument(f"--{key}", type=float, default=0.0, metavar=unit)
    verb("diskfull", "fill the disk that PATH lies on", lambda o, _: faults.disk_full(
        lab_of(o), o.host, o.path), host="1").add_argument("path", metavar="PATH")
    verb("diskfree", "end diskfull", lambda o, _: faults.disk_free(lab_of(o), o.host), host="1")
