"""Starts, stops, crashes and standing still."""

import signal

from servers import caught_up, link
from table import holds
from waiting import check, kill, lsn, stays, wait

HOLD = 'while [ -e /tmp/hold ]; do sleep 0.1; done; false'


@holds("postgres.cpp Postgres::crash, Postgres::come_up",
       "after kill -9 of the postmaster all ends; it starts again, recovers, and lost nothing")
def test_killed_postmaster(w):
    first, _, _ = w.servers.restore()
    client = first.client()
    client.say("INSERT INTO kept VALUES (1); SELECT 'done';")
    wait(lambda: "done" in client.heard(), "the row")
    before = first.written()
    first.send(signal.SIGKILL)
    wait(lambda: not first.processes("postgres"), "its processes to end")
    check("in production" in first.control()["Database cluster state"], "it was shut down")
    first.start()
    check(first.rows() == 1 and "automatic recovery in progress" in first.log(), "no recovery")
    check(lsn(first.control()["Latest checkpoint location"]) >= before, "no checkpoint after it")
    check(first.timeline() == 1, "it is on another timeline")


@holds("postgres.cpp Postgres::crash, Postgres::start: at once",
       "while a busy backend of a killed postmaster lives the server does not start again")
def test_busy_backend_holds_up_the_start(w):
    first, _, _ = w.servers.restore()
    first.client("DO 'BEGIN LOOP END LOOP; END'")
    wait(lambda: first.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %'") == "1",
         "the statement")
    first.send(signal.SIGKILL)
    wait(lambda: len(first.processes("postgres")) == 1, "the others to end")
    try:
        first.start()
    except AssertionError as refused:
        check("pre-existing shared memory block" in str(refused), str(refused))
    else:
        raise AssertionError("it started beside an old backend")
    first.kill()
    first.start()


@holds("postgres.cpp Postgres::crash",
       "an immediate stop is a crash: recovery on the next start, acknowledged rows are there")
def test_immediate_stop(w):
    first, _, _ = w.servers.restore()
    first.insert()
    first.stop("immediate")
    check("in production" in first.control()["Database cluster state"], "it was shut down")
    first.start()
    check(first.rows() == 1 and "automatic recovery in progress" in first.log(), "no recovery")


@holds("postgres.cpp Postgres::stop_in_order",
       "a fast stop sends its checkpoint to the standby that streams, whose WAL then ends there")
def test_fast_stop_sends_its_checkpoint(w):
    first, second, _ = w.servers.restore()
    first.insert()
    first.stop("fast")
    control = first.control()
    check(control["Database cluster state"] == "shut down", str(control))
    checkpoint = lsn(control["Latest checkpoint location"])
    wait(lambda: second.received() == checkpoint + 120, "the end of the checkpoint record")
    wait(lambda: second.replayed() == checkpoint + 120, "its replay")


@holds("postgres.cpp Postgres::stop_in_order",
       "a standby that is stopped in order writes nothing, and its control file tells so")
def test_fast_stop_of_a_standby(w):
    first, second, _ = w.servers.restore()
    first.insert()
    caught_up(first, second)
    second.stop("fast")
    state = second.control()["Database cluster state"]
    check(state == "shut down in recovery", state)
    second.start()
    check(second.rows() == 1 and second.in_recovery(), "it is no standby of before")


@holds("postgres.cpp Postgres::come_up: writes a checkpoint whenever a primary starts",
       "a primary that was shut down in order starts without a checkpoint")
def test_no_checkpoint_after_an_orderly_stop(w):
    first, _, _ = w.servers.restore()
    first.stop("fast")
    before = first.control()["Latest checkpoint location"]
    first.start()
    check(first.control()["Latest checkpoint location"] == before, "it wrote one")


@holds("session.cpp Sql::connect: the database system is starting up",
       "a standby that reads its WAL says: the database system is starting up")
def test_start_of_a_standby(w):
    first, second, _ = w.servers.restore()
    first.insert()
    caught_up(first, second)
    second.kill()
    second.write("/tmp/hold", "")
    second.configure(restore_command=HOLD)
    second.start(patient=False)
    wait(lambda: "the database system is starting up" in second.refusal(), "that it says so")
    second.run("rm", "/tmp/hold")
    wait(lambda: not second.refusal(), "it to let in")
    check(second.in_recovery() and second.rows() == 1, "it is no standby with the row")


@holds("session.cpp Sql::connect: the database system is starting up",
       "a standby whose WAL ends before it is consistent says: not yet accepting connections")
