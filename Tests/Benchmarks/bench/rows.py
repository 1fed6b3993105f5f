"""The rows of the table, and their limits. What each means in full stands in README.md."""

from __future__ import annotations

from bench.figures import Row

ROWS = [
    Row(
        "submissions", "submissions over HTTP, 32 connections", "pgbench, the same statements, 32 clients",
        0.6, 1.0, "1/s",
    ),
    Row("relay", "relay drains its backlog", "a bare C loop on librabbitmq, window 512", 0.8, 0.92, "rows/s"),
    Row("handler", "handler with inbox and outbox", "the same effect without inbox", 0.8, 0.9, "messages/s"),
    Row("outbox-row", "business transaction with an outbox row", "the same without", 0.85, 0.92, "transactions/s"),
    Row("reader", "throughput while a reader's transaction is held", "without a reader", 0.97, 1.0, "messages/s"),
    Row("dead-tuples", "dead tuples a message, outbox and inbox tables", "-", 0.01, 0.001, "tuples", False),
    Row("latency", "p50 from commit to commit at half load", "one confirm and two commits", 3, 2, "ms", False),
    Row("latency-tail", "p99 from commit to commit at half load", "its p50", 6, 4, "ms", False),
    Row("cases", "whole cases, from submission to rating", "-", 50, 120, "cases/s"),
    Row("cluster", "relay on three nodes", "relay on one node", 0.5, 0.65, "rows/s"),
    Row("memory", "memory of a service at rest after 1,000,000 messages", "after 10,000", 1.1, 1.02, "MB", False),
    Row("idle", "processor time of the idle services together", "-", 1.0, 0.3, "% of a core", False),
    Row("idle-publish", "p99 from commit to publish while idle", "5 ms", 1.0, 0.4, "ms", False),
    Row("due", "a due date with its explanation in words", "-", 1.0, 0.1, "ms a clock", False),
    Row("reprojection", "50,000 running clocks counted anew by a newer calendar", "-", 60, 10, "s", False),
    Row("pages", "p95 of worklist and my cases at 1,000,000 cases", "at 10,000 cases", 1.3, 1.1, "ms", False),
    Row("checks", "the 40 checks of a form, from answers to findings", "-", 5, 1, "ms", False),
]  # fmt: skip
BY_NAME = {row.name: row for row in ROWS}
