"""What other pages show of proposals: a space's page, and the wizard of rounds."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.feature import OfferedOption
from proposals import lifecycle
from proposals.listing import Filters, proposals
from proposals.models import Proposal


def on_offer(session: Session, actor: Actor, space_id: int) -> Mapping[int, OfferedOption]:
    """The living proposals of a space, as options for a round, newest 200."""
    rows = session.exec(
        select(Proposal.id, Proposal.title, Proposal.language)
        .where(Proposal.space_id == space_id, col(Proposal.stage).in_(list(lifecycle.ALIVE)))
        .order_by(col(Proposal.id).desc())
        .limit(200)
    )
    return {id: OfferedOption(title=title, language=language) for id, title, language in rows}


def newest_in_spaces(
    session: Session, actor: Actor | None, space_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the pages of spaces: the newest proposals of each."""
    shown = {}
    for space_id in space_ids:
        filters = Filters(space_id=space_id)
        shown[space_id] = {
            "page": proposals(session, actor=actor, filters=filters, size=5),
            "space_id": space_id,
        }
    return shown
