"""Commits that wait for standbys, and the advisory lock."""

import signal

from servers import caught_up, link
from table import holds
from waiting import check, stays, wait

LOCK = "SELECT 'lock ' || pg_try_advisory_lock(7);"


def waiting_commit(w):
    """A row that waits for the third, which receives nothing."""
    first, second, third = w.servers.restore()
    third.follow(None)
    wait(lambda: third.receivers() == 0, "the receiver to end")
    first.set(synchronous_standby_names="ANY 1 (n3)")
    commit = first.client("INSERT INTO kept VALUES (1)")
    wait(lambda: first.sql("SELECT wait_event FROM pg_stat_activity WHERE wait_event = 'SyncRep'"),
         "the commit to wait")
    check(first.rows() == 0, "others see the row already")
    return first, second, third, commit


@holds("postgres.cpp Postgres::commit, Postgres::is_confirmed, Postgres::acknowledge",
       "a commit is acknowledged once a standby that the names want has confirmed it, not before")
def test_commit_waits_for_its_standby(w):
    first, second, third, commit = waiting_commit(w)
    caught_up(first, second)
    stays(lambda: commit.ended() is None, "it did not wait for the standby", 1)
    third.follow(first)
    wait(lambda: commit.ended() == "well", "the acknowledgement")
    check(first.rows() == 1, "it is not there")


@holds("postgres.cpp Postgres::is_confirmed: any standbys count, whatever the names say",
       "names of standbys that are not there make a commit wait, though others have confirmed")
def test_names_count_not_numbers(w):
    first, second, third = w.servers.restore()
    first.set(synchronous_standby_names="ANY 1 (n7)")
    commit = first.client("INSERT INTO kept VALUES (1)")
    caught_up(first, second, third)
    stays(lambda: commit.ended() is None, "it did not wait", 1)


@holds("postgres.cpp Postgres::reload",
       "a reload with empty names lets the waiting commits go, as acknowledged")
def test_empty_names_let_commits_go(w):
    first, _, _, commit = waiting_commit(w)
    first.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
    stays(lambda: commit.ended() is None, "it went before the reload", 1)
    first.sql("SELECT pg_reload_conf()")
    wait(lambda: commit.ended() == "well", "the acknowledgement")


@holds("postgres.cpp Postgres::crash, Postgres::commit",
       "a waiting commit is on disk: after a crash the row is there, and nobody acknowledged it")
def test_waiting_commit_survives_a_crash(w):
    first, _, _, commit = waiting_commit(w)
    first.send(signal.SIGKILL)
    wait(lambda: commit.ended() == "badly", "the client to lose its connection")
    wait(lambda: not first.processes("postgres"), "its processes to end")
    first.start()
    check(first.rows() == 1, "the row is gone")


@holds("postgres.cpp Postgres::stop_in_order",
       "a fast stop ends a waiting commit without acknowledgement, and the row stays")
def test_waiting_commit_and_a_fast_stop(w):
    first, _, _, commit = waiting_commit(w)
    first.stop("fast")
    wait(lambda: commit.ended() == "badly", "the client to lose its connection")
    check("terminating connection" in commit.heard(), commit.heard())
    first.start()
    check(first.rows() == 1, "the row is gone")


@holds("sql.cpp: no statement of ours cancels; clients never do",
       "a waiting commit that is cancelled counts as done, with a warning, and is visible")
def test_cancelled_commit_is_acknowledged(w):
    first, _, _, commit = waiting_commit(w)
    first.sql("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
    wait(lambda: commit.ended() == "well", "the acknowledgement")
    check("might not have been replicated" in commit.heard() and first.rows() == 1, commit.heard())


def locker(w):
    """A client on the second machine that holds the lock of the first machine's server."""
    first, second, _ = w.servers.restore()
    holder = first.client(source=second)
    holder.say(LOCK)
    wait(lambda: "lock true" in holder.heard(), "the lock")
    check(is_locked(first), "two have it")
    return first, second, holder


def is_locked(server):
    return server.sql(LOCK) == "lock false"


@holds("sql.cpp try_lock, session.cpp Session::close",
       "the advisory lock ends with its session")
def test_lock_ends_with_its_session(w):
    first, _, holder = locker(w)
    holder.end()
    wait(lambda: not is_locked(first), "the lock to be free", 2)


@holds("sql.cpp try_lock",
       "a client that stands still, on a machine that does not, keeps its lock")
def test_lock_of_a_frozen_client(w):
    first, _, holder = locker(w)
    holder.send(signal.SIGSTOP)
    stays(lambda: is_locked(first), "the lock is free", 5)
    holder.send(signal.SIGCONT)


@holds("session.cpp Session::close: kKeepalives if the machine is off, at once if it is cut off",
       "the lock of a client out of reach is freed by keepalives, not when the client ends")
def test_lock_of_a_client_out_of_reach(w):
    first, second, holder = locker(w)
    link(second, "down")
    holder.end()
    stays(lambda: is_locked(first), "the lock is free at once", 1)
    wait(lambda: not is_locked(first), "keepalives to free the lock", 10)


@holds("session.cpp Session::close: a machine that stands still keeps its locks",
       "keepalives free the lock of a client that lives on, when its machine is out of reach")
def test_lock_of_a_living_client_out_of_reach(w):
    first, second, holder = locker(w)
    link(second, "down")
    wait(lambda: not is_locked(first), "keepalives to free the lock", 10)
    check(holder.ended() is None, "it has ended")
