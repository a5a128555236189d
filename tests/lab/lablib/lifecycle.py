"""The verbs that make, list and remove labs and switch their hosts on and off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from lablib import cgroups, cleanup, disk, hosts, images, machine, network, snapshot
from lablib.errors import LabError
from lablib.inventory import Host, Plan, read_plan
from lablib.lab import Lab, State, existing, load, lock, need, store
from lablib.shell import progress, run


@contextmanager
def working(lab: Lab) -> Iterator[None]:
    """Hold an existing lab's lock; clean-up finds all we start should we be killed."""
    with lock(lab.name):
        need(lab)
        with cgroups.working_in(f"{lab.prefix}/command"):
            yield


def up(lab: Lab, inventory: Path, system: str) -> None:
    """Make a lab, or finish one that is half made; a lab that stands is left as it is."""
    machine.check_all()
    plan = read_plan(inventory)
    with lock(lab.name):
        state = load(lab)
        try:
            with cgroups.working_in(f"{lab.prefix}/command"):
                _up(lab, state or State(os=system, plan=plan), plan, system)
        except BaseException:
            if state is None:
                progress("up failed: removing what it made")
                cleanup.take_down(lab)
            raise


def _up(lab: Lab, state: State, plan: Plan, system: str) -> None:
    if (state.plan, state.os) != (plan, system):
        raise LabError(f"lab {lab.name} stands with other hosts, addresses or system than asked "
                       f"for: `lab down --name {lab.name}` first, or give another --name")
    made = images.ready(system)
    if not (lab.root / "state.json").exists():
        store(lab, state)
    _make_key(lab)
    if not network.has_lan(lab):
        for host in plan.hosts:
            hosts.power_loss(lab, host)
        network.make_lan(lab, plan)
        progress(f"network {plan.network}: made, controller {plan.controller}")
    network.apply_blocks(lab, state)
    _finish_hosts(lab, state, made)
    progress(f"lab {lab.name}: {len(plan.hosts)} hosts up")


def _finish_hosts(lab: Lab, state: State, made: images.Images) -> None:
    off = [host for host in state.plan.hosts if not hosts.is_on(lab, host)]
    for host in state.plan.hosts:
        if host not in off and not cgroups.frozen(hosts.group(lab, host)):
            hosts.wait_ready(lab, host)
    hosts.power_on_all(lab, state, off, made)
    _pin_host_keys(lab, state.plan)


def _make_key(lab: Lab) -> None:
    if not lab.key.with_suffix(".pub").exists():
        lab.key.unlink(missing_ok=True)
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab controller", "-f", lab.key])


def _pin_host_keys(lab: Lab, plan: Plan) -> None:
    lines = [line for host in plan.hosts for line in disk.host_keys(lab, host)]
    text = "\n".join(lines) + "\n"
    if not lab.known_hosts.exists() or lab.known_hosts.read_text(encoding="ascii") != text:
        lab.known_hosts.write_text(text, encoding="ascii")


def down(names: list[str]) -> None:
    """Remove labs; one that does not exist is no error."""
    machine.check_root()
    for name in names:
        lab = Lab(name)
        if Path("/proc/self/ns/net").stat().st_ino in _inodes(lab):
            raise LabError(f"this command runs inside lab {name}: call `down` outside `lab run`")
        with lock(name):
            cleanup.take_down(lab)


def _inodes(lab: Lab) -> set[int]:
    return {path.stat().st_ino for path in network.all_netns(lab)}


def status(names: list[str], as_json: bool) -> None:
    """Print what labs there are and what state their hosts are in."""
    report = {name: _report(Lab(name)) for name in names}
    if as_json:
        return print(json.dumps(report, indent=1))
    if not report:
        return print("no lab")
    for name, one in report.items():
        _print_report(name, one)


def _report(lab: Lab) -> dict:
    state = load(lab)
    if state is None:
        return {"remains": True}
    rows = [{"name": host.name, "address": host.address, "state": _host_state(lab, host),
             "faults": _faults(lab, state, host)} for host in state.plan.hosts]
    return {"os": state.os, "inventory": state.plan.inventory, "network": state.plan.network,
            "vip": state.plan.vip, "controller": state.plan.controller, "hosts": rows,
            "plan": asdict(state.plan)}


