"""Timelines, receivers and slots."""

from servers import caught_up, make_slot
from table import holds
from waiting import check, lsn, stays, wait

RESUME = "SELECT pg_wal_replay_resume()"


def cut_short(standby):
    """It receives nothing more."""
    standby.follow(None)
    wait(lambda: standby.receivers() == 0, "the receiver to end")


@holds("postgres.cpp Postgres::leave_recovery, wal.cpp Branch::history",
       "a promotion takes the next timeline and its history file names the position of the fork")
def test_promotion_begins_a_timeline(w):
    first, second, _ = w.servers.restore()
    first.insert()
    caught_up(first, second)
    first.kill()
    fork = second.sql("SELECT pg_last_wal_replay_lsn()")
    second.promote()
    check(second.timeline() == 2, f"it is on timeline {second.timeline()}")
    history = second.file("pg_wal/00000002.history").read_text("utf-8")
    check(history.split("\t") == ["1", fork, "no recovery target specified\n"], history)
    check(lsn(fork) < second.written(), "it wrote nothing when it left recovery")


@holds("wal.cpp Branch::continues, postgres.cpp Postgres::connect",
       "a standby that has less than the fork follows over it, to the new timeline")
def test_behind_the_fork_it_follows(w):
    first, second, third = w.servers.restore()
    cut_short(third)
    first.insert()
    caught_up(first, second)
    second.promote()
    make_slot(second, third)
    third.follow(second)
    wait(lambda: second.senders() == ["n3"], "it to stream")
    second.insert()
    wait(lambda: third.rows() == 2, "both rows")
    said = third.sql("SELECT received_tli FROM pg_stat_wal_receiver")
    check(said == "2", f"it receives timeline {said}")


def diverge(first, second, third):
    """The third has what the second, promoted, has not."""
    cut_short(second)
    first.sql("INSERT INTO kept SELECT generate_series(1, 100)")
    caught_up(first, third)
    first.kill()
    second.promote()
    make_slot(second, third)


@holds("wal.cpp Branch::continues, postgres.cpp Postgres::connect",
       "a standby that has more than the fork cannot follow, and says so")
def test_beyond_the_fork_it_cannot_follow(w):
    first, second, third = w.servers.restore()
    diverge(first, second, third)
    third.follow(second)
    wait(lambda: "before current recovery point" in third.log(), "it to see that it cannot")
    second.insert()
    second.insert()
    stays(lambda: third.rows() == 100, "it took rows of a timeline that it left", 2)


@holds("postgres.cpp Postgres::connect, Postgres::confirm: it cannot connect there at all",
       "a standby beyond the fork confirms a commit that it does not have before it is sent away")
def test_beyond_the_fork_it_confirms_all_the_same(w):
    first, second, third = w.servers.restore()
    diverge(first, second, third)
    second.set(synchronous_standby_names="ANY 1 (n3)")
    commit = second.client("INSERT INTO kept VALUES (777)")
    stays(lambda: commit.ended() is None, "it did not wait for anybody", 1)
    check(third.replayed() > second.written(), "the standby has not more than the commit")
    third.follow(second)
    wait(lambda: commit.ended() == "well", "the false confirmation")
    check(third.sql("SELECT count(*) FROM kept WHERE n = 777") == "0", "the standby has the row")


@holds("postgres.cpp Postgres::connect: it cannot connect there",
       "a standby that has more on the same timeline, in the same segment, streams and confirms")
def test_ahead_on_one_timeline_it_confirms(w):
    first, second, third = w.servers.restore()
    first.stop("immediate")
    first.save()
    first.start()
    wait(lambda: first.senders() == ["n2", "n3"], "the standbys to stream")
    first.sql("INSERT INTO kept SELECT generate_series(1, 100)")
    caught_up(first, second, third)
    first.kill()
    first.put_back()
    first.configure(synchronous_standby_names="ANY 1 (n2, n3)")
    first.start()
    first.client("INSERT INTO kept VALUES (777)")
    wait(first.senders, "a standby to stream")
    check(second.replayed() > first.written(), "the standby has not more than the primary")
    wait(lambda: first.rows() == 1, "the false confirmation")
    check(second.rows() == third.rows() == 100, "a standby has other rows")


