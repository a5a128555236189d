"""Who leads and who has the address: one story, of which each test tells a part."""

import time
import types

from pools import happens_once, note_calls, stays, wait
from table import holds
from waiting import check


@happens_once
def succession(w):
    """The leader dies and comes back; the next one dies during its follow commands."""
    first, second, third = w.pools().fresh()
    third.hold("escalation")
    first.kill()
    wait(lambda: second.leader() == 2, "another leader", 30)
    story = types.SimpleNamespace(leader=third.leader())
    note_calls(third, "escalation", "begin escalation ")
    stays(lambda: not third.has_address(), "the address came first", 2)
    third.release("escalation")
    wait(third.has_address, "the address")
    story.address = [pool.has_address() for pool in (first, second, third)]
    first.start()
    wait(lambda: first.leader() >= 0, "it to join", 30)
    first.wait_for_life_check()
    story.after_return = settled_leaders(w)
    story.address_after_return = first.has_address()
    return lose_the_follow(w, story)


def settled_leaders(w):
    """Each names one; the one that answers for it may be starting anew."""
    seen = []
    wait(lambda: seen.append(w.pools().leaders()) or -1 not in seen[-1], "all to name a leader")
    return seen[-1]


def lose_the_follow(w, story):
    first, second, third = w.pools().all
    third.hold("follow_primary")
    w.servers.all[0].kill()
    note_calls(third, "follow_primary", "begin follow_primary 0 1 0", 25)
    wait(lambda: first.up() == second.up() == ([1], [1]), "the others to hear")
    third.kill()
    third.kill_commands()
    wait(lambda: first.leader() == second.leader() == 0, "a third leader", 30)
    time.sleep(5)
    story.follows = first.calls("follow_primary") + second.calls("follow_primary")
    story.up = first.up()
    story.third_answers = not w.servers.all[2].refusal()
    first.kill_main()
    wait(lambda: not first.has_address(), "the address to be given up")
    story.orphaned = first.calls("de_escalation")
    return story


@holds("pgpool.cpp Pgpool::elect, goes_before",
       "of those who are left the one with the highest wd_priority leads")
def test_priority_elects(w):
    check(succession(w).leader == 2, f"{succession(w).leader} leads")


@holds("pgpool.cpp Pgpool::elect",
       "one with a higher priority that comes back follows who leads by then")
def test_leader_stays(w):
    check(succession(w).after_return == [2, 2, 2], str(succession(w).after_return))


@holds("not in the model: escalation and the address",
       "the address comes when wd_escalation_command has ended, whatever its exit status")
def test_address_after_escalation(w):
    check(succession(w).address[2], "it has no address")


@holds("not in the model: escalation and the address",
       "a leader whose Pgpool-II is killed whole keeps the address, also when it has come back")
def test_killed_leader_keeps_the_address(w):
    story = succession(w)
    check(story.address == [True, False, True], f"the address is on {story.address}")
    check(story.address_after_return, "it gave it up when it came back")


@holds("pgpool.cpp Pgpool::crash",
       "if only the main process is killed, the life check says so and the address is given up")
def test_orphaned_watchdog_gives_up(w):
    check(succession(w).orphaned[-1:] == ["end de_escalation "], str(succession(w).orphaned))


@holds("pgpool.cpp Pgpool::follow, Pgpool::crash",
       "follow commands that die with their leader are lost: nobody goes on, nodes stay down")
def test_follow_dies_with_its_leader(w):
    story = succession(w)
    check(story.follows == [], f"somebody followed: {story.follows}")
    check(story.up == ([1], [1]) and story.third_answers, f"up: {story.up}")
