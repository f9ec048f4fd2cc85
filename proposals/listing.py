"""The list of proposals, with its filters, orders and counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, tuple_, union_all
from sqlalchemy import select as pick
from sqlmodel import Session, col, false, func

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import row_number
from civic.core.audience import Reader, readable_by, reader
from civic.core.pagination import COUNT_LIMIT, Page
from civic.core.tables import Moment, columns
from civic.members.models import Member
from civic.search.queries import matches
from civic.spaces.models import Space
from proposals.lines import COLUMNS, OF_SPACE, Row, listed
from proposals.models import CoAuthor, Proposal, ProposalTag, Stage, Support

RECENT = 300
MOST_TAGS = 12
SORTS = ("newest", "support", "discussion")
BEGINNING = datetime.min.replace(tzinfo=UTC)
"""What the keys of pages count microseconds from; some imports are older than computers."""
COUNTED: dict[str, Any] = {
    "support": Proposal.support_count,
    "discussion": Proposal.comment_count,
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the address of a list asks for."""

    words: str = ""
    stage: Stage | None = None
    space_id: int | None = None
    tag: str | None = None
    mine: int | None = None
    """A member's id."""
    unsupported_by: int | None = None
    """A member's id; no address asks for it."""
    sort: str = "newest"

    def address(self, **changed: object) -> dict[str, object]:
        """As parameters of an address, with some of them changed; what is empty is left out."""
        asked: dict[str, object] = {
            "q": self.words,
            "stage": self.stage and self.stage.value,
            "space": self.space_id,
            "tag": self.tag,
            "mine": self.mine and 1,
            "sort": self.sort if self.sort != SORTS[0] else None,
        }
        return {name: value for name, value in (asked | changed).items() if value}

    @property
    def narrow(self) -> bool:
        return bool(self.address(sort=None))

    @property
    def columns(self) -> dict[str, object]:
        """What is compared with columns; words are looked up in the index of search."""
        asked = {
            "stage": self.stage,
            "space": self.space_id,
            "tag": self.tag,
            "mine": self.mine,
            "unsupported_by": self.unsupported_by,
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Shape:
    """What makes one statement of a list differ from another, apart from values: statements are put
    together once for each, as that costs more than running them."""

    reader: Reader
    filters: frozenset[str]
    sort: str = SORTS[0]
    goes_on: bool = False
    """Whether it is a later page."""


Statement = Callable[[Shape, Any], Select[Any]]


def _execute(
    session: Session,
    statement: Statement,
    *,
    actor: Actor | None,
    filters: Filters,
    goes_on: bool = False,
    **values: object,
) -> Any:
    given = filters.columns
    shape = Shape(reader(actor), frozenset(given), filters.sort, goes_on)
    if filters.words:
        hits = matches(session, words=filters.words, kind="proposal", actor=actor)
        found = statement(shape, false() if hits is None else col(Proposal.id).in_(hits))
    else:
        found = _once(statement, shape)
    about = {"spaces": actor.spaces if actor else (), "reader_id": actor.id if actor else 0}
    return db.look(session, found, {**about, **given, **values})


@cache
def _once(statement: Statement, shape: Shape) -> Select[Any]:
    return statement(shape, None)


def _matching(shape: Shape, hits: Any) -> Select[Any]:
    visible = readable_by(shape.reader, audience=Space.audience, space_id=Space.id)
    found: Select[Any] = pick(*columns(Proposal.id)).join(Space).where(visible)
    if "mine" in shape.filters:
        mine: Any = bindparam("mine")
        signed = pick(col(CoAuthor.proposal_id)).where(
            col(CoAuthor.member_id) == mine, col(CoAuthor.accepted_at).is_not(None)
        )
        written = pick(col(Proposal.id)).where(col(Proposal.author_id) == mine)
        found = found.where(col(Proposal.id).in_(union_all(written, signed)))
    else:
        found = found.where(col(Proposal.opened_at).is_not(None))  # drafts have none
    if "stage" in shape.filters:
        found = found.where(col(Proposal.stage) == bindparam("stage"))
    if "unsupported_by" in shape.filters:
        found = found.where(~_supported_by("unsupported_by"))
    if "space" in shape.filters:
        found = found.where(col(Proposal.space_id) == bindparam("space"))
    if "tag" in shape.filters:
        found = found.join(ProposalTag).where(col(ProposalTag.tag) == bindparam("tag"))
    return found if hits is None else found.where(hits)


def proposals(
    session: Session, *, actor: Actor | None, filters: Filters, size: int, after: str = ""
) -> Page[Row]:
    """A page of proposals, paged by key: by when they were published, or by a count, and number."""
    number, last = _position(after, counted=filters.sort in COUNTED)
    if filters.sort not in COUNTED and number == 0:
        last = 0  # an address from when the newest were those of the highest number: page one
    found = _execute(
        session,
        _rows,
        actor=actor,
        filters=filters,
        goes_on=bool(last),
        number=number,
        moment=BEGINNING + timedelta(microseconds=number),
        last=last,
        size=size + 1,
    )
    rows = [listed(*row) for row in found.all()]
    if len(rows) <= size:
        return Page(rows)
    end = rows[size - 1]
    published = (end.opened_at or end.created_at) - BEGINNING
    counts = {"support": end.support_count, "discussion": end.comment_count}
    key = counts.get(filters.sort, published // timedelta(microseconds=1))
    return Page(rows[:size], next=f"{key}-{end.id}")


def _rows(shape: Shape, hits: Any) -> Select[Any]:
    found: Select[Any] = (
        _matching(shape, hits)
        .with_only_columns(*COLUMNS, _supported_by("reader_id"), *OF_SPACE)
        .outerjoin(Member, col(Member.id) == Proposal.author_id)
        .limit(bindparam("size"))
    )
    counted = COUNTED.get(shape.sort)
    if counted is None:
        place = _place(shape)
        found = found.order_by(*(part.desc() for part in place))
        last: Any = tuple_(bindparam("moment", type_=Moment), bindparam("last"))
        return found.where(tuple_(*place) < last) if shape.goes_on else found
    found = found.order_by(col(counted).desc(), col(Proposal.id).desc())
    if shape.goes_on:
        found = found.where(col(Proposal.id).in_(_after(_matching(shape, hits), counted)))
    return found


def _place(shape: Shape) -> tuple[Any, Any]:
    """The moment and the number that the newest stand in order of, as one index has them."""
    if "mine" in shape.filters:  # drafts among them, by when they were begun
        return func.coalesce(Proposal.opened_at, Proposal.created_at), col(Proposal.id)
    if "tag" in shape.filters:
        return col(ProposalTag.opened_at), col(ProposalTag.proposal_id)
    return col(Proposal.opened_at), col(Proposal.id)


def _supported_by(member: str) -> Any:
    theirs = col(Support.member_id) == bindparam(member)
    return exists().where(col(Support.proposal_id) == Proposal.id, theirs).correlate(Proposal)


def _after(matching: Any, counted: Any) -> Any:
    """What comes after a row of a list by a count: the rest of those with the same count, and the
    first of those with less. One condition for both would make SQLite read all of the same."""
    number: Any = bindparam("number")
    last: Any = bindparam("last")
    size: Any = bindparam("size")
    same = matching.where(col(counted) == number, col(Proposal.id) < last)
    less = matching.where(col(counted) < number)
    parts = (
        same.order_by(col(Proposal.id).desc()).limit(size).subquery(),
        less.order_by(col(counted).desc(), col(Proposal.id).desc()).limit(size).subquery(),
    )
    return union_all(*(pick(part.c.id) for part in parts))


def count(session: Session, *, actor: Actor | None, filters: Filters) -> int:
    """How many there are, up to a thousand and one."""
    return int(_execute(session, _number, actor=actor, filters=filters).scalar_one())


def _number(shape: Shape, hits: Any) -> Select[Any]:
    some = _matching(shape, hits).limit(COUNT_LIMIT + 1).subquery()
    return pick(func.count()).select_from(some)


def _position(after: str, *, counted: bool) -> tuple[int, int]:
    """Of a key that was written here; another one is that of page one."""
    number, _dash, last = after.partition("-")
    if counted:
        return row_number(number), row_number(last)
    fits = number.isascii() and number.isdigit() and len(number) < 18
    return (int(number), row_number(last)) if fits else (0, 0)


def used_tags(session: Session, *, actor: Actor | None, space_id: int | None = None) -> list[str]:
    """The tags of the newest visible proposals, those used most first."""
    found = _execute(session, _newest_tags, actor=actor, filters=Filters(space_id=space_id))
    return list(found.scalars())


def _newest_tags(shape: Shape, hits: Any) -> Select[Any]:
    place = (part.desc() for part in _place(shape))
    newest = _matching(shape, hits).order_by(*place).limit(RECENT).subquery()
    return (
        pick(col(ProposalTag.tag))
        .join(newest, newest.c.id == ProposalTag.proposal_id)
        .group_by(col(ProposalTag.tag))
        .order_by(func.count().desc(), col(ProposalTag.tag))
        .limit(MOST_TAGS)
    )
