"""What other pages show of commitments: a vote's, a proposal's, one's own, and the first page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.clock import now
from proposals.commitments import policies, queries
from proposals.models import Proposal
from voting.models import Round

Shown = Mapping[int, dict[str, Any]]
"""What a panel's template needs, for each of the rows that a page asks for."""


def of_rounds(session: Session, actor: Actor | None, ids: Sequence[int]) -> Shown:
    """For the pages of votes that are decided: what was promised, and whether one may record
    more."""
    pages = {"record": "commitments.of_a_vote", "bare": "voting.show"}
    return _of_decisions(session, actor, Round, ids, queries.of_round, **pages)


def of_proposals(session: Session, actor: Actor | None, ids: Sequence[int]) -> Shown:
    """The same for the pages of proposals."""
    pages = {"record": "commitments.of_a_proposal", "bare": "proposals.show"}
    return _of_decisions(session, actor, Proposal, ids, queries.of_proposal, **pages)


def _of_decisions(
    session: Session,
    actor: Actor | None,
    model: type[Any],
    ids: Sequence[int],
    rows: Callable[[Session, int], list[queries.Row]],
    *,
    record: str,
    bare: str,
) -> Shown:
    """``record``: the page on which more is recorded; ``bare``: the one that names the decision
    itself, where a line need not."""
    found = [session.get_one(model, id) for id in ids]
    return {
        source.id: {
            "rows": rows(session, source.id),
            "now": now(),
            "may_record": policies.MAKE.allows(actor, source),
            "record": url_for(record, key=source),
            "bare": bare,
        }
        for source in found
        if policies.is_decided.holds(actor, source)
    }


def of_member(session: Session, actor: Actor | None, ids: Sequence[int]) -> Shown:
    """Those that the member keeps, on the page of all that they took part in; nothing where there
    is none. ``ids``: the actor's own."""
    rows = queries.kept_by(session, actor) if actor else []
    return {id: {"rows": rows, "now": now()} for id in ids} if rows else {}


def kept(session: Session, actor: Actor | None, ids: Sequence[int]) -> Shown:
    """The latest that were kept, on the first page, with thanks; nothing where none was."""
    rows = queries.commitments(session, actor=actor, shown="kept", now=now(), size=3)
    return {id: {"rows": rows} for id in ids} if rows else {}
