from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment


class JointAct(SQLModel, table=True):
    """An act that one person asked for. It is done when another has agreed, and when its waiting
    time is over; with nobody else who may agree, when the longer time of its kind is over."""

    __tablename__ = "joint_act"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name="done_or_stopped"),
        CheckConstraint(
            "agreed_by_id IS NULL OR agreed_by_id <> asked_by_id", name="two_people_not_one"
        ),
        Index("ix_joint_act_open", "done_at", "stopped_at", "due_at"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str = Field(max_length=80)
    """Which declared kind (civic.feature.JointKind) says what it is and does it."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What the kind needs to do it. Numbers, never names: they live elsewhere."""
    reason: str = Field(default="", max_length=1000)
    asked_by_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="SET NULL"
    )
    subject_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    """The member whom it concerns, if there is one: they are told, and may stop it."""
    organisation_id: int | None = Field(
        default=None, foreign_key="organisation.id", index=True, ondelete="CASCADE"
    )
    """The organisation whose people alone it is about, if so: its administrators ask and agree."""
    space_id: int | None = Field(
        default=None, foreign_key="space.id", index=True, ondelete="CASCADE"
    )
    """The space that it is about, if so: its facilitators ask and agree, too."""
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    agreed_by_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="SET NULL"
    )
    agreed_at: datetime | None = Field(default=None, sa_type=Moment)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    """When it is done by itself; None while it waits for a second person."""
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    stopped_at: datetime | None = Field(default=None, sa_type=Moment)
    stopped_by_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="SET NULL"
    )
    """None where it ran out, or could no longer be done."""

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.stopped_at is None
