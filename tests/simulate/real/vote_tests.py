"""Votes, quorum and quarantine."""

from pools import ALL, note_calls, stays, wait
from table import holds
from waiting import check


def nobody_failed_over(pools):
    return not any(pool.calls("failover") for pool in pools)


def state_of(pool, node):
    return dict(enumerate(pool.nodes())).get(node, [""])[0]


def quarantined(pool, *nodes):
    return lambda: all(state_of(pool, node) == "quarantine" for node in nodes)


@holds("pgpool.cpp Pgpool::vote; it knows no quarantine",
       "what one alone sees down it puts into quarantine for itself, until it sees it again")
def test_one_vote_does_not_detach(w):
    pools = first, second, third = w.pools().ready()
    second.pretend_down(1)
    wait(quarantined(second, 1), "the quarantine")
    stays(lambda: first.up() == third.up() == ALL, "others put it down", 3)
    second.pretend_down()
    wait(lambda: second.up() == ALL, "the end of the quarantine")
    check(nobody_failed_over(pools), "somebody failed over")


@holds("pgpool.cpp Pgpool::vote",
       "a vote counts though its voter sees the node again, and with a second one it is down")
def test_votes_of_two_detach(w):
    first, second, third = w.pools().ready()
    second.pretend_down(1)
    wait(quarantined(second, 1), "the quarantine")
    second.pretend_down()
    wait(lambda: second.up() == ALL, "the end of the quarantine")
    third.pretend_down(1)
    wait(lambda: first.up() == ([0, 2], [0]), "the node to be down", 6)
    note_calls(first, "failover", "end failover 1 0 0")
    third.pretend_down()
    wait(lambda: second.up() == third.up() == ([0, 2], [0]), "the others to hear")


@holds("pgpool.cpp Pgpool::vote: kVoteWindow after the voter's last vote",
       "votes expire 15 s after the first; who still holds the node in quarantine is asked again")
def test_votes_expire(w):
    pools = first, second, third = w.pools().ready()
    second.pretend_down(1, 2)
    wait(quarantined(second, 1, 2), "the quarantine")
    second.pretend_down(2)
    stays(lambda: first.up() == ALL, "one vote was enough", 17)
    check(state_of(second, 1) != "quarantine", "it is in quarantine still")
    third.pretend_down(1, 2)
    wait(lambda: first.up() == ([0, 1], [0]), "the node to be down that two see down", 6)
    stays(lambda: state_of(first, 1) in ("up", "waiting"), "the vote has not expired", 3)
    for pool in pools:
        pool.pretend_down()


@holds("pgpool.cpp Pgpool::vote: has_quorum; Pgpool::detach: whatever the quorum",
       "without quorum nobody fails over, but for pcp_detach_node")
def test_no_quorum_no_failover(w):
    first, second, third = w.pools().ready()
    second.kill()
    third.kill()
    wait(lambda: first.leader() == -1, "the quorum to be lost")
    w.servers.all[2].kill()
    wait(quarantined(first, 2), "the quarantine")
    check(nobody_failed_over([first]), "it failed over")
    first.pcp("detach_node", "-n", "1")
    note_calls(first, "failover", "end failover 1 0 0")


@holds("pgpool.cpp: it knows no quarantine, and no leader that resigns",
       "a leader that alone sees the primary down has none (%P is -1), and resigns after 15 s")
def test_quarantined_primary(w):
    first, second, third = w.pools().fresh()
    first.pretend_down(0)
    wait(quarantined(first, 0), "the quarantine")
    check(first.up() == ([1, 2], []), f"it has {first.up()}")
    check(second.up() == third.up() == ALL, "others follow it")
    w.servers.all[2].kill()
    note_calls(first, "failover", "end failover 2 1 -1")
    wait(lambda: second.leader() == 2, "another leader", 30)
    check(not w.servers.all[0].in_recovery(), "the primary was touched")