def _host_state(lab: Lab, host: Host) -> str:
    if not hosts.is_on(lab, host):
        return "off"
    return "paused" if cgroups.frozen(hosts.group(lab, host)) else "on"


def _faults(lab: Lab, state: State, host: Host) -> list[str]:
    found = [f"blocked {source}→{target}" + "".join(f" UDP {port}" for port in only)
             for source, target, *only in state.blocks if host.name in (source, target)]
    if host.name in state.netem:
        found.append("netem " + " ".join(f"{key}={value:g}" for key, value
                                         in state.netem[host.name].items()))
    return found + (["disk full"] if disk.is_filled(lab, host) else [])


def _print_report(name: str, one: dict) -> None:
    if one.get("remains"):
        return print(f"{name}: remains of a lab: `lab down --name {name}`")
    print(f"{name}: {one['os']}, network {one['network']}, VIP {one['vip'] or '-'}, "
          f"controller {one['controller']}, from {one['inventory']}")
    for row in one["hosts"]:
        print(f"  {row['name']:<20} {row['address']:<16} {row['state']:<7}"
              f"{', '.join(row['faults'])}")


def names_to_list(name: str | None) -> list[str]:
    """The lab of that name, or all."""
    return [name] if name else existing()


def kill(lab: Lab, names: list[str]) -> None:
    """Power loss of hosts, all of them before the next one boots."""
    with working(lab):
        state = need(lab)
        for host in [state.plan.host(name) for name in names]:
            hosts.power_loss(lab, host)
            _forget_pause(lab, state, host)
            progress(f"{host.name}: power lost")


def _forget_pause(lab: Lab, state: State, host: Host) -> None:
    if host.name in state.paused:
        state.paused.remove(host.name)
        store(lab, state)
        network.apply_blocks(lab, state)


def boot(lab: Lab, names: list[str]) -> None:
    """Switch hosts on and wait until they have booted; a running host is left alone."""
    with working(lab):
        state = need(lab)
        wanted = [state.plan.host(name) for name in names]
        off = [host for host in wanted if not hosts.is_on(lab, host)]
        for host in wanted:
            if host not in off:
                progress(f"{host.name}: is on already")
        hosts.power_on_all(lab, state, off, images.ready(state.os))


def renew(lab: Lab, names: list[str]) -> None:
    """New machines in place of hosts: empty disks, host keys that nobody knows, the same addresses."""
    with working(lab):
        state = need(lab)
        wanted = [state.plan.host(name) for name in names]
        for host in wanted:
            hosts.power_loss(lab, host)
            _forget_pause(lab, state, host)
            disk.discard(lab, host)
        hosts.power_on_all(lab, state, wanted, images.ready(state.os))


def pin(lab: Lab) -> None:
    """Trust the host keys that the hosts have now, as a person who knows that they are right."""
    with working(lab):
        _pin_host_keys(lab, need(lab).plan)


def take_snapshot(lab: Lab, name: str) -> None:
    """Shut all hosts down, copy their disks, boot those that were on."""
    with working(lab):
        state = need(lab)
        _need_thawed(state)
        were_on = snapshot.power_off_all(lab, state)
        try:
            snapshot.save(lab, state, name, were_on)
        finally:
            hosts.power_on_all(lab, state, were_on, images.ready(state.os))


def restore_snapshot(lab: Lab, name: str) -> None:
    """Put all disks back, end all faults, boot the hosts that were on back then."""
    with working(lab):
        state = need(lab)
        snapshot.need(lab, name)
        for host in state.plan.hosts:
            hosts.power_loss(lab, host)
            disk.unmount(lab, host)
        state.blocks, state.paused, state.netem = [], [], {}
        store(lab, state)
        network.apply_blocks(lab, state)
        were_on = snapshot.put_back(lab, state, name)
        hosts.power_on_all(lab, state, were_on, images.ready(state.os))
        progress(f"snapshot {name}: restored")


def _need_thawed(state: State) -> None:
    if state.paused:
        raise LabError(f"{', '.join(state.paused)} is paused: `lab resume` first")
