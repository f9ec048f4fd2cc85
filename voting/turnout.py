"""Who has been heard, by group: only after closing, and never so that a small group shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select as pick
from sqlmodel import Session, col, func

from voting import lifecycle
from voting.models import Elector, Fate, Mandate, Participation, Round


@dataclass(frozen=True)
class Group:
    """``name`` None: all others together."""

    name: str | None
    voted: int
    may: int


def by_group(session: Session, round: Round) -> list[Group]:
    """Of a closed round: by college where the roll has colleges, else by category. One breakdown
    only: the difference of two tables could be a small group. Heard is also whose vote somebody
    else cast."""
    if round.state not in lifecycle.COUNTED:
        return []
    heard = (col(Participation.member_id), col(Mandate.giver_id))
    for column in (Elector.college, Elector.category):
        rows = session.execute(
            pick(col(column), func.count(func.coalesce(*heard)), func.count())
            .select_from(Elector)
            .outerjoin(
                Participation,
                (col(Participation.round_id) == Elector.round_id)
                & (col(Participation.member_id) == Elector.member_id),
            )
            .outerjoin(
                Mandate,
                (col(Mandate.round_id) == Elector.round_id)
                & (col(Mandate.giver_id) == Elector.member_id)
                & (col(Mandate.fate) == Fate.CARRIED),
            )
            .where(col(Elector.round_id) == round.id)
            .group_by(col(column))
        ).all()
        if len(rows) > 1:
            return shown(
                [Group(name or "", voted, may) for name, voted, may in rows],
                least=round.smallest_group,
            )
    return []


def shown(groups: Sequence[Group], *, least: int) -> list[Group]:
    """Groups that may stand in a table: in each, at least ``least`` voted and as many did not.

    The others are one row, into which the next smallest go until that row may be shown, too: the
    whole turnout is public, so what is left out of a table can be computed from it. One row alone
    says nothing, and is left out."""
    found = sorted(groups, key=lambda group: min(group.voted, group.may - group.voted))
    merged: list[Group] = []
    while found and (_is_small(found[0], least) or (merged and _is_small(_sum(merged), least))):
        merged.append(found.pop(0))
    if merged and _is_small(_sum(merged), least):
        return []
    table = sorted(found, key=lambda group: group.name or "") + ([_sum(merged)] if merged else [])
    return table if len(table) > 1 else []


def _is_small(group: Group, least: int) -> bool:
    return min(group.voted, group.may - group.voted) < least


def _sum(groups: Sequence[Group]) -> Group:
    return Group(None, sum(g.voted for g in groups), sum(g.may for g in groups))
