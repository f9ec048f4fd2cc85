from collections.abc import Callable

import pytest

from civic.core import db
from civic.core.clock import now
from proposals.deliberation import actions
from proposals.deliberation.models import Alignment, Comment
from proposals.models import Proposal, Stage

HERE = "/proposals/1-plant-trees"


@pytest.fixture
def trees(save, people, garden) -> Proposal:
    """Ada's proposal, open to debate."""
    return save(
        Proposal(
            space_id=garden.id,
            author_id=people["Ada"].id,
            title="Plant trees",
            body="Along the road.",
            language="en",
            stage=Stage.DELIBERATION,
            opened_at=now(),
        )
    )


@pytest.fixture
def says(trees, act) -> Callable[..., Comment]:
    """Somebody writes something, now."""

    def write(name: str, body: str, *, side: str | None = None, to: Comment | None = None):
        with db.writing() as session:
            return actions.write(
                session,
                actor=getattr(act, name.lower()),
                proposal=session.get_one(Proposal, trees.id),
                body=body,
                language="en",
                now=now(),
                alignment=Alignment(side) if side else None,
                parent=session.get_one(Comment, to.id) if to else None,
            )

    return write
