"""Reading. Nothing here writes, and nothing here knows about HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, union_all
from sqlalchemy import select as pick
from sqlmodel import Session, col, false, func, select

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.links import Link
from civic.core.markdown import plain
from civic.core.pagination import COUNT_LIMIT, Page
from civic.core.tables import columns
from civic.members.models import Member
from civic.search.queries import matches
from civic.spaces.models import Space
from proposals.models import CoAuthor, Proposal, ProposalTag, Stage, Support, Verdict
from proposals.similarity import ALIKE, likeness, trigrams

RECENT = 300
CANDIDATES = 30
WEIGHED = 600
EXCERPT = 280
"""Characters of a text that lists show the beginning of."""
SORTS = ("newest", "support", "discussion")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a list of proposals."""

    id: int
    title: str
    beginning: str
    language: str
    stage: Stage
    verdict: Verdict | None
    version: int
    support_count: int
    comment_count: int
    imported_supports: int | None
    opened_at: datetime | None
    author_id: int | None
    author: str | None
    space: Space
    co_authors: tuple[CoAuthor, ...] = ()
    """Not read for lists: whoever signs and presses "Support" is told on the proposal's page."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the address of a list asks for."""

    words: str = ""
    stage: Stage | None = None
    space_id: int | None = None
    tag: str | None = None
    mine: int | None = None
    """A member's id."""
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


def _matching(session: Session, actor: Actor | None, filters: Filters) -> Any:
    visible = readable(actor, audience=Space.audience, space_id=Space.id)
    found = pick(*columns(Proposal.id)).join(Space).where(visible)
    if filters.mine:
        signed = pick(col(CoAuthor.proposal_id)).where(
            col(CoAuthor.member_id) == filters.mine, col(CoAuthor.accepted_at).is_not(None)
        )
        written = pick(col(Proposal.id)).where(col(Proposal.author_id) == filters.mine)
        found = found.where(col(Proposal.id).in_(union_all(written, signed)))
    else:
        found = found.where(col(Proposal.stage) != Stage.DRAFT)
    if filters.stage:
        found = found.where(col(Proposal.stage) == filters.stage)
    if filters.space_id:
        found = found.where(col(Proposal.space_id) == filters.space_id)
    if filters.tag:
        found = found.join(ProposalTag).where(col(ProposalTag.tag) == filters.tag)
    if filters.words:
        hits = matches(session, words=filters.words, kind="proposal", actor=actor)
        found = found.where(col(Proposal.id).in_(hits) if hits is not None else false())
    return found


def proposals(
    session: Session, *, actor: Actor | None, filters: Filters, size: int, after: str = ""
) -> Page[Row]:
    """A page of proposals, paged by key: by number, or by a count and number."""
    found = (
        _matching(session, actor, filters)
        .with_only_columns(
            *columns(
                Proposal.id,
                Proposal.title,
                func.substr(Proposal.body, 1, EXCERPT),
                Proposal.language,
                Proposal.stage,
                Proposal.verdict,
                Proposal.version,
                Proposal.support_count,
                Proposal.comment_count,
                Proposal.imported_supports,
                Proposal.opened_at,
                Proposal.author_id,
                Member.name,
                Space,
            )
        )
        .outerjoin(Member, col(Member.id) == Proposal.author_id)
        .limit(size + 1)
    )
    counted: Any = {"support": Proposal.support_count, "discussion": Proposal.comment_count}.get(
        filters.sort
    )
    number, last = _position(after)
    if counted is not None:
        found = found.order_by(col(counted).desc(), col(Proposal.id).desc())
        if last:
            after_it = _after(_matching(session, actor, filters), counted, number, last, size + 1)
            found = found.where(col(Proposal.id).in_(after_it))
    else:
        place = col(ProposalTag.proposal_id) if filters.tag else col(Proposal.id)
        found = found.order_by(place.desc())
        if last:
            found = found.where(place < last)
    rows = [
        Row(
            id=row[0], title=row[1], beginning=row[2], language=row[3], stage=row[4],
            verdict=row[5], version=row[6], support_count=row[7], comment_count=row[8],
            imported_supports=row[9], opened_at=row[10], author_id=row[11], author=row[12],
            space=row[13],
        )
        for row in session.execute(found)
    ]  # fmt: skip
    if len(rows) <= size:
        return Page(rows)
    end = rows[size - 1]
    key = {"support": end.support_count, "discussion": end.comment_count}.get(filters.sort, 0)
    return Page(rows[:size], next=f"{key}-{end.id}")


