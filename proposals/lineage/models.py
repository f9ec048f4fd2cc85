from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment
from civic.spaces.models import Space
from proposals.models import Proposal


class Origin(SQLModel, table=True):
    """A proposal from which a text is made: one text of several, or one of several made of it.
    Once the text is published, the row says for ever what became of the original."""

    __table_args__ = (
        CheckConstraint("proposal_id <> origin_id", name="not_of_itself"),
        CheckConstraint(
            "stood_in_by_id IS NULL OR length(trim(reason)) > 0", name="stood_in_with_reason"
        ),
    )

    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, ondelete="CASCADE")
    """The text."""
    proposal: Proposal = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Origin.proposal_id", "viewonly": True}
    )
    origin_id: int = Field(foreign_key="proposal.id", primary_key=True, index=True)
    """What it is made from."""
    origin: Proposal = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Origin.origin_id", "viewonly": True}
    )
    agreed_version: int | None = None
    """Of the text, as its author read it when they agreed: another wording is asked anew."""
    reason: str = Field(default="", max_length=1000)
    """Why somebody agreed in the place of an author who is gone."""
    stood_in_by_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)

    @property
    def space(self) -> Space:
        return self.proposal.space


class NotAgain(SQLModel, table=True):
    """Somebody who supported an original proposal does not support what came of it, and is asked no
    more."""

    __tablename__ = "not_again"

    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
