"""The LAN: one namespace with a bridge, a namespace per host, and nftables rules for partitions.

Interfaces exist only inside the namespaces, so labs cannot clash. A host's port is called pN in
the LAN namespace; while netem is on, a relay stands between pN and nN, which then is in the bridge.
"""

from __future__ import annotations

import hashlib
import ipaddress
import subprocess
import sys
from pathlib import Path

from lablib import cgroups
from lablib.errors import LabError
from lablib.inventory import Host, Plan
from lablib.lab import NETNS_ROOT, Lab, State
from lablib.shell import run

BRIDGE = "br0"
CONTROLLER = "controller"
EVERYONE = "*"
_RELAY = Path(__file__).resolve().parent / "relay.py"


def _ip(netns: Path, *words: str) -> None:
    run(["ip", "-n", netns.name, *words])


def _add_netns(netns: Path) -> None:
    done = run(["ip", "netns", "add", netns.name], check=False)
    if done.returncode != 0:
        raise LabError(f"cannot make a network namespace ({done.stderr.strip()}): the lab needs "
                       "a machine, or a privileged container, whose root may make namespaces")
    _ip(netns, "link", "set", "lo", "up")


def _set_address(netns: Path, device: str, plan: Plan, address: str) -> None:
    length = ipaddress.ip_network(plan.network).prefixlen
    words = ["addr", "add", f"{address}/{length}", "dev", device]
    # Without nodad an IPv6 address is unusable for the second after the link came up.
    _ip(netns, *words, *(["nodad"] if ":" in address else []))


def has_lan(lab: Lab) -> bool:
    """Whether the LAN namespace is complete (its bridge is up with the controller's address)."""
    done = run(["ip", "-n", lab.lan.name, "-o", "addr", "show", "dev", BRIDGE, "up"], check=False)
    return done.returncode == 0 and " inet" in done.stdout


def make_lan(lab: Lab, plan: Plan) -> None:
    """Make the LAN namespace with its bridge and the controller's address."""
    drop_netns(lab.lan)
    _add_netns(lab.lan)
    _ip(lab.lan, "link", "add", "name", BRIDGE, "type", "bridge", "forward_delay", "0",
        "mcast_snooping", "0")
    _ip(lab.lan, "link", "set", "dev", BRIDGE, "up")
    _set_address(lab.lan, BRIDGE, plan, plan.controller)


def drop_netns(netns: Path) -> None:
    """Remove a namespace if it is there; its interfaces go with it."""
    if netns.exists():
        run(["ip", "netns", "del", netns.name])


def all_netns(lab: Lab) -> list[Path]:
    """Every named namespace of a lab, also those that no state file knows."""
    return sorted(NETNS_ROOT.glob(f"{lab.prefix}:*"))


def plug_in(lab: Lab, plan: Plan, host: Host) -> None:
    """Give a host that is off a fresh namespace with eth0 on the LAN."""
    unplug(lab, host)
    netns, port = lab.netns(host), f"p{host.index}"
    _add_netns(netns)
    _ip(lab.lan, "link", "add", "name", port, "type", "veth", "peer", "name", "eth0",
        "address", _mac(lab, host), "netns", netns.name)
    _enslave(lab, port)
    _set_address(netns, "eth0", plan, host.address)
    _ip(netns, "link", "set", "dev", "eth0", "up")


def _mac(lab: Lab, host: Host) -> str:
    # The same after every boot, as a real card's: peers' ARP caches stay right.
    digest = hashlib.sha256(f"{lab.name} {host.name}".encode()).hexdigest()
    return "02:" + ":".join(digest[place:place + 2] for place in range(0, 10, 2))


def _enslave(lab: Lab, port: str) -> None:
    # A port must never speak itself: with ARP or IPv6 on, it would answer for the controller.
    _ip(lab.lan, "link", "set", "dev", port, "arp", "off", "addrgenmode", "none")
    _ip(lab.lan, "link", "set", "dev", port, "master", BRIDGE, "up")


