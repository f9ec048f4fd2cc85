"""The talk of a town: messages, what they weigh, and what became of those that were reported."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from civic.audit.models import AuditEntry
from proposals.deliberation.models import ArgumentWeight, Comment, Flag, Removal, Suspension
from tests.benchmarks.figures import (
    BEGAN,
    FACILITATOR,
    LARGEST,
    MEASURED,
    MEASURED_COMMENTS,
    SPACES,
    STILL_OPEN,
    Sizes,
    moment,
)
from tests.benchmarks.pouring import pour
from tests.benchmarks.texts import body


def debates(engine: Engine, sizes: Sizes) -> None:
    pour(
        engine,
        Comment,
        ("id", "proposal_id", "parent_id", "root_id", "place", "author_id", "alignment", "body",
         "created_at", "reply_count", "weight_count"),
        messages(sizes),
        language="en",
    )  # fmt: skip
    pour(
        engine,
        ArgumentWeight,
        ("comment_id", "member_id"),
        (
            (n, 1 + (n + k * 13) % sizes.members)
            for n in range(1, min(sizes.comments, 50_000), 5)
            for k in range(2)
        ),
    )


def comments_of(sizes: Sizes) -> dict[int, int]:
    """Proposal -> how many messages: the fixed debates, and a long tail for the others."""
    counts = {LARGEST: sizes.largest_debate, MEASURED: MEASURED_COMMENTS}
    left = sizes.comments - sum(counts.values())
    others = range(MEASURED + 1, sizes.proposals + 1)
    share = {n: 60 if n % 20 == 0 else 1 + n % 5 for n in others}
    whole = sum(share.values())
    counts |= {n: left * part // whole for n, part in share.items()}
    counts[MEASURED + 1] += sizes.comments - sum(counts.values())
    return counts


def messages(sizes: Sizes) -> Iterator[tuple[Any, ...]]:
    """Conversations of a beginning and four answers; every third begins with a side taken. On the
    measured proposal nobody answers, so that its first page is forty messages."""
    id = 0
    for proposal, count in comments_of(sizes).items():
        root = 0
        for n in range(count):
            id += 1
            plain = proposal == MEASURED
            place = 0 if plain else n % 5
            root = id if place == 0 else root
            argues = n % 10 == 0 if plain else n % 15 == 0
            side = (("for", "against")[n // 10 % 2]) if argues else None
            yield (
                id, proposal, root if place else None, root if place else None, place,
                1 + id * 7_907 % sizes.members, side, body(id), moment(id),
                min(4, count - n - 1) if place == 0 and not plain else 0,
                id % 50 if side else 0,
            )  # fmt: skip


def record(engine: Engine, sizes: Sizes) -> None:
    """What facilitators were told and decided, and what was written down of it."""
    reported = range(1, sizes.comments + 1, 30)
    pour(
        engine,
        Flag,
        ("comment_id", "member_id", "settled_at"),
        ((n, 1 + n % sizes.members, None if n < STILL_OPEN else BEGAN) for n in reported),
        reason="spam",
        at=BEGAN,
    )
    pour(
        engine,
        Removal,
        ("comment_id", "space_id"),
        ((n, 1 + n % SPACES) for n in range(7, sizes.comments + 1, 300)),
        reason="An advertisement.",
        by_id=FACILITATOR,
        at=BEGAN,
    )
    pour(
        engine,
        Suspension,
        ("id", "member_id", "space_id", "until"),
        ((n, 3 * n, 1 + n % SPACES, BEGAN + timedelta(days=7)) for n in range(1, 40)),
        reason="Insults.",
        by_id=FACILITATOR,
        at=BEGAN,
    )
    pour(
        engine,
        AuditEntry,
        ("id", "name", "space_id"),
        ((n, "ProposalOpened", 1 + n % SPACES) for n in range(1, sizes.proposals + 1)),
        details={"proposal_id": 1, "actor_id": 1, "space_id": 1},
        told_at=BEGAN,
    )
