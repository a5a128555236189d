"""All scenarios, in the order in which they are played."""

from __future__ import annotations

from dataclasses import dataclass

from failoverlib import (
    drills,
    during_failover,
    faultfile,
    operations,
    policies,
    scenarios,
    surroundings,
)
from failoverlib.trial import Scenario


@dataclass(frozen=True)
class Case:
    """A scenario, where the watchdog's leader is to be, what the test of a test must say, what the
    inventory says besides, which row of the fault matrix it belongs to, and whether it wants a lab
    that nothing has happened to."""

    scenario: Scenario
    leader: str = ""
    must_say: tuple[str, ...] = ()
    settings: str = ""
    row: str = ""
    fresh: bool = False
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or self.scenario.__name__


SCENARIOS = (
    Case(scenarios.lost_rows_are_seen, must_say=("1 acknowledged rows lost", "1 rows twice")),
    Case(scenarios.two_writers_are_seen, must_say=("two writers",)),
    Case(scenarios.postmaster_killed),
    Case(scenarios.planned_detach),
    Case(scenarios.power_loss_primary_not_leader, "standby", row="F1"),
    Case(scenarios.power_loss_primary_in_mid_answer, "standby", row="F1"),
    Case(scenarios.power_loss_primary_and_leader, "primary", row="F1"),
    Case(scenarios.partition_primary, "standby", row="F3"),
    Case(scenarios.power_loss_leader_not_primary, "standby", row="F1"),
    Case(scenarios.standby_dies_and_returns, row="F13"),
    Case(scenarios.postmaster_frozen, row="F2"),
    Case(scenarios.host_paused_60s, row="F2"),
    Case(scenarios.all_lose_power_old_primary_first),
    Case(scenarios.all_lose_power_old_primary_second),
    Case(scenarios.all_lose_power_old_primary_last),
    Case(scenarios.all_lose_power_and_boot_at_once),
    Case(during_failover.failover_killed, "standby", row="F7"),
    Case(during_failover.failover_killed_after_freeze, "standby", row="F7"),
    Case(during_failover.failover_killed_after_fence, "standby", row="F7"),
    Case(during_failover.failover_killed_after_synchronous, "standby", row="F7"),
    Case(during_failover.failover_killed_after_promote, "standby", row="F7"),
    Case(during_failover.failover_killed_after_repoint, "standby", row="F7"),
    Case(during_failover.failover_by_two_leaders, "standby", row="F7"),
    Case(during_failover.old_primary_returns_at_once, row="F9"),
    Case(during_failover.old_primary_returns_during_failover, "standby", row="F9"),
    Case(surroundings.ssh_refused, row="F14"),
    Case(surroundings.host_key_changed, "standby", row="F14"),
    Case(surroundings.agent_missing, "standby", row="F14"),
    Case(surroundings.sudo_denied, "standby", row="F14"),
    Case(surroundings.services_killed, "standby"),
    Case(surroundings.crash_on_full_disk, "standby", row="F4"),
    Case(surroundings.escalation_in_the_dark, row="F16"),
    Case(scenarios.five_changes_in_a_row, row="F17"),
    Case(scenarios.vip_left_behind, "standby", row="F16"),
    Case(scenarios.online_recovery, "standby"),
    Case(scenarios.online_recovery_of_the_old_primary, "standby"),
    Case(scenarios.restarted_past_the_gate),
    Case(operations.status_of_a_cluster),
    Case(operations.switchover),
    Case(operations.failover_by_hand_while_paused),
    Case(operations.held_down_by_hand),
    Case(operations.restarted_and_reloaded),
    Case(operations.attached_by_hand),
    Case(operations.page_of_operations, fresh=True),
    Case(operations.diagnosed),
    Case(operations.rejoined_by_hand, settings="pgmahout_rejoin: manual\n"),
    *(Case(drills.drill_of(scenario), called=f"drill_{scenario}")
      for scenario in drills.SCENARIOS),
    Case(policies.crash_without_restart, settings="pgmahout_restart: never\n"),
    Case(policies.standbys_stopped, row="F13",
         settings="pgmahout_standbys_lost: degrade\npgmahout_durability: preferred\n"),
    Case(policies.asynchronous_primary_lost,
         settings="pgmahout_synchronous: 'off'\npgmahout_durability: preferred\n"),
)

# Those that are played only when they are named.
ON_REQUEST = (Case(operations.twenty_switchovers),)

# Those that are told in a file.
CASES = (*SCENARIOS, *(
    Case(fault.play, fault.leader, settings=fault.settings, row=fault.row, called=fault.name)
    for fault in faultfile.all_faults()))
