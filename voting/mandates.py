"""Reading votes that were passed on: whose, to whom, and what they come to at closing.

While a round is open no mandate closes a circle (``actions.passing_on`` refuses it), so that every
way ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, exists, literal, union
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from civic.core.tables import columns
from civic.members.models import Member, MemberKind, MemberState
from civic.members.queries import has_word
from voting import delegation
from voting.models import Elector, Fate, Mandate, Participation, Round
from voting.papers import frozen_copy

SHOWN = 20
"""At most this many givers are named beside a ballot."""
_representative = aliased(Member)
_IS_HERE = (col(Member.state) == MemberState.ACTIVE) & (
    (col(Member.kind) == MemberKind.PERSON)
    | exists().where(
        col(_representative.id) == Member.represented_by_id,
        col(_representative.state) == MemberState.ACTIVE,
    )
)
"""Whoever left, or was erased, stays on the roll and comes in no more; nor does a legal entity that
nobody represents any more."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What became of a vote that somebody passed on, so far."""

    holder_id: int
    holder: str
    declined: bool
    fate: Fate | None
    carrier: str | None


@dataclass(frozen=True, kw_only=True)
class Held:
    """For whom an elector votes besides themselves, as long as those do not vote."""

    givers: Sequence[tuple[int, str]]
    """Who gave them their vote: the first ``SHOWN`` in the order of giving."""
    heads: int
    """All for whom they vote, those included whose votes come from further away."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    mandates: Sequence[Mandate]
    """In the order in which they were given."""
    weights: dict[int, int]
    """Of everybody who gave or was given a vote."""
    voted: set[int]
    """Who of them voted themselves."""
    came_to: delegation.Weighed

    @property
    def carried(self) -> dict[int, list[int]]:
        """By carrier: the weights of those whose votes they carry."""
        return {
            int(carrier): [self.weights[int(giver)] for giver in givers]
            for carrier, givers in self.came_to.carried.items()
        }


def given(session: Session, *, round_id: int, giver_ids: Sequence[int]) -> dict[int, Given]:
    holder, carrier = aliased(Member), aliased(Member)
    rows = session.execute(
        pick(*columns(Mandate, holder.name, carrier.name))
        .join(holder, col(holder.id) == Mandate.holder_id)
        .outerjoin(carrier, col(carrier.id) == Mandate.carrier_id)
        .where(col(Mandate.round_id) == round_id, col(Mandate.giver_id).in_(giver_ids))
    )
    return {
        mandate.giver_id: Given(
            holder_id=mandate.holder_id,
            holder=name,
            declined=mandate.declined,
            fate=mandate.fate,
            carrier=last,
        )
        for mandate, name, last in rows
    }


def held(session: Session, *, round_id: int, holder_ids: Sequence[int]) -> dict[int, Held]:
    """Of those who were given a vote. Two statements."""
    turn = func.row_number().over(partition_by=col(Mandate.holder_id), order_by=col(Mandate.id))
    first = (
        pick(*columns(Mandate.id, Mandate.holder_id, Mandate.giver_id, turn.label("turn")))
        .where(col(Mandate.holder_id).in_(holder_ids), *_standing(round_id))
        .subquery()
    )
    rows = session.execute(
        pick(*columns(first.c.holder_id, Member.id, Member.name))
        .join(first, col(Member.id) == first.c.giver_id)
        .where(first.c.turn <= SHOWN)
        .order_by(first.c.id)
    )
    givers: dict[int, list[tuple[int, str]]] = {}
    for holder_id, id, name in rows:
        givers.setdefault(holder_id, []).append((id, name))
    loads = _arriving(session, round_id=round_id, holder_ids=list(givers)) if givers else {}
    return {
        holder_id: Held(givers=names, heads=loads[holder_id]) for holder_id, names in givers.items()
    }


def load_of(session: Session, *, round_id: int, holder_id: int) -> int:
    """How many votes somebody has been given, by those further away, too."""
    return _arriving(session, round_id=round_id, holder_ids=[holder_id]).get(holder_id, 0)


def _arriving(session: Session, *, round_id: int, holder_ids: Sequence[int]) -> dict[int, int]:
    first = pick(*columns(col(Mandate.holder_id).label("last_id"), Mandate.giver_id)).where(
        col(Mandate.holder_id).in_(holder_ids), *_standing(round_id)
    )
    people: CTE = first.cte("people", recursive=True)
    behind = pick(people.c.last_id, col(Mandate.giver_id)).where(
        col(Mandate.holder_id) == people.c.giver_id, *_standing(round_id)
    )
    people = people.union_all(behind)
    rows = session.execute(pick(people.c.last_id, func.count()).group_by(people.c.last_id))
    return {last_id: int(heads) for last_id, heads in rows}


def way(session: Session, *, round_id: int, start: int) -> list[int]:
    """To whom a vote goes on from somebody: the number of each, the last one at the end."""
    first = pick(col(Mandate.holder_id), literal(1).label("place")).where(
        col(Mandate.giver_id) == start, *_standing(round_id)
    )
    steps: CTE = first.cte("steps", recursive=True)
    further = pick(col(Mandate.holder_id), steps.c.place + 1).where(
        col(Mandate.giver_id) == steps.c.holder_id, *_standing(round_id)
    )
    steps = steps.union_all(further)
    return list(session.scalars(pick(steps.c.holder_id).order_by(steps.c.place)))


def electors_named(
    session: Session, *, round_id: int, words: str, but: int, limit: int
) -> list[tuple[int, str]]:
    """Of a round's roll, by name: those of whose name a word begins so, and who can still vote."""
    found = (
        select(Member.id, Member.name)
        .join(Elector)
        .where(Elector.round_id == round_id, Member.id != but, has_word(words), _IS_HERE)
        .order_by(col(Member.sort_name), col(Member.id))
        .limit(limit)
    )
    return list(session.exec(found))


