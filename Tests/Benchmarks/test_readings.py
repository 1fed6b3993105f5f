"""What the benchmarks read from others: the server's log, the load generator's words, mails, processors."""

import os
import time
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from uuid import UUID

import pytest
from bench import processors
from bench.cases import settled
from bench.core import BlockFailed
from bench.mailbox import Mailbox, rating_token
from bench.site import FORM_BYTES, outbox_depth, submission, units
from bench.statements import Unit, Unlike, caused, common, read, script
from bench.submissions import Submissions

LOG = """\
@@|10|intake|LOG:  statement: BEGIN
@@|11|intake-relay|LOG:  execute s7: SELECT pg_try_advisory_lock($1)
@@|11|intake-relay|DETAIL:  parameters: $1 = '5'
@@|10|intake|LOG:  execute s1: INSERT INTO submission (id, number, form, at)
\tVALUES ($1, $2, $3, $4)
@@|10|intake|DETAIL:  parameters: $1 = '{id}', $2 = 'LYK-2026-1101-{number}', $3 = '{{"it": "O''Brien, $9"}}', $4 = NULL
@@|12|intake|LOG:  execute s3: SELECT name FROM timers WHERE due_at <= $1
@@|10|intake|LOG:  statement: COMMIT
"""


def log(number: int) -> str:
    return LOG.format(id=UUID(int=number), number=f"{number:06d}")


def test_the_log_is_read_by_session_with_all_lines_and_parameters() -> None:
    units_of_log = read(log(7))
    submitting = units_of_log[-1]
    assert submitting.texts == [
        "BEGIN", "INSERT INTO submission (id, number, form, at)\nVALUES ($1, $2, $3, $4)", "COMMIT",
    ]  # fmt: skip
    assert submitting.statements[1].parameters == [
        str(UUID(int=7)), "LYK-2026-1101-000007", '{"it": "O\'Brien, $9"}', None,
    ]  # fmt: skip


def test_what_runs_while_nothing_happens_and_what_the_relay_does_is_not_the_submissions() -> None:
    idle = read("@@|12|intake|LOG:  execute s9: SELECT name FROM timers WHERE due_at <= $1\n")
    assert [unit.texts[0] for unit in caused(read(log(7)), idle)] == ["BEGIN"]


def test_the_script_draws_what_differs_and_keeps_what_does_not() -> None:
    text, variables = script(read(log(7))[-1:], read(log(8))[-1:], "u1")
    assert "\\set u1_d0 random(" in text and "to_hex((:u1_d0)::bigint)" in text
    assert "('LYK-2026-1101-' || lpad(((:u1_d1)::bigint)::text, 12, '0'))" in text
    assert ":u1_1_3, NULL)" in text
    assert variables["u1_1_3"] == '{"it": "O\'Brien, $9"}'
    assert text.count(";\n") == 3


def test_what_only_one_of_two_submissions_ran_is_somebody_elses() -> None:
    ours, background = read(log(7))[-1], Unit("intake", [])
    assert common([background, ours], [ours]) == ([ours], [ours])
    with pytest.raises(Unlike):
        script([background], [background], "u1")


WRK = """\
  1640 requests in 20.03s, 1.00MB read
{more}Requests/sec:    81.88
"""


def test_what_was_refused_or_never_answered_is_not_counted_as_accepted() -> None:
    assert Submissions.told(WRK.format(more=""), {}).accepted == 1640
    load = Submissions.told(WRK.format(more="  Non-2xx or 3xx responses: 40\n"), {})
    assert (load.accepted, load.refused, load.seconds) == (1600, 40, 20.03)
    lost = "  Socket errors: connect 0, read 2, write 0, timeout 3\n"
    assert Submissions.told(WRK.format(more=lost), {}).refused == 5
    with pytest.raises(BlockFailed):
        Submissions.told("unable to connect", {})


def test_the_link_of_a_mail_tells_whose_case_it_is() -> None:
    case = UUID(int=0x1234567890ABCDEF)
    token = urlsafe_b64encode(case.bytes + bytes(range(16))).decode().rstrip("=")
    words = f"Nilai pelayanan kami: https://localhost:8443/penilaian/{token}\n".encode()
    lines = b64encode(words * 3)
    body = b"\r\n".join(lines[place : place + 76] for place in range(0, len(lines), 76))
    mail = b"Content-Transfer-Encoding: base64\r\n\r\n" + body + b"\r\n--b--\r\n"
    assert rating_token(mail) == (str(case), token)
    assert rating_token(b"Subject: nothing\r\n\r\nin it") is None


def test_a_mail_is_seen_when_it_is_put_down_and_only_then(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    (tmp_path / ".1.part").write_bytes(b"half")
    assert mailbox.arrived() == []
    os.replace(tmp_path / ".1.part", tmp_path / "0001.eml")
    assert mailbox.arrived() == [b"half"]
    assert mailbox.arrived() == []
    mailbox.close()


def test_the_forms_have_the_size_that_forms_have() -> None:
    offices = units(8)
    assert len(set(offices)) == 8
    assert all(len(submission(unit)) in FORM_BYTES for unit in offices)


def test_counts_that_never_become_right_are_told_as_they_are() -> None:
    assert settled(lambda: {"letters": 3}, 3, within=5) == {"letters": 3}
    assert settled(lambda: {"letters": 2}, 3, within=0) == {"letters": 2}


def test_a_health_that_says_nothing_of_the_outbox_is_not_taken_for_an_empty_one() -> None:
    assert outbox_depth({"database": {"up": True}, "messaging": {"outboxDepth": 3}}) == 3
    with pytest.raises(KeyError):
        outbox_depth({"database": {"up": True}, "messaging": {"broker": "connected"}})


def test_processor_time_is_that_of_the_process_and_what_is_below_it() -> None:
    meter = processors.Meter({"own": os.getpid(), "gone": 2**22 - 1})
    meter.begin()
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
    meter.end()
    assert 0.04 < meter.seconds["own"] < 5
    assert meter.seconds["gone"] == 0
    assert processors.total([{"a": 1.0, "b": 2.0}, {"a": 0.5}]) == {"a": 1.5, "b": 2.0}
