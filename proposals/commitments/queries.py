"""Reading commitments: the list and its balance, one with its lines, and those of a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, union_all
from sqlalchemy import select as pick
from sqlmodel import Session, and_, col, func, or_, select, true

from civic.core.actor import Actor
from civic.core.addresses import row_number
from civic.core.audience import Reader, readable, readable_by, reader
from civic.core.links import Link
from civic.core.pagination import COUNT_LIMIT, Page, cut
from civic.core.tables import columns
from civic.core.words import language_of, text_in
from civic.members.models import Member
from civic.spaces.models import Space
from proposals.commitments.models import Commitment, CommitmentNews, CommitmentWish, State
from proposals.models import Proposal, ProposalRound
from voting.models import Round

SHOWN = ("open", "late", "kept", "not_kept")
"""What the list is narrowed to; ``open`` is what it begins with."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a list of commitments, with its last news."""

    id: int
    title: str
    language: str
    state: State
    due: datetime
    settled_at: datetime | None
    keeper_id: int | None
    keeper: str | None
    """A member's name, or the words for somebody else; None: a former member."""
    said: str
    said_language: str
    said_at: datetime | None
    space: Space
    decision: Link

    @property
    def is_late(self) -> bool:
        """Kept, after its last day."""
        return self.settled_at is not None and self.settled_at > self.due


class Asked(NamedTuple):
    """Who asked for news since there were some, up to a thousand and one, and whether oneself."""

    members: int
    mine: bool


def commitments(
    session: Session,
    *,
    actor: Actor | None,
    shown: str,
    now: datetime,
    size: int,
    after: str = "",
) -> Page[Row]:
    """A page, paged by key: what is open with the nearest last day first, else the latest first."""
    last = _position(after)
    due, id = last or (None, None)
    about = {
        "spaces": actor.spaces if actor else (),
        "now": now,
        "due": due,
        "id": id,
        "limit": size + 1,
    }
    found = session.execute(_page(reader(actor), shown, last is None), about)
    rows = [_row(one) for one in found]
    if len(rows) <= size:
        return Page(rows)
    end = rows[size - 1]
    return Page(rows[:size], next=f"{end.due.timestamp():.6f}-{end.id}")


@cache
def _page(reader: Reader, shown: str, is_first: bool) -> Any:
    """Put together once, as one of them stands on everybody's first page."""
    rising = shown in ("open", "late")
    due, id = col(Commitment.due), col(Commitment.id)
    at: Any = bindparam("due")
    number: Any = bindparam("id")
    found = _rows().where(readable_by(reader, audience=Space.audience, space_id=Space.id))
    found = found.where(*_narrowed(shown))
    if not is_first:
        beyond = (due > at) if rising else (due < at)
        found = found.where(or_(beyond, and_(due == at, id > number if rising else id < number)))
    order = (due, id) if rising else (due.desc(), id.desc())
    return found.order_by(*order).limit(bindparam("limit"))


def of_round(session: Session, round_id: int) -> list[Row]:
    """What was promised because of a vote, the nearest last day first, fifty at most."""
    return _of(session, select(Commitment.id).where(Commitment.round_id == round_id))


def of_proposal(session: Session, proposal_id: int) -> list[Row]:
    """The same of a proposal, and of the votes in which it stood."""
    votes = select(ProposalRound.round_id).where(ProposalRound.proposal_id == proposal_id)
    own = select(Commitment.id).where(Commitment.proposal_id == proposal_id)
    return _of(
        session, union_all(own, select(Commitment.id).where(col(Commitment.round_id).in_(votes)))
    )


def _of(session: Session, ids: Any) -> list[Row]:
    """In order only when read: asked for an order, SQLite would walk all last days."""
    found = _rows().where(col(Commitment.id).in_(ids)).limit(50)
    return sorted(map(_row, session.execute(found)), key=lambda row: (row.due, row.id))


def kept_by(session: Session, actor: Actor) -> list[Row]:
    """Those that a member keeps or kept, the latest last day first; twenty at most."""
    found = (
        _rows()
        .where(readable(actor, audience=Space.audience, space_id=Space.id))
        .where(col(Commitment.keeper_id) == actor.id)
        .order_by(col(Commitment.due).desc(), col(Commitment.id).desc())
        .limit(20)
    )
    return [_row(row) for row in session.execute(found)]


def one(session: Session, commitment_id: int) -> Row:
    return _row(session.execute(_rows().where(col(Commitment.id) == commitment_id)).one())