@holds("postgres.cpp Postgres::start, session.cpp Session::state: NULL until it streams",
       "a standby started without its primary has received the beginning of a segment, not NULL")
def test_received_after_a_restart(w):
    first, second, _ = w.servers.restore()
    first.insert()
    caught_up(first, second)
    first.kill()
    second.kill()
    second.start()
    wait(lambda: second.received() is not None, "a position")
    check(second.receivers() == 0 and second.received() % (16 << 20) == 0, "it is no beginning")
    check(second.received() < second.replayed() and second.rows() == 1, "it replayed no more")
    first.start()
    wait(lambda: second.receivers() == 1, "it to stream")
    wait(lambda: second.received() >= second.replayed(), "it to receive")


@holds("postgres.cpp Postgres::start, session.cpp Session::state",
       "a standby that starts with nobody to follow has received nothing: NULL")
def test_received_without_a_source(w):
    first, second, _ = w.servers.restore()
    first.insert()
    caught_up(first, second)
    second.stop()
    second.configure(primary_conninfo="")
    second.start()
    stays(lambda: second.received() is None, "it received something", 1)
    check(second.rows() == 1, "it did not replay what it has")


@holds("postgres.cpp Postgres::reload",
       "an empty primary_conninfo ends the receiver by reload, without a restart")
def test_cutting_off_by_reload(w):
    first, second, third = w.servers.restore()
    began = second.postmaster()
    first.insert()
    caught_up(first, second)
    cut_short(second)
    first.insert()
    caught_up(first, third)
    stays(lambda: second.rows() == 1, "it received more", 1)
    check(second.postmaster() == began and second.received() is not None, "it was restarted")


@holds("postgres.cpp Postgres::reload: the receiver ends at once, held or not",
       "while replay is held the receiver stays and receives; replay then goes on to all it has")
def test_cutting_off_while_replay_is_held(w):
    first, second, third = w.servers.restore()
    second.sql("SELECT pg_wal_replay_pause()")
    first.insert()
    wait(lambda: second.received() >= first.written(), "the row to arrive")
    second.follow(None)
    first.insert()
    wait(lambda: second.received() >= first.written(), "a row after the reload")
    stays(lambda: second.receivers() == 1 and second.rows() == 0, "it took notice", 2)
    second.sql("SELECT pg_wal_replay_resume()")
    wait(lambda: second.receivers() == 0, "the receiver to end")
    first.insert()
    caught_up(first, third)
    check(second.rows() == 2, f"it has {second.rows()} rows")


@holds("postgres.cpp Postgres::reload",
       "another primary_conninfo takes effect by reload: the old receiver ends, without a restart")
def test_repointing_by_reload(w):
    first, second, third = w.servers.restore()
    began = third.postmaster()
    make_slot(second, third)
    third.follow(second)
    wait(lambda: second.senders() == ["n3"] and first.senders() == ["n2"], "it to change over")
    first.insert()
    wait(lambda: third.rows() == 1, "the row by way of the second")
    check(third.postmaster() == began, "it was restarted")


@holds("postgres.cpp Postgres::connect: only from one that is primary",
       "a standby streams from a standby too, and goes on with it over its promotion")
def test_cascade_over_a_promotion(w):
    first, second, third = w.servers.restore()
    make_slot(second, third)
    third.follow(second)
    wait(lambda: second.senders() == ["n3"], "it to stream from a standby")
    first.kill()
    second.promote()
    second.insert()
    wait(lambda: third.rows() == 1, "the row of the new timeline")


@holds("postgres.cpp Postgres::connect",
       "without its slot a standby does not stream; standbys have no copy of their primary's slots")