def elector(session: Session, *, round_id: int, member_id: int) -> tuple[int, str] | None:
    """Number and name of somebody on a round's roll who can still vote."""
    found = select(Member.id, Member.name).join(Elector).where(_IS_HERE)
    return session.exec(found.where(Elector.round_id == round_id, Member.id == member_id)).first()


def count_shown(session: Session, round: Round) -> int:
    """How many votes are passed on now, floored as the turnout is: 0 below the smallest group."""
    found = select(func.count()).select_from(Mandate)
    heads = session.exec(found.where(*_standing(round.id))).one()
    return heads // 5 * 5 if heads >= round.smallest_group else 0


def carried(session: Session, *, round_id: int, carrier_ids: Sequence[int]) -> dict[int, Held]:
    """Of a closed round: by carrier, whose votes each carried, in the order of giving."""
    turn = func.row_number().over(partition_by=col(Mandate.carrier_id), order_by=col(Mandate.id))
    heads = func.count().over(partition_by=col(Mandate.carrier_id))
    given = (
        pick(
            *columns(
                Mandate.id, Mandate.carrier_id, Mandate.giver_id, turn.label("turn"),
                heads.label("heads"),
            )
        )
        .where(col(Mandate.round_id) == round_id, col(Mandate.carrier_id).in_(carrier_ids))
        .subquery()
    )  # fmt: skip
    rows = session.execute(
        pick(*columns(given.c.carrier_id, given.c.heads, Member.id, Member.name))
        .join(given, col(Member.id) == given.c.giver_id)
        .where(given.c.turn <= SHOWN)
        .order_by(given.c.id)
    )
    found: dict[int, tuple[int, list[tuple[int, str]]]] = {}
    for carrier, number, id, name in rows:
        found.setdefault(carrier, (number, []))[1].append((id, name))
    return {carrier: Held(givers=names, heads=number) for carrier, (number, names) in found.items()}


def weighed(session: Session, round: Round) -> Weighed:
    """What all mandates come to with those who have voted by now. Three statements."""
    terms = frozen_copy(round)["mandates"]
    rows = session.exec(select(Mandate).where(*_standing(round.id)).order_by(col(Mandate.id))).all()
    named = {one for row in rows for one in (row.giver_id, row.holder_id)}
    concerned = union(
        pick(col(Mandate.giver_id)).where(*_standing(round.id)),
        pick(col(Mandate.holder_id)).where(*_standing(round.id)),
    )
    weights = dict(
        session.execute(
            pick(*columns(Elector.member_id, Elector.weight)).where(
                col(Elector.round_id) == round.id, col(Elector.member_id).in_(concerned)
            )
        ).all()
    )
    voted = set(
        session.exec(
            select(Participation.member_id).where(
                Participation.round_id == round.id, col(Participation.member_id).in_(concerned)
            )
        )
    )
    came_to = delegation.weigh(
        [str(one) for one in sorted(named)],
        {str(row.giver_id): str(row.holder_id) for row in rows},
        [str(one) for one in sorted(voted)],
        weights={str(one): weight for one, weight in weights.items()},
        most=terms["most"],
        onward=terms["onward"],
    )
    return Weighed(mandates=rows, weights=weights, voted=voted, came_to=came_to)


def heard(session: Session, round: Round) -> int:
    """How many of the roll have voted, or have their vote cast by somebody else."""
    took_part = select(func.count()).select_from(Participation)
    voted = session.exec(took_part.where(Participation.round_id == round.id)).one()
    return voted + sum(len(weights) for weights in weighed(session, round).carried.values())


def is_passed_on(*, round_id: Any, giver_id: Any) -> ColumnElement[bool]:
    """Whether somebody's vote is passed on: a condition on two columns or numbers."""
    return exists().where(
        col(Mandate.round_id) == round_id,
        col(Mandate.giver_id) == giver_id,
        col(Mandate.declined).is_(False),
    )


def _standing(round_id: int) -> tuple[Any, ...]:
    return col(Mandate.round_id) == round_id, col(Mandate.declined).is_(False)
