"""Read hosts, addresses and the VIP from an Ansible inventory."""

from __future__ import annotations

import ipaddress
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lablib.errors import LabError
from lablib.shell import run

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_REFERENCE = re.compile(r"{{\s*([A-Za-z_]\w*)\s*}}")
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")
_MAX_REFERENCES = 20


@dataclass(frozen=True)
class Host:
    """One host of the lab; index starts at 1 and names its interfaces."""

    name: str
    address: str
    user: str
    port: int
    index: int


@dataclass(frozen=True)
class Plan:
    """What an inventory asks of the lab."""

    inventory: str
    network: str
    vip: str
    controller: str
    hosts: tuple[Host, ...]

    def host(self, name: str) -> Host:
        """Return the host of that name; LabError lists the names that exist."""
        for host in self.hosts:
            if host.name == name:
                return host
        known = ", ".join(host.name for host in self.hosts)
        raise LabError(f"no host {name!r} in this lab; it has: {known}")


def read_plan(inventory: Path) -> Plan:
    """Ask ansible-inventory and return the plan; LabError names host and variable at fault."""
    if not inventory.exists():
        raise LabError(f"no inventory at {inventory}: give one with -i")
    listing = _listing(inventory)
    names = _members(listing, "postgres") or _members(listing, "all")
    if not names:
        raise LabError(f"{inventory}: no host in the group postgres, nor any other host")
    variables = {name: listing["_meta"]["hostvars"].get(name, {}) for name in names}
    network = _network(inventory, names[0], variables[names[0]])
    hosts = tuple(_host(name, number, variables[name], network)
                  for number, name in enumerate(names, start=1))
    vip = _vip(names[0], variables[names[0]], network)
    _refuse_twins(hosts, vip)
    taken = {host.address for host in hosts} | {vip}
    return Plan(str(inventory.resolve()), str(network), vip, _free_address(network, taken), hosts)


def _listing(inventory: Path) -> dict[str, Any]:
    done = run(["ansible-inventory", "-i", inventory, "--list"])
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise LabError(f"ansible-inventory -i {inventory} --list gave no JSON: {error}") from error


def _members(listing: dict[str, Any], group: str) -> list[str]:
    entry = listing.get(group, {})
    found = list(entry.get("hosts", []))
    for child in entry.get("children", []):
        found += _members(listing, child)
    return list(dict.fromkeys(found))


def _value(host: str, variables: dict[str, Any], key: str, default: object = None) -> str:
    text = str(variables.get(key, "" if default is None else default))
    for _ in range(_MAX_REFERENCES):
        found = _REFERENCE.search(text)
        if not found:
            break
        text = text.replace(found[0], str(variables.get(found[1], "")))
    if "{{" in text or "{%" in text:
        raise LabError(f"{host}: {key} is {text!r}: the lab only follows plain {{{{ variable }}}} "
                       "references; write the value itself")
    return text


def _network(inventory: Path, host: str, variables: dict[str, Any]) -> Network:
    text = _value(host, variables, "pgmahout_network")
    if not text:
        raise LabError(f"{inventory}: pgmahout_network is not set (the hosts' network in CIDR "
                       "form, for example 10.0.0.0/24)")
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise LabError(f"{host}: pgmahout_network: {error}") from error


def _address(host: str, key: str, text: str, network: Network) -> Address:
    try:
        address = ipaddress.ip_address(text)
    except ValueError as error:
        raise LabError(f"{host}: {key}: {error}") from error
    if address not in network:
        raise LabError(f"{host}: {key} {address} is not in pgmahout_network {network}")
    return address


def _vip(host: str, variables: dict[str, Any], network: Network) -> str:
    text = _value(host, variables, "pgmahout_vip")
    return str(_address(host, "pgmahout_vip", text, network)) if text else ""


def _host(name: str, number: int, variables: dict[str, Any], network: Network) -> Host:
    if not _HOST_NAME.fullmatch(name):
        raise LabError(f"{name!r} cannot be a host name: letters, digits, dots and dashes only")
    address = _address(name, "ansible_host", _value(name, variables, "ansible_host", name), network)
    port = _value(name, variables, "ansible_port", 22)
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise LabError(f"{name}: ansible_port {port!r} is not a port number (1..65535)")
    user = _value(name, variables, "ansible_user", "debian")
    return Host(name, str(address), user, int(port), number)


def _refuse_twins(hosts: tuple[Host, ...], vip: str) -> None:
    owner: dict[str, str] = {vip: "pgmahout_vip"} if vip else {}
    for host in hosts:
        if host.address in owner:
            raise LabError(f"{host.name} and {owner[host.address]} both have {host.address}")
        owner[host.address] = host.name


def _free_address(network: Network, taken: set[str]) -> str:
    for address in network.hosts():
        if str(address) not in taken:
            return str(address)
    raise LabError(f"pgmahout_network {network} has no free address for the controller")