def test_no_slot_no_streaming(w):
    first, second, third = w.servers.restore()
    check(first.sql("SELECT count(*) FROM pg_replication_slots") == "2", "the primary has none")
    check(second.sql("SELECT count(*) FROM pg_replication_slots") == "0", "it has slots")
    first.kill()
    second.promote()
    third.follow(second)
    wait(lambda: 'replication slot "n3" does not exist' in third.log(), "it to be refused")
    check(second.senders() == [], "it streams")
    make_slot(second, third)
    wait(lambda: second.senders() == ["n3"], "it to stream")


@holds("sql.cpp drop_slots, make_slots: a slot in use is dropped like any other",
       "a slot that somebody streams by cannot be dropped, nor a name be taken twice")
def test_slot_in_use_stays(w):
    first, second, _ = w.servers.restore()
    done = first.ask("SELECT pg_drop_replication_slot('n2')")
    check("is active for PID" in done.stderr, done.stderr)
    done = first.ask("SELECT pg_create_physical_replication_slot('n2', true)")
    check("already exists" in done.stderr, done.stderr)
    check(second.receivers() == 1, "it streams no more")


def oldest_segment(server):
    return server.sql("SELECT min(name) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'")


@holds("sql.cpp: FROM pg_ls_waldir(), none is short of WAL",
       "a slot keeps the WAL of an absent standby; without it a checkpoint takes it away")
def test_slot_keeps_wal(w):
    first, second, third = w.servers.restore()
    second.stop()
    third.stop()
    first.set(max_wal_size="32MB", min_wal_size="32MB")
    began = oldest_segment(first)
    for name in ("n3", "n2"):
        first.sql(f"SELECT pg_drop_replication_slot('{name}')")
        for _ in range(4):
            first.insert()
            first.sql("SELECT pg_switch_wal()")
        first.sql("CHECKPOINT")
        check((oldest_segment(first) == began) == (name == "n3"), f"without {name}: the WAL")
    make_slot(first, second)
    second.start()
    wait(lambda: "has already been removed" in second.log(), "the standby to miss it")


@holds("postgres.cpp Postgres::promote, sql.cpp promote: it never takes longer",
       "pg_promote says false when its time is up, and the promotion comes true later")
def test_promotion_after_its_time(w):
    first, second, _ = w.servers.restore()
    first.kill()
    second.stop()
    second.configure(restore_command="sleep 1; false")
    second.start()
    said = second.ask("SELECT pg_promote(true, 1)")
    check(said.stdout.strip() == "f", f"{said.stdout} {said.stderr}")
    check("did not promote within 1 second" in said.stderr, said.stderr)
    check(second.in_recovery(), "it is promoted already")
    wait(lambda: not second.in_recovery(), "the promotion")
    done = second.ask("SELECT pg_promote()")
    check("recovery is not in progress" in done.stderr, done.stderr)


@holds("postgres.cpp Postgres::hold_replay, sql.cpp resume_replay",
       "a promotion replays what was held; meanwhile resuming replay is refused")
def test_promotion_ends_a_held_replay(w):
    first, second, _ = w.servers.restore()
    second.sql("SELECT pg_wal_replay_pause()")
    first.insert()
    wait(lambda: second.received() >= first.written(), "the row to arrive")
    check(second.rows() == 0, "replay is not held")
    second.write("/tmp/hold", "")
    second.set(restore_command="while [ -e /tmp/hold ]; do sleep 0.1; done; false")
    first.kill()
    second.sql("SELECT pg_promote(false)")
    wait(lambda: "received promote request" in second.log(), "the promotion to begin")
    said = second.ask(RESUME).stderr
    check("standby promotion is ongoing" in said, said or "it was resumed")
    second.run("rm", "/tmp/hold")
    wait(lambda: not second.in_recovery(), "the promotion")
    check(second.rows() == 1, "the row is lost")
