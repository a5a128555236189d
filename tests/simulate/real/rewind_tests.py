"""Promoted servers before their checkpoint, pg_rewind and pg_basebackup."""

import machines as lan

from servers import caught_up
from table import holds
from waiting import check, lsn, stays, wait


def wide_table(primary):
    """So much to write that the checkpoint of a promoted server takes its time."""
    primary.sql("CREATE TABLE wide AS SELECT n, repeat('x', 900) FROM generate_series(1, 8000) n")


def diverged(w):
    """The first was stopped with a row that the second, promoted, has not."""
    first, second, _ = w.servers.restore()
    wide_table(first)
    first.insert()
    caught_up(first, second)
    second.follow(None)
    wait(lambda: second.receivers() == 0, "the receiver to end")
    first.insert()
    first.stop("fast")
    second.promote()
    return first, second


def rewind(target, source):
    """What pg_rewind says; it has to end well."""
    done = target.run(f"{lan.BIN}/pg_rewind", "-D", lan.DATA, "--source-server",
                      f"host={source.address} port={lan.PORT} user=postgres dbname=postgres",
                      f"--config-file={lan.CONF}/postgresql.conf", user="postgres", check=False)
    check(done.returncode == 0, done.stderr)
    return done.stdout + done.stderr


@holds("postgres.cpp Postgres::leave_recovery, Postgres::checkpoint: model::ControlData",
       "a promoted server has the old checkpoint and a minimum recovery in its control file")
def test_control_file_of_a_promoted_server(w):
    first, second, _ = w.servers.restore()
    wide_table(first)
    caught_up(first, second)
    second.promote()
    control = second.control()
    check(control["Latest checkpoint's TimeLineID"] == "1", "it has made its checkpoint")
    check(control["Min recovery ending loc's timeline"] == "2", str(control))
    second.sql("CHECKPOINT")
    control = second.control()
    check(control["Latest checkpoint's TimeLineID"] == "2", str(control))
    check(control["Min recovery ending loc's timeline"] == "0", str(control))


@holds("postgres.cpp Postgres::checkpoint: to where it is, and no minimum recovery any more",
       "a standby's checkpoint goes to the primary's last one, and the minimum recovery stays")
def test_checkpoint_of_a_standby(w):
    first, second, _ = w.servers.restore()
    first.insert()
    first.sql("CHECKPOINT")
    checkpoint = first.control()["Latest checkpoint location"]
    first.insert()
    caught_up(first, second)
    second.sql("CHECKPOINT")
    control = second.control()
    check(control["Latest checkpoint location"] == checkpoint, str(control))
    check(lsn(control["Minimum recovery ending location"]) > lsn(checkpoint), str(control))


@holds("rejoin.cpp Rejoiner::overwrite: always done right; decide::decide_rejoin waits for it",
       "before the promoted server's checkpoint pg_rewind sees no difference, and ends well")
def test_rewind_before_the_checkpoint(w):
    first, second = diverged(w)
    said = rewind(first, second)
    check("no rewind required" in said, said)
    second.sql("SELECT pg_create_physical_replication_slot('n1', true)")
    first.file("standby.signal").touch()
    first.configure(primary_conninfo=f"host={second.address} port={lan.PORT} user=postgres",
                    primary_slot_name="n1")
    first.start()
    wait(lambda: "before current recovery point" in first.log(), "it to be refused")
    stays(lambda: first.rows() == 2, "it has lost its row", 1)


@holds("rejoin.cpp Rejoiner::overwrite: branch, end, file, standby_signal, slots, control",
       "pg_rewind brings the source's WAL and settings, and takes slots and standby.signal away")
def test_rewind_brings_the_source_along(w):
    first, second = diverged(w)
    second.sql("CHECKPOINT")
    second.set(work_mem="7MB", synchronous_standby_names="ANY 1 (n1, n3)")
    second.insert(local=True)
    first.file("standby.signal").touch()
    check(len(list(first.file("pg_replslot").iterdir())) == 2, "it has no slots to lose")
    said = rewind(first, second)
    check("no rewind required" not in said, said)
    conf, theirs = (each.file("postgresql.auto.conf").read_text("utf-8")
                    for each in (first, second))
    check(conf == theirs and "7MB" in conf and "n1, n3" in conf, conf)
    check(not first.file("standby.signal").exists(), "standby.signal is still there")
    check(list(first.file("pg_replslot").iterdir()) == [], "its slots are still there")
    control = first.control()
    check(control["Min recovery ending loc's timeline"] == "2", str(control))
    first.file("standby.signal").touch()
    first.configure(primary_conninfo=f"host={second.address} port={lan.PORT} user=postgres",
                    primary_slot_name="", synchronous_standby_names="")
    first.start()
    wait(lambda: second.senders() == ["n1"], "it to stream")
    check(first.rows() == 2, f"it has {first.rows()} rows")


@holds("rejoin.cpp Rejoiner::overwrite: branch, end, file, slots",
       "pg_basebackup brings settings but neither slots nor standby.signal")
def test_basebackup_brings_no_slots(w):
    first, _, third = w.servers.restore()
    first.set(work_mem="7MB")
    first.insert()
    third.kill()
    third.run("rm", "-rf", lan.DATA)
    third.run(f"{lan.BIN}/pg_basebackup", "-D", lan.DATA, "-h", first.address, "-p", str(lan.PORT),
              "-U", "postgres", "-c", "fast", user="postgres")
    conf = third.file("postgresql.auto.conf").read_text("utf-8")
    check("7MB" in conf and "primary_conninfo" not in conf, conf)
    check(not third.file("standby.signal").exists(), "there is a standby.signal")
    check(list(third.file("pg_replslot").iterdir()) == [], "there are slots")