def unplug(lab: Lab, host: Host) -> None:
    """Remove a host's link and namespace; the rest of the LAN sees silence."""
    cut(lab, host)
    cgroups.kill(cgroups.group(_relay_group(lab, host)))
    for device in (f"p{host.index}", f"n{host.index}"):
        run(["ip", "-n", lab.lan.name, "link", "del", device], check=False)
    drop_netns(lab.netns(host))


def cut(lab: Lab, host: Host) -> None:
    """Take a host's link down at the LAN's side: not one packet of it comes through any more."""
    for device in (f"n{host.index}", f"p{host.index}"):
        run(["ip", "-n", lab.lan.name, "link", "set", "dev", device, "down"], check=False)


def apply_blocks(lab: Lab, state: State) -> None:
    """Make the LAN drop exactly what the state's partitions and paused hosts call for."""
    pairs = [tuple(block) for block in state.blocks]
    for name in state.paused:
        pairs += [(name, EVERYONE), (EVERYONE, name)]
    rules = [_rule(state.plan, *block) for block in dict.fromkeys(pairs)]
    # One transaction: between the old and the new rules no packet slips through.
    text = "\n".join(["table bridge partitions", "delete table bridge partitions",
                      "table bridge partitions {", _CHAINS, "}", *rules, ""])
    run(["nsenter", f"--net={lab.lan}", "nft", "-f", "-"], stdin=text)


_CHAINS = "\n".join(f"chain {name} {{ type filter hook {name} priority -300; }}"
                    for name in ("prerouting", "postrouting", "forward", "input", "output"))


def _rule(plan: Plan, source: str, target: str, port: str = "") -> str:
    """What comes from source and goes to target is dropped, or only what goes to that UDP port."""
    way = _way(plan, source, target)
    return f"add rule bridge partitions {way} {f'udp dport {port}' if port else ''} drop"


def _way(plan: Plan, source: str, target: str) -> str:
    ports_in, ports_out = _ports(plan, source), _ports(plan, target)
    if source == CONTROLLER:
        return f"output {'oifname ' + ports_out if ports_out else ''}"
    if target == CONTROLLER:
        return f"input {'iifname ' + ports_in if ports_in else ''}"
    if target == EVERYONE:
        return f"prerouting iifname {ports_in}"
    if source == EVERYONE:
        return f"postrouting oifname {ports_out}"
    return f"forward iifname {ports_in} oifname {ports_out}"


def _ports(plan: Plan, name: str) -> str:
    if name in (EVERYONE, CONTROLLER):
        return ""
    index = plan.host(name).index
    return f'{{ "p{index}", "n{index}" }}'


def _relay_group(lab: Lab, host: Host) -> str:
    return f"{lab.prefix}/relay:{host.name}"


def netem(lab: Lab, state: State, host: Host) -> None:
    """Put a host's link behind a relay with its delay, jitter and loss, or back without one."""
    port, near, far = (f"{letter}{host.index}" for letter in "pnr")
    wanted = state.netem.get(host.name)
    cgroups.kill(cgroups.group(_relay_group(lab, host)))
    run(["ip", "-n", lab.lan.name, "link", "del", near], check=False)
    if not wanted:
        return _enslave(lab, port)
    _ip(lab.lan, "link", "add", "name", near, "type", "veth", "peer", "name", far)
    for device in (port, far):
        _ip(lab.lan, "link", "set", "dev", device, "nomaster", "arp", "off", "addrgenmode",
            "none", "up")
    _start_relay(lab, host, port, far, wanted)
    return _enslave(lab, near)


def _start_relay(lab: Lab, host: Host, port: str, far: str, wanted: dict[str, float]) -> None:
    argv = ["nsenter", f"--net={lab.lan}", sys.executable, str(_RELAY), port, far,
            *(str(wanted[key]) for key in ("delay", "jitter", "loss"))]
    group = cgroups.group(_relay_group(lab, host))
    group.mkdir(parents=True, exist_ok=True)
    with (lab.dir(host) / "relay.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(cgroups.joined([group], argv), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=log, start_new_session=True,
                                   text=True, cwd="/")
    assert process.stdout
    if process.stdout.readline().strip() != "ready":
        raise LabError(f"the relay for {host.name} did not start: see {log.name}")
