from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment, one_of
from civic.members.models import Member
from civic.spaces.models import Space


class Stage(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    """Collecting support."""
    DELIBERATION = "deliberation"
    IN_VOTE = "in_vote"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    CONTINUED = "continued"
    """Goes on in another text: joined with others, or split."""


class Making(StrEnum):
    """How a text came out of other proposals."""

    JOINED = "joined"
    SPLIT = "split"


class Verdict(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"


class Proposal(SQLModel, table=True):
    """A change somebody wants, in words others can support or refuse."""

    __table_args__ = (
        CheckConstraint("length(trim(title)) >= 5", name="title_says_something"),
        CheckConstraint("(stage = 'draft') = (opened_at IS NULL)", name="opened_iff_not_draft"),
        CheckConstraint("support_count >= 0", name="support_is_not_negative"),
        CheckConstraint(
            "stage <> 'withdrawn' OR withdrawn_reason IS NOT NULL", name="withdrawn_with_reason"
        ),
        CheckConstraint(
            "(stage = 'continued') = (continued_at IS NOT NULL)", name="continued_at_a_moment"
        ),
        Index("ix_proposal_newest", "opened_at", "id"),
        Index("ix_proposal_space_id_newest", "space_id", "opened_at", "id"),
        Index("ix_proposal_stage_newest", "stage", "opened_at", "id"),
        Index("ix_proposal_space_id_stage_newest", "space_id", "stage", "opened_at", "id"),
        Index("ix_proposal_author_id_stage", "author_id", "stage"),
        Index("ix_proposal_support", "support_count", "id"),
        Index("ix_proposal_space_id_support", "space_id", "support_count", "id"),
        Index("ix_proposal_stage_support", "stage", "support_count", "id"),
        Index("ix_proposal_discussion", "comment_count", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    space_id: int = Field(foreign_key="space.id")
    space: Space = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    author_id: int | None = Field(default=None, foreign_key="member.id")
    """None where an import names nobody."""
    co_authors: list["CoAuthor"] = Relationship(
        sa_relationship_kwargs={"lazy": "selectin", "viewonly": True}
    )
    """Those who signed and those who are asked to: a few, read with the row for the rules."""
    title: str = Field(max_length=140)
    body: str = ""
    language: str = Field(default="fr", max_length=8)
    stage: Stage = Field(default=Stage.DRAFT, sa_type=one_of(Stage, name="known_stage"))
    made: Making | None = Field(default=None, sa_type=one_of(Making, name="known_making"))
    """None: written on its own."""
    verdict: Verdict | None = Field(default=None, sa_type=one_of(Verdict, name="known_verdict"))
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    """When it was published, here or on the platform it came from: the order of all lists."""
    deliberation_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    edited_at: datetime | None = Field(default=None, sa_type=Moment)
    continued_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_reason: str | None = None
    support_count: int = 0
    """Kept by the same transaction as the rows of Support."""
    comment_count: int = 0
    imported_supports: int | None = None
    """As counted on the platform it came from; never rows for people."""
    imported_comments: int | None = None
    imported_key: str | None = Field(default=None, max_length=120, unique=True)


class ProposalVersion(SQLModel, table=True):
    """A text as it stood, from the first publication on."""

    __tablename__ = "proposal_version"

    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, ondelete="CASCADE")
    version: int = Field(primary_key=True)
    title: str = Field(max_length=140)
    body: str = ""
    note: str = Field(default="", max_length=280)
    """Why it changed, in the author's words."""
    author_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)


class CoAuthor(SQLModel, table=True):
    """Somebody who signs and edits too, once they have accepted."""

    __tablename__ = "co_author"

    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    member: Member = Relationship(
        # nested in an outer join, SQLite would read all members first
        sa_relationship_kwargs={"lazy": "joined", "innerjoin": "unnested", "viewonly": True}
    )


class Asking(SQLModel, table=True):
    """Somebody asked others to sign a text or to agree to it: kept for a day, to count them."""

    __table_args__ = (Index("ix_asking_member_id_at", "member_id", "at"),)

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", ondelete="CASCADE")
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)


class Support(SQLModel, table=True):
    """One member backing one proposal. The database, not a view, keeps it to one."""

    __table_args__ = (Index("ix_support_proposal_id_version", "proposal_id", "version"),)

    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """The text that they read when they supported it."""


class ProposalTag(SQLModel, table=True):
    __tablename__ = "proposal_tag"
    __table_args__ = (Index("ix_proposal_tag_newest", "tag", "opened_at", "proposal_id"),)

    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, ondelete="CASCADE")
    tag: str = Field(primary_key=True, max_length=40)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    """The proposal's own, so that one index has the list of a tag in its order."""


class Attachment(SQLModel, table=True):
    """A picture or a PDF, checked by its content; in the database, so that one backup has it."""

    __table_args__ = (UniqueConstraint("proposal_id", "digest"),)

    id: int = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    """As the author called it; never part of an address."""
    alt: str = Field(default="", max_length=280, sa_column_kwargs={"server_default": ""})
    """What a picture shows, in words."""
    kind: str = Field(max_length=40)
    """Media type, as found in the content."""
    digest: str = Field(max_length=64)
    size: int
    content: bytes = Field(sa_type=LargeBinary)
    added_by_id: int | None = Field(default=None, foreign_key="member.id", index=True)


class Stance(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class OfficialAnswer(SQLModel, table=True):
    """What those responsible say to it, marked as such."""

    __tablename__ = "official_answer"

    id: int = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", index=True, ondelete="CASCADE")
    author_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    stance: Stance | None = Field(default=None, sa_type=one_of(Stance, name="known_stance"))
    body: str
    at: datetime = Field(default_factory=now, sa_type=Moment)
    edited_at: datetime | None = Field(default=None, sa_type=Moment)


class FormerAnswer(SQLModel, table=True):
    """An official answer as it stood before it was changed."""

    __tablename__ = "former_answer"

    id: int = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="official_answer.id", index=True, ondelete="CASCADE")
    author_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    stance: Stance | None = Field(default=None, sa_type=one_of(Stance, name="known_stance"))
    body: str
    replaced_at: datetime = Field(default_factory=now, sa_type=Moment)


class ProposalRound(SQLModel, table=True):
    """A proposal that stands in a round, as one of its options or as the text that a question is
    about. Voting knows nothing of this."""

    __tablename__ = "proposal_round"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, index=True)
    option: str = Field(max_length=60)
    """``q1:proposals-12``: question and option of the round; ``q1`` where it is the text."""
