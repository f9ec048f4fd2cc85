"""Who may vote in a round, with what weight, in which college: a copy taken at opening."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, literal
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, insert, select

from civic.core.tables import columns
from civic.members.models import Member, MemberState
from civic.spaces.models import Membership, Role
from voting.canonical import canonical, fingerprint
from voting.models import Elector, Round


def conditions(
    *, space_id: int, filters: Mapping[str, Any], on: date
) -> Sequence[ColumnElement[bool]]:
    """Active members of the space (observers are not) whom the filters keep."""
    kept: list[ColumnElement[bool]] = [
        col(Membership.space_id) == space_id,
        col(Membership.role) != Role.OBSERVER,
        col(Member.state) == MemberState.ACTIVE,
    ]
    if filters.get("categories"):
        kept.append(col(Member.category).in_(filters["categories"]))
    if filters.get("colleges"):
        kept.append(col(Member.college).in_(filters["colleges"]))
    if filters.get("paid_up"):
        kept.append(col(Member.paid_up_until) >= on)
    return kept


def preview(
    session: Session, *, space_id: int, filters: Mapping[str, Any], weighted: bool, on: date
) -> list[tuple[int, int]]:
    """Each weight that would be on the roll, and how many would have it."""
    weight = col(Member.weight) if weighted else literal(1)
    rows = session.execute(
        pick(weight, func.count())
        .select_from(Member)
        .join(Membership)
        .where(*conditions(space_id=space_id, filters=filters, on=on))
        .group_by(weight)
        .order_by(weight)
    )
    return [(int(weight), int(heads)) for weight, heads in rows]


def preview_names(
    session: Session, *, space_id: int, filters: Mapping[str, Any], on: date, limit: int
) -> list[tuple[str, str | None, str | None, int]]:
    """The first who would be on the roll: name, category, college, weight."""
    rows = session.execute(
        pick(*columns(Member.name, Member.category, Member.college, Member.weight))
        .join(Membership)
        .where(*conditions(space_id=space_id, filters=filters, on=on))
        .order_by(col(Member.sort_name), col(Member.id))
        .limit(limit)
    )
    return [(name, category, college, weight) for name, category, college, weight in rows]


def groups(session: Session, *, space_id: int, column: str) -> list[tuple[str, int]]:
    """The categories, or the colleges, of those who could vote in a space; and how many."""
    named = {"categories": col(Member.category), "colleges": col(Member.college)}[column]
    rows = session.execute(
        pick(named, func.count())
        .select_from(Member)
        .join(Membership)
        .where(*conditions(space_id=space_id, filters={}, on=date.min), named.is_not(None))
        .group_by(named)
        .order_by(named)
    )
    return [(str(name), int(heads)) for name, heads in rows]


def snapshot(session: Session, *, round: Round, on: date) -> dict[str, Any]:
    """Write the roll; how large it is, what it weighs, and its hash."""
    chosen = conditions(space_id=round.space_id, filters=round.roll_filters, on=on)
    rows = session.execute(
        pick(*columns(Member.id, Member.pseudonym, Member.weight, Member.college, Member.category))
        .join(Membership)
        .where(*chosen)
    ).all()
    weights = {row[0]: row[2] if round.weighted else 1 for row in rows}
    electors = [
        {
            "round_id": round.id,
            "member_id": id,
            "weight": weights[id],
            "college": college,
            "category": category,
        }
        for id, _pseudonym, _weight, college, category in rows
    ]
    if electors:
        session.exec(insert(Elector), params=electors)
    listed = sorted([pseudonym, weights[id], college] for id, pseudonym, _, college, _ in rows)
    return {
        "size": len(rows),
        "weight": sum(weights.values()),
        "sha256": fingerprint(canonical(listed)),
    }


def weight_classes(session: Session, *, round_id: int) -> list[tuple[int, int]]:
    """Each weight on the roll, and how many have it."""
    return list(
        session.exec(
            select(Elector.weight, func.count())
            .where(Elector.round_id == round_id)
            .group_by(col(Elector.weight))
        ).all()
    )
