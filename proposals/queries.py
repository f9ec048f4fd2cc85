"""Reading proposals, found by their words or by their numbers; listing.py has the lists. Nothing
here writes, and nothing here knows about HTTP."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, select

from civic.core import db
from civic.core.actor import Actor
from civic.core.links import Link
from civic.core.markdown import plain
from civic.core.tables import columns
from civic.search.queries import matches
from proposals.models import Proposal, ProposalTag, Stage
from proposals.similarity import ALIKE, likeness, trigrams

CANDIDATES = 30
WEIGHED = 600


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
            col(Proposal.stage).not_in([Stage.DRAFT, Stage.WITHDRAWN, Stage.CONTINUED]),
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
    """To a draft nobody is led: what is recorded of it, as that it was handed over, is read by more
    people than it is."""
    shown = select(Proposal.id, Proposal.title, Proposal.language, Proposal.body)
    found = shown.where(Proposal.stage != Stage.DRAFT)
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


def tags(session: Session, proposal_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {id: () for id in proposal_ids}
    if found:
        rows = db.look(session, _tags(), {"proposal_ids": list(proposal_ids)})
        for id, tag in rows.all():
            found[id] += (tag,)
    return found


@cache
def _tags() -> Any:
    return (
        pick(col(ProposalTag.proposal_id), col(ProposalTag.tag))
        .where(col(ProposalTag.proposal_id).in_(bindparam("proposal_ids", expanding=True)))
        .order_by(col(ProposalTag.tag))
    )