def test_standby_short_of_consistency(w):
    first, second, _ = w.servers.restore()
    segment, = second.file("pg_wal").glob("*1")
    before = segment.read_bytes()
    first.insert()
    caught_up(first, second)
    second.stop("fast")
    segment.write_bytes(before)
    second.configure(primary_conninfo="")
    second.start(patient=False)
    wait(lambda: "not yet accepting connections" in second.refusal(), "that it says so")


@holds("session.cpp Sql::connect: the database system is shutting down",
       "a server that is being stopped refuses and says so, and its sessions have ended")
def test_server_that_shuts_down(w):
    first, second, third = w.servers.restore()
    client = first.client()
    client.say("SELECT 'there';")
    wait(lambda: "there" in client.heard(), "the session")
    for process in second.processes("postgres") + third.processes("postgres"):
        kill(process, signal.SIGSTOP)
    first.send(signal.SIGINT)
    wait(lambda: "the database system is shutting down" in first.refusal(), "that it says so")
    client.say("SELECT 1;")
    wait(lambda: client.ended() == "badly", "the session to end")


@holds("session.cpp Sql::connect, Session::reach: hung",
       "a frozen postmaster takes connections, by its kernel, and says nothing")
def test_frozen_postmaster(w):
    first, _, _ = w.servers.restore()
    first.send(signal.SIGSTOP)
    client = first.client("SELECT 'an answer'", source=first)
    stays(lambda: client.ended() is None and not client.heard(), "it said something", 3)
    first.send(signal.SIGCONT)
    wait(lambda: "an answer" in client.heard(), "the answer")


@holds("session.cpp Session::reach, postgres.cpp Postgres::commit, deliver, confirm: hung",
       "sessions and standbys that it had before it froze go on: commits are acknowledged")
def test_frozen_postmaster_alone_stops_nobody(w):
    first, second, _ = w.servers.restore()
    first.set(synchronous_standby_names="ANY 1 (n2, n3)")
    client = first.client()
    client.say("SELECT 'there';")
    wait(lambda: "there" in client.heard(), "the session")
    first.send(signal.SIGSTOP)
    client.say("INSERT INTO kept VALUES (1); SELECT 'acknowledged';")
    wait(lambda: "acknowledged" in client.heard(), "the acknowledgement")
    wait(lambda: second.rows() == 1, "the row to arrive")
    check(second.receivers() == 1, "the standby has lost it")


@holds("postgres.cpp Postgres::stop_in_order: hung, it never ends",
       "a stop that a frozen postmaster was told of takes place when it goes on")
def test_frozen_postmaster_is_told_to_stop(w):
    first, _, _ = w.servers.restore()
    first.send(signal.SIGSTOP)
    first.send(signal.SIGINT)
    stays(lambda: first.postmaster() != 0, "it stopped", 1)
    first.send(signal.SIGCONT)
    wait(lambda: not first.processes("postgres"), "it to stop")
    check(first.control()["Database cluster state"] == "shut down", "it was no orderly stop")


@holds("postgres.cpp Postgres::tick: wal_sender_timeout, wal_receiver_timeout",
       "both ends of a link that is cut give up after their time, and meet again when it is whole")
def test_cut_link(w):
    first, second, _ = w.servers.restore()
    link(second, "down")
    wait(lambda: first.senders() == ["n3"] and second.receivers() == 0, "both to give up", 8)
    first.insert()
    link(second, "up")
    wait(lambda: second.rows() == 1, "the row to arrive")


@holds("postgres.cpp Postgres::come_up: standby_signal",
       "standby.signal beside a running primary does nothing until its next start, as a standby")
def test_standby_signal_beside_a_primary(w):
    first, _, _ = w.servers.restore()
    first.file("standby.signal").touch()
    first.sql("SELECT pg_reload_conf()")
    first.sql("CHECKPOINT")
    first.insert()
    check(not first.in_recovery(), "it is a standby")
    first.send(signal.SIGKILL)
    wait(lambda: not first.processes("postgres"), "its processes to end")
    first.start()
    check(first.in_recovery() and first.rows() == 1, "it is no standby with the row")


@holds("postgres.cpp Postgres::come_up: standby_signal",
       "a standby without standby.signal starts as a primary, on the timeline that it had")
def test_no_standby_signal(w):
    first, second, _ = w.servers.restore()
    first.insert()
    caught_up(first, second)
    second.kill()
    second.file("standby.signal").unlink()
    second.start()
    second.insert()
    check(second.timeline() == 1 and second.rows() == 2, "it is no primary on timeline 1")
