"""The commands that a leader runs: one story, of which each test tells a part."""

import time
import types

from pools import happens_once, note_calls, stays, wait
from table import holds
from waiting import check


@happens_once
def three_failovers(w):
    """A standby dies, the primary meanwhile, and the new primary during the follow commands."""
    first, second, third = w.pools().fresh()
    servers = w.servers.all
    first.hold("failover")
    servers[2].kill()
    note_calls(first, "failover", "begin failover 2 0 0")
    servers[0].kill()
    stays(lambda: len(first.calls("failover")) == 1, "a second call meanwhile", 5)
    first.hold("follow_primary")
    first.release("failover")
    note_calls(first, "follow_primary", "begin follow_primary 0 1 0", 25)
    story = types.SimpleNamespace(after_two=first.calls("failover"))
    wait(lambda: first.up() == ([1], [1]), "the new primary")
    wait(lambda: second.up() == third.up() == ([1], [1]), "the others to hear")
    return lose_the_new_primary(w, story)


def lose_the_new_primary(w, story):
    """While the follow commands stand still and one standby is back already."""
    first, servers = w.pools().all[0], w.servers.all
    servers[2].start()
    first.pcp("attach_node", "-n", "2")
    wait(lambda: first.up() == ([1, 2], [1]), "it to be attached")
    servers[1].kill()
    wait(lambda: "end failover 1 2 1" in first.calls("failover"), "the third failover", 20)
    wait(lambda: first.up() == ([], [1]), "all to be down", 20)
    story.promoted = not servers[2].in_recovery()
    story.during_follow = first.calls("follow_primary")
    first.release("follow_primary")
    note_calls(first, "follow_primary", "end follow_primary 2 1 1")
    stays(lambda: first.up() == ([], [1]), "it found the new primary", 3)
    story.follows = first.calls("follow_primary")
    return story


@holds("pgpool.cpp Pgpool::run_command, Pgpool::work",
       "failover_command is waited for, however long it takes: another loss has to wait meanwhile")
def test_failover_command_is_waited_for(w):
    check(three_failovers(w).after_two[:3] == ["begin failover 2 0 0", "end failover 2 0 0",
                                               "begin failover 0 1 0"], "another order")


@holds("pgpool.cpp Pgpool::run_command",
       "its exit status is not asked for: with status 1 the node is down and the new primary found")
def test_exit_status_is_ignored(w):
    check("end failover 0 1 0" in three_failovers(w).after_two, "it did not end, with status 1")


@holds("pgpool.cpp Pgpool::follow",
       "follow commands run one by one, in the order of the nodes")
def test_follow_is_serial(w):
    story = three_failovers(w)
    check(story.during_follow == ["begin follow_primary 0 1 0"], str(story.during_follow))
    nodes = [(line.split()[0], line.split()[2]) for line in story.follows[:6]]
    check(nodes == [(what, node) for node in "012" for what in ("begin", "end")], str(nodes))


@holds("pgpool.cpp Pgpool::follow: %P is the new primary",
       "a follow command is told the new primary as %m and the old one as %P")
def test_placeholders_of_follow(w):
    first = three_failovers(w).follows[0]
    check(first == "begin follow_primary 0 1 0", first)


@holds("pgpool.cpp Pgpool::find_primary, Pgpool::follow: it looks for one, and detaches no other",
       "a primary that dies during the follow commands stays Pgpool-II's primary, and all are down")
def test_new_primary_dies_during_follow(w):
    check(three_failovers(w).promoted, "the failover command promoted nobody")


@holds("pgpool.cpp Pgpool::follow: a second follow is left out",
       "the follow commands of a failover meanwhile come after the first ones")
def test_two_follows(w):
    follows = three_failovers(w).follows
    check(follows[-6:] == [f"{what} follow_primary {node} 1 1" for node in range(3)
                           for what in ("begin", "end")], str(follows))


@happens_once
def leader_dies_in_failover(w):
    """All of the leader's Pgpool-II dies during its failover command, but not the command."""
    first, _, third = w.pools().fresh()
    first.hold("failover")
    w.servers.all[0].kill()
    note_calls(first, "failover", "begin failover 0 1 0")
    first.kill()
    third.hold("follow_primary")
    note_calls(third, "failover", "end failover 0 1 0", 40)
    story = types.SimpleNamespace(others=first.calls("failover"))
    first.release("failover")
    note_calls(first, "failover", "end failover 0 1 0")
    note_calls(third, "follow_primary", "begin follow_primary 0 1 0", 25)
    story.promoted = not w.servers.all[1].in_recovery()
    third.kill_main()
    time.sleep(2)
    third.release("follow_primary")
    time.sleep(3)
    story.follows = third.calls("follow_primary")
    return story


@holds("pgpool.cpp Pgpool::crash, Pgpool::elect",
       "a leader's failover command survives it, and the next leader runs its own at the same time")
def test_leader_dies_during_failover(w):
    story = leader_dies_in_failover(w)
    check(story.others == ["begin failover 0 1 0"], f"the first's calls: {story.others}")
    check(story.promoted, "nobody was promoted")


@holds("pgpool.cpp Pgpool::crash, Pgpool::follow",
       "the follow commands are a child's work, which goes on when only the main process is killed")
def test_follow_survives_the_main_process(w):
    follows = leader_dies_in_failover(w).follows
    check("end follow_primary 2 1 0" in follows, str(follows))


@happens_once
def detached_primary(w):
    """An administrator detaches the primary, attaches one during the follow, and restarts all."""
    first, second, third = pools = w.pools().ready()
    first.hold("follow_primary")
    first.pcp("detach_node", "-n", "0")
    note_calls(first, "follow_primary", "begin follow_primary 0 1 0", 25)
    first.pcp("attach_node", "-n", "2")
    wait(lambda: first.up() == ([1, 2], [1]), "it to be attached")
    first.release("follow_primary")
    note_calls(first, "follow_primary", "end follow_primary 0 1 0")
    time.sleep(2)
    story = types.SimpleNamespace(failovers=first.calls("failover"),
                                  follows=first.calls("follow_primary"))
    wait(lambda: second.up() == third.up() == ([1, 2], [1]), "the others to hear")
    for pool in pools:
        pool.stop()
    w.pools().start()
    time.sleep(2)
    story.after = first.up()
    return story


@holds("pgpool.cpp Pgpool::pcp, Pgpool::detach",
       "detaching a healthy primary runs failover_command, as its loss does")
def test_detached_primary_is_failed_over(w):
    story = detached_primary(w)
    check(story.failovers == ["begin failover 0 1 0", "end failover 0 1 0"], str(story.failovers))


@holds("pgpool.cpp Pgpool::follow: every node but the new primary",
       "a node that is attached before its turn gets no follow command")
def test_attached_before_its_turn(w):
    follows = detached_primary(w).follows
    check(follows == ["begin follow_primary 0 1 0", "end follow_primary 0 1 0"], str(follows))


@holds("pgpool.cpp Pgpool::start: all nodes are up",
       "after a restart of all Pgpool-II a node is down that was down, though its server answers")
def test_status_file_keeps_a_node_down(w):
    story = detached_primary(w)
    check(story.after[0] == [1, 2] and not w.servers.all[0].in_recovery(), str(story.after))
