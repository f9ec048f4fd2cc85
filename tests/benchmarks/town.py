"""A town of any size, written straight into the tables: what a community looks like after years.

Half of all messages lie in a few debates, as in life; the largest debate holds a hundredth of all
messages (20,000 of 2,000,000). Rows are poured by each database's fastest way: SQLite's
executemany, PostgreSQL's COPY. Everything follows from the sizes: no chance, and no clock
but for the days until which something is promised.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from civic.audit.models import AuditEntry
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
from proposals.deliberation.models import ArgumentWeight, Comment, Flag, Follow, Removal, Suspension
from proposals.models import Proposal, ProposalTag, ProposalVersion, Support

BEGAN = datetime(2024, 1, 1, 9, tzinfo=UTC)
MEASURED, MEASURED_COMMENTS = 2, 200
"""The proposal that pages are measured on."""
LARGEST = 1
STILL_OPEN = 600
"""Reports of messages below this number wait for a facilitator."""
FACILITATOR, ADMINISTRATOR = 1, 2
KEEPERS = {3: "administrator", 4: "administrator"}
SPACES = 12
STAGES = ("open", "deliberation", "deliberation", "decided", "withdrawn")
SYLLABLES = [
    "ba",
    "co",
    "de",
    "fi",
    "gu",
    "la",
    "me",
    "no",
    "pi",
    "ro",
    "sa",
    "te",
    "vi",
    "za",
    "lou",
    "mar",
    "tran",
    "quer",
]


@dataclass(frozen=True)
class Sizes:
    proposals: int
    comments: int
    members: int
    rounds: int
    """Closed ones, beside the open one that is measured."""

    @property
    def largest_debate(self) -> int:
        return max(self.comments // 100, 400)


SMALL = Sizes(proposals=1_000, comments=20_000, members=1_000, rounds=20)
LARGE = Sizes(proposals=100_000, comments=2_010_000, members=10_000, rounds=1_000)


def token(member_id: int) -> str:
    """With which a member is signed in."""
    return f"measured-{member_id:06}-{'x' * 24}"


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


@contextmanager
def indexed_afterwards(engine: Engine) -> Iterator[None]:
    """SQLite's index of words is made when all are there: four times as fast as word by word."""
    if engine.dialect.name != "sqlite":
        yield
        return
    with engine.begin() as connection:
        asked = text("SELECT sql FROM sqlite_master WHERE name = 'search_words_insert'")
        trigger = connection.execute(asked).scalar_one()
        connection.execute(text("DROP TRIGGER search_words_insert"))
    yield
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
        connection.exec_driver_sql(trigger)


def settle(engine: Engine) -> None:
    """Ids go on after the poured ones, and the planners know what lies in the tables."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            for table in ("member", "space", "proposal", "comment", "search_entry",
                          "sign_in_session", "audit_entry"):  # fmt: skip
                connection.execute(
                    text(
                        "SELECT setval(pg_get_serial_sequence(:name, 'id'),"
                        f" (SELECT max(id) FROM {table}))"
                    ),
                    {"name": table},
                )
        connection.execute(text("ANALYZE"))
        connection.commit()


POOL = 4_096
"""Different texts; a word of the commonest stands in nearly each, one of the rarest in few."""


def word(n: int) -> str:
    """One of 5,832."""
    size = len(SYLLABLES)
    return SYLLABLES[n % size] + SYLLABLES[n // size % size] + SYLLABLES[n // size**2 % size]


def sentence(n: int, words: int) -> str:
    """Common words are far more common than rare ones."""
    picked = [(n * 48_271 + k * 69_621) % 2_147_483_647 % 76 for k in range(words)]
    return " ".join(word(place * (1 + n * (k + 3) % (1 + place))) for k, place in enumerate(picked))


TEXTS = [sentence(n, 14 + n % 20).capitalize() + "." for n in range(POOL)]
NORMAL = [normal(one, "en") for one in TEXTS]


def title(n: int) -> str:
    return f"{TEXTS[n * 7 % POOL][:60].rsplit(' ', 1)[0]} {n}"


def body(n: int, sentences: int = 1) -> str:
    return "\n\n".join(TEXTS[(n + k * 101) % POOL] for k in range(sentences))


def space_of(proposal: int) -> int:
    if proposal <= MEASURED:
        return 1
    return 2 if proposal % 2 else 1 + proposal % SPACES


def moment(n: int) -> datetime:
    return BEGAN + timedelta(seconds=n * 30)


def pour(
    engine: Engine,
    model: type[SQLModel],
    names: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    **same: Any,
) -> None:
    """Rows of ``names``; ``same`` for all of them, and the model's defaults for the rest."""
    table = model.__table__  # type: ignore[attr-defined]
    known = model().model_dump() | same
    rest = {
        column.name: known[column.name]
        for column in table.columns
        if column.name not in names and known.get(column.name) is not None
    }
    fixed = tuple(_stored(value, engine.dialect.name) for value in rest.values())
    columns = [*names, *rest]
    given = ((*(_stored(value, engine.dialect.name) for value in row), *fixed) for row in rows)
    listed = ", ".join(f'"{column}"' for column in columns)
    raw = engine.raw_connection()
    driver: Any = raw.driver_connection
    cursor = driver.cursor()
    if engine.dialect.name == "sqlite":
        cursor.execute("BEGIN")
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', given)
        cursor.execute("COMMIT")
    else:
        with cursor.copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as copy:
            for row in given:
                copy.write_row(row)
        driver.commit()
    raw.close()


def _stored(value: Any, dialect: str) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict | list):
        return json.dumps(value)
    if dialect == "sqlite" and isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    return value