def lines(
    session: Session, commitment_id: int, *, before: int = 0, size: int = 30
) -> Page[tuple[CommitmentNews, str | None]]:
    """What was said of one, and who said it, the latest first."""
    found = (
        select(CommitmentNews, Member.name)
        .outerjoin(Member, col(Member.id) == CommitmentNews.author_id)
        .where(
            CommitmentNews.commitment_id == commitment_id,
            col(CommitmentNews.id) < before if before else true(),
        )
        .order_by(col(CommitmentNews.id).desc())
        .limit(size + 1)
    )
    return cut(session.exec(found).all(), size=size, key=lambda last: last[0].id)


def asked(session: Session, commitment: Commitment, actor_id: int | None = None) -> Asked:
    found = (
        select(CommitmentWish.member_id)
        .where(CommitmentWish.commitment_id == commitment.id)
        .where(col(CommitmentWish.at) > (commitment.news_at or commitment.made_at))
        .limit(COUNT_LIMIT + 1)
    )
    who = set(session.exec(found))
    return Asked(len(who), actor_id in who)


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    """With what was said of each."""
    found = select(Commitment.id, Commitment.title, Commitment.language, _words())
    return [
        Link(endpoint="commitments.show", id=id, title=title, language=language, excerpt=words)
        for id, title, language, words in session.exec(found.where(col(Commitment.id).in_(ids)))
    ]


def words_of(session: Session, commitment_id: int) -> str:
    """Who keeps it, where that is no member, and what was said of it."""
    return str(session.exec(select(_words()).where(Commitment.id == commitment_id)).one())


def _words() -> Any:
    said = (
        pick(func.aggregate_strings(col(CommitmentNews.body), " "))
        .where(col(CommitmentNews.commitment_id) == col(Commitment.id))
        .correlate(Commitment)
        .scalar_subquery()
    )
    return func.coalesce(col(Commitment.keeper_words) + " " + said, Commitment.keeper_words)


def _narrowed(shown: str) -> list[Any]:
    if shown in (State.KEPT, State.NOT_KEPT):
        return [col(Commitment.state) == State(shown)]
    late = [col(Commitment.due) < bindparam("now")] if shown == "late" else []
    return [col(Commitment.state) == State.OPEN, *late]


def _position(after: str) -> tuple[datetime, int] | None:
    at, _dash, number = after.partition("-")
    if not (last := row_number(number)):
        return None
    try:
        return datetime.fromtimestamp(float(at), UTC), last
    except (ValueError, OverflowError, OSError):
        return None


@cache
def _rows() -> Select[Any]:
    """With the last line that somebody wrote."""
    last = (
        pick(func.max(col(CommitmentNews.id)))
        .where(
            col(CommitmentNews.commitment_id) == col(Commitment.id),
            col(CommitmentNews.body) != "",
        )
        .correlate(Commitment)
        .scalar_subquery()
    )
    found: Select[Any] = (
        pick(
            *columns(
                Commitment.id, Commitment.title, Commitment.language, Commitment.state,
                Commitment.due, Commitment.settled_at, Commitment.keeper_id,
                Commitment.keeper_words, Member.name, CommitmentNews.body,
                CommitmentNews.language, CommitmentNews.at, Space, Proposal.id, Proposal.title,
                Proposal.language, Round.id, Round.titles,
            )
        )
        .join(Space, col(Space.id) == Commitment.space_id)
        .outerjoin(Member, col(Member.id) == Commitment.keeper_id)
        .outerjoin(Proposal, col(Proposal.id) == Commitment.proposal_id)
        .outerjoin(Round, col(Round.id) == Commitment.round_id)
        .outerjoin(CommitmentNews, col(CommitmentNews.id) == last)
    )  # fmt: skip
    return found


def _row(row: Any) -> Row:
    (
        id, title, language, state, due, settled_at, keeper_id, words, name, said, said_language,
        said_at, space, proposal_id, proposal, proposal_language, round_id, round_titles,
    ) = row  # fmt: skip
    decision = (
        Link(endpoint="proposals.show", id=proposal_id, title=proposal, language=proposal_language)
        if proposal_id
        else Link(
            endpoint="voting.show",
            id=round_id,
            title=text_in(round_titles),
            language=language_of(round_titles),
        )
    )
    return Row(
        id=id,
        title=title,
        language=language,
        state=state,
        due=due,
        settled_at=settled_at,
        keeper_id=keeper_id,
        keeper=words or name,
        said=said or "",
        said_language=said_language or "",
        said_at=said_at,
        space=space,
        decision=decision,
    )
