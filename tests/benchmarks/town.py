"""A town of any size, written straight into the tables: what a community looks like after years.

Half of all messages lie in a few debates, as in life; the largest debate holds a hundredth of all
messages (20,000 of 2,000,000). Everything follows from the sizes: no chance, and no clock
but for the days until which something is promised.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from civic.community.models import Community
from civic.core.audience import Audience
from civic.core.clock import now
from civic.members.models import CommunityRole, Member
from civic.organisations.models import Organisation, OrganisationMembership, OrganisationRole
from civic.search.models import SearchEntry
from civic.search.normal import normal
from civic.sign_in.models import SignInSession
from civic.sign_in.sessions import hash_of
from civic.spaces.models import Membership, Role, Space
from proposals.commitments.models import Commitment, CommitmentNews, Kind, State
from proposals.deliberation.models import Follow
from proposals.models import Proposal, ProposalTag, ProposalVersion, Support
from tests.benchmarks.debates import comments_of, debates, messages, record
from tests.benchmarks.figures import (
    ADMINISTRATOR,
    BEGAN,
    FACILITATOR,
    KEEPERS,
    MEASURED,
    SPACES,
    STAGES,
    Sizes,
    moment,
    space_of,
    token,
)
from tests.benchmarks.pouring import indexed_afterwards, pour, settle
from tests.benchmarks.texts import NORMAL, POOL, body, title, word


def fill(engine: Engine, sizes: Sizes, *, tell: Callable[[str], None] = lambda _what: None) -> None:
    """Into a migrated, empty database. ``tell`` hears what comes next."""
    pour(engine, Community, ("name",), [("Mill Town",)], languages=["en", "fr"])
    for part in (people, proposals, debates, promises, record, search_words):
        tell(part.__name__.replace("_", " "))
        part(engine, sizes)
    tell("statistics")
    settle(engine)


def people(engine: Engine, sizes: Sizes) -> None:
    ids = range(1, sizes.members + 1)
    pour(
        engine,
        Member,
        ("id", "pseudonym", "name", "email", "role"),
        (
            (
                n,
                f"{n:032x}",
                f"{word(n * 31).title()} {word(n * 17 + 5).title()}",
                f"m{n}@example.org",
                CommunityRole.ADMINISTRATOR if n == ADMINISTRATOR else CommunityRole.MEMBER,
            )
            for n in ids
        ),
        joined_at=BEGAN,
    )
    acts = ["proposals.debate", "proposals.propose", "proposals.support", "voting.prepare"]
    pour(
        engine,
        Space,
        ("id", "title", "audience"),
        (
            (n, f"Quarter {n}", Audience.SPACE if n % 4 == 0 else Audience.COMMUNITY)
            for n in range(1, SPACES + 1)
        ),
        acts=acts,
        language="en",
        created_at=BEGAN,
    )
    pour(
        engine,
        Membership,
        ("space_id", "member_id", "role"),
        (
            (
                space,
                n,
                Role.FACILITATOR if n == FACILITATOR else Role.MEMBER,
            )
            for n in ids
            for space in {1, 2, 1 + n % SPACES, 1 + n * 7 % SPACES}
        ),
        joined_at=BEGAN,
    )
    partners = [(1, "The bakery"), (2, "The mill")]
    pour(engine, Organisation, ("id", "name"), partners, created_at=BEGAN)
    pour(
        engine,
        OrganisationMembership,
        ("organisation_id", "member_id", "role"),
        ((1 if n % 50 == 0 else 2, n, OrganisationRole(KEEPERS.get(n, "member"))) for n in ids),
        is_listed=True,
        joined_at=BEGAN,
    )
    pour(
        engine,
        SignInSession,
        ("id", "token_hash", "member_id"),
        ((n, hash_of(token(n)), n) for n in ids),
    )


def proposals(engine: Engine, sizes: Sizes) -> None:
    ids = range(1, sizes.proposals + 1)

    def rows() -> Iterator[tuple[Any, ...]]:
        counts = comments_of(sizes)
        for n in ids:
            stage = "deliberation" if n <= MEASURED else STAGES[n * 13 % 5]
            yield (
                n, space_of(n), 1 + n * 7_919 % sizes.members, title(n), body(n, 12), stage,
                ("adopted" if n % 3 else "rejected") if stage == "decided" else None,
                moment(n), moment(n), moment(n) if stage == "decided" else None,
                "No longer needed." if stage == "withdrawn" else None,
                n * n * 31 % 400, counts.get(n, 0),
            )  # fmt: skip

    pour(
        engine,
        Proposal,
        ("id", "space_id", "author_id", "title", "body", "stage", "verdict", "created_at",
         "opened_at", "decided_at", "withdrawn_reason", "support_count", "comment_count"),
        rows(),
        language="en",
    )  # fmt: skip
    pour(
        engine,
        ProposalVersion,
        ("proposal_id", "title", "body"),
        ((n, title(n), body(n, 12)) for n in ids),
        version=1,
        at=BEGAN,
    )
    pour(
        engine,
        ProposalTag,
        ("proposal_id", "tag", "opened_at"),
        ((n, f"{word(tag)}", moment(n)) for n in ids for tag in {n % 2, 40 + n * 3 % 60}),
    )
    pour(
        engine,
        Support,
        ("proposal_id", "member_id"),
        ((n, 1 + (n * 11 + k * 37) % sizes.members) for n in ids for k in range(3)),
    )
    pour(
        engine,
        Follow,
        ("proposal_id", "member_id"),
        ((n, 1 + (n * 5 + k) % sizes.members) for n in ids for k in range(2)),
    )


def promises(engine: Engine, sizes: Sizes) -> None:
    """What follows from every second proposal, kept, not kept or open, with a line of news."""
    today = now().replace(hour=12)
    ids = range(1, sizes.proposals // 2 + 1)
    states = [State.OPEN, State.KEPT, State.NOT_KEPT]
    pour(
        engine,
        Commitment,
        ("id", "space_id", "proposal_id", "title", "keeper_id", "due", "state", "settled_at"),
        (
            (
                n, space_of(2 * n), 2 * n, title(n), 1 + n * 31 % sizes.members,
                today + timedelta(minutes=n % 40_000 - 20_000), states[n % 3],
                today if n % 3 else None,
            )
            for n in ids
        ),
        language="en",
        keeper_words="",
        news_at=BEGAN,
        reminded=True,
        made_at=BEGAN,
    )  # fmt: skip
    pour(
        engine,
        CommitmentNews,
        ("id", "commitment_id", "body"),
        ((n, n, body(n, 5)) for n in ids),
        kind=Kind.NEWS,
        language="en",
        at=BEGAN,
    )


def search_words(engine: Engine, sizes: Sizes) -> None:
    def rows() -> Iterator[tuple[Any, ...]]:
        id = 0
        for n in range(1, sizes.proposals + 1):
            id += 1
            yield id, "proposal", n, space_of(n), normal(title(n), "en"), NORMAL[n % POOL]
        for comment, proposal, *_ in messages(sizes):
            id += 1
            yield id, "comment", comment, space_of(proposal), "", NORMAL[comment % POOL]

    with indexed_afterwards(engine):
        pour(
            engine,
            SearchEntry,
            ("id", "kind", "subject_id", "space_id", "title", "text"),
            rows(),
            language="en",
            written_at=BEGAN,
        )