def _after(matching: Any, counted: Any, number: int, last: int, size: int) -> Any:
    """What comes after a row of a list by a count: the rest of those with the same count, and the
    first of those with less. One condition for both would make SQLite read all of the same."""
    same = matching.where(col(counted) == number, col(Proposal.id) < last)
    less = matching.where(col(counted) < number)
    parts = (
        same.order_by(col(Proposal.id).desc()).limit(size).subquery(),
        less.order_by(col(counted).desc(), col(Proposal.id).desc()).limit(size).subquery(),
    )
    return union_all(*(pick(part.c.id) for part in parts))


def count(session: Session, *, actor: Actor | None, filters: Filters) -> int:
    """How many there are, up to a thousand and one."""
    some = _matching(session, actor, filters).limit(COUNT_LIMIT + 1).subquery()
    return int(session.execute(pick(func.count()).select_from(some)).scalar_one())


def _position(after: str) -> tuple[int, int]:
    number, _dash, last = after.partition("-")
    fits = all(part.isascii() and part.isdigit() and len(part) < 16 for part in (number, last))
    return (int(number), int(last)) if fits else (0, 0)


def used_tags(
    session: Session, *, actor: Actor | None, space_id: int | None = None, limit: int = 12
) -> list[str]:
    """The tags of the newest visible proposals, those used most first."""
    filters = Filters(space_id=space_id)
    newest = (
        _matching(session, actor, filters)
        .order_by(col(Proposal.id).desc())
        .limit(RECENT)
        .subquery()
    )
    rows = session.execute(
        pick(col(ProposalTag.tag))
        .join(newest, newest.c.id == ProposalTag.proposal_id)
        .group_by(col(ProposalTag.tag))
        .order_by(func.count().desc(), col(ProposalTag.tag))
        .limit(limit)
    )
    return [row[0] for row in rows]


def similar(
    session: Session,
    *,
    actor: Actor | None,
    title: str,
    body: str = "",
    but: int | None = None,
    limit: int = 5,
) -> list[Link]:
    """Proposals that seem to want the same, the likest first: found by their words, then weighed
    by the pieces they share, titles against titles and texts against texts."""
    hits = matches(session, words=title, kind="proposal", actor=actor, best=CANDIDATES)
    if hits is None:
        return []
    rows = session.execute(
        pick(
            *columns(
                Proposal.id,
                Proposal.title,
                Proposal.language,
                func.substr(Proposal.body, 1, WEIGHED),
            )
        ).where(
            col(Proposal.id).in_(hits),
            col(Proposal.stage).not_in([Stage.DRAFT, Stage.WITHDRAWN]),
            col(Proposal.id) != (but or 0),
        )
    )
    mine, text = trigrams(title), trigrams(body[:WEIGHED])
    weighed = [
        (
            max(likeness(mine, trigrams(name)), likeness(text, trigrams(beginning))),
            id,
            name,
            language,
        )
        for id, name, language, beginning in rows
    ]
    return [
        Link(endpoint="proposals.show", id=id, title=name, language=language)
        for weight, id, name, language in sorted(weighed, reverse=True)[:limit]
        if weight >= ALIKE
    ]


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    found = select(Proposal.id, Proposal.title, Proposal.language, Proposal.body)
    return [
        Link(
            endpoint="proposals.show",
            id=id,
            title=title,
            language=language,
            excerpt=plain(body, 4_000),
        )
        for id, title, language, body in session.exec(found.where(col(Proposal.id).in_(ids)))
    ]


def has_support_from(session: Session, proposal_ids: Sequence[int], member_id: int) -> set[int]:
    if not proposal_ids:
        return set()
    about = {"member_id": member_id, "proposal_ids": list(proposal_ids)}
    return set(session.scalars(_supports(), about))


@cache
def _supports() -> Any:
    return pick(col(Support.proposal_id)).where(
        col(Support.member_id) == bindparam("member_id"),
        col(Support.proposal_id).in_(bindparam("proposal_ids", expanding=True)),
    )


def tags(session: Session, proposal_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {id: [] for id in proposal_ids}
    if found:
        for id, tag in session.execute(_tags(), {"proposal_ids": list(proposal_ids)}):
            found[id].append(tag)
    return found


@cache
def _tags() -> Any:
    return (
        pick(col(ProposalTag.proposal_id), col(ProposalTag.tag))
        .where(col(ProposalTag.proposal_id).in_(bindparam("proposal_ids", expanding=True)))
        .order_by(col(ProposalTag.tag))
    )
