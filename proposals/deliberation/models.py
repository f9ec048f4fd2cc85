from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment, one_of
from civic.spaces.models import Space
from proposals.models import Proposal


class Alignment(StrEnum):
    FOR = "for"
    AGAINST = "against"


class CommentState(StrEnum):
    SHOWN = "shown"
    DELETED = "deleted"
    """By its author: the words are gone, the replies stay."""
    REMOVED = "removed"
    """By a facilitator, with a public reason: the words wait for an appeal, unread."""


class Comment(SQLModel, table=True):
    """A message of a thread. An argument is one that begins it, with a side taken."""

    __table_args__ = (
        CheckConstraint("(parent_id IS NULL) = (root_id IS NULL)", name="replies_have_a_root"),
        CheckConstraint("(root_id IS NULL) = (place = 0)", name="replies_have_a_place"),
        CheckConstraint("alignment IS NULL OR root_id IS NULL", name="only_roots_take_sides"),
        CheckConstraint("state <> 'shown' OR length(trim(body)) >= 1", name="says_something"),
        CheckConstraint("reply_count >= 0", name="replies_are_not_negative"),
        CheckConstraint("weight_count >= 0", name="weight_is_not_negative"),
        UniqueConstraint("root_id", "place"),
        Index("ix_comment_roots", "proposal_id", "place", "alignment", "id"),
        Index("ix_comment_arguments", "proposal_id", "alignment", "weight_count", "id"),
        Index("ix_comment_proposal_id_created_at", "proposal_id", "created_at"),
        Index("ix_comment_author_id_created_at", "author_id", "created_at"),
    )

    id: int = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", ondelete="CASCADE")
    proposal: Proposal = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    parent_id: int | None = Field(
        default=None, foreign_key="comment.id", index=True, ondelete="CASCADE"
    )
    root_id: int | None = Field(default=None, foreign_key="comment.id", ondelete="CASCADE")
    place: int = 0
    """0 for a root; its replies, however deep, are numbered from 1 in order of arrival."""
    author_id: int | None = Field(default=None, foreign_key="member.id")
    """None once the member has left, or where an import names nobody."""
    alignment: Alignment | None = Field(
        default=None, sa_type=one_of(Alignment, name="known_alignment")
    )
    body: str
    """Markdown; an argument is one plain line."""
    language: str = Field(default="fr", max_length=8)
    state: CommentState = Field(
        default=CommentState.SHOWN, sa_type=one_of(CommentState, name="known_state")
    )
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    edited_at: datetime | None = Field(default=None, sa_type=Moment)
    reply_count: int = 0
    """Of a root: all that hangs beneath it. Kept by the transaction that adds a reply."""
    weight_count: int = 0
    """Kept by the same transaction as the rows of ArgumentWeight."""
    imported_likes: int | None = None
    """As counted on the platform it came from; never rows for people."""
    imported_dislikes: int | None = None
    imported_key: str | None = Field(default=None, max_length=120, unique=True)

    @property
    def space(self) -> Space:
        return self.proposal.space

    @property
    def thread_id(self) -> int:
        return self.root_id or self.id


class CommentVersion(SQLModel, table=True):
    """What a message said before it was edited."""

    __tablename__ = "comment_version"

    comment_id: int = Field(foreign_key="comment.id", primary_key=True, ondelete="CASCADE")
    replaced_at: datetime = Field(default_factory=now, sa_type=Moment, primary_key=True)
    body: str


class ArgumentWeight(SQLModel, table=True):
    """ "This argument counts for me." The database keeps it to one a member."""

    __tablename__ = "argument_weight"

    comment_id: int = Field(foreign_key="comment.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )


class Seen(SQLModel, table=True):
    """Up to when a member has read a thread. Two moments, so that reloading hides nothing new."""

    __tablename__ = "thread_seen"

    member_id: int = Field(foreign_key="member.id", primary_key=True, ondelete="CASCADE")
    proposal_id: int = Field(
        foreign_key="proposal.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    seen_until: datetime | None = Field(default=None, sa_type=Moment)
    """The end of the visit before this one: what is later is new."""
    last_at: datetime = Field(sa_type=Moment, index=True)


class Follow(SQLModel, table=True):
    """Who is told of what is new in a proposal."""

    proposal_id: int = Field(foreign_key="proposal.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )


class Mention(SQLModel, table=True):
    comment_id: int = Field(foreign_key="comment.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )


class Summary(SQLModel, table=True):
    """Where the debate stands, signed by a facilitator. Each saving is a version that stays."""

    __table_args__ = (UniqueConstraint("proposal_id", "version"),)

    id: int = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", ondelete="CASCADE")
    version: int
    author_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    agreed: str = ""
    discussed: str = ""
    missing: str = ""
    covers_until: int
    """Id of the newest message that it takes into account."""
    covers_count: int = 0
    """How many messages there were then: it covers the messages 1 to this one."""
    omission_count: int = 0
    at: datetime = Field(default_factory=now, sa_type=Moment)


class SummaryOmission(SQLModel, table=True):
    """A member says, in a sentence, what a summary leaves out."""

    __tablename__ = "summary_omission"

    summary_id: int = Field(foreign_key="summary.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    sentence: str = Field(max_length=280)
    at: datetime = Field(default_factory=now, sa_type=Moment)


class FlagReason(StrEnum):
    HURTFUL = "hurtful"
    PRIVATE = "private"
    OFF_TOPIC = "off_topic"
    SPAM = "spam"
    ILLEGAL = "illegal"


class Flag(SQLModel, table=True):
    """A member asks the facilitators to look at a message."""

    __table_args__ = (
        Index(
            "ix_flag_open",
            "comment_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    comment_id: int = Field(foreign_key="comment.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    reason: FlagReason = Field(sa_type=one_of(FlagReason, name="known_reason"))
    note: str = Field(default="", max_length=280)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    upheld: bool | None = None
    """What became of it: the message was removed, or stays. None while nobody has looked."""


class Removal(SQLModel, table=True):
    """A decision of moderation, and what became of the appeal against it."""

    __table_args__ = (
        CheckConstraint("length(trim(reason)) >= 1", name="has_a_reason"),
        CheckConstraint(
            "(upheld IS NULL) = (answered_at IS NULL)", name="an_answer_has_its_moment"
        ),
        CheckConstraint(
            "answered_at IS NULL OR appealed_at IS NOT NULL", name="an_answer_needs_an_appeal"
        ),
    )

    comment_id: int = Field(foreign_key="comment.id", primary_key=True, ondelete="CASCADE")
    comment: Comment = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    space_id: int = Field(foreign_key="space.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    reason: str = Field(max_length=500)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    appeal: str = Field(default="", max_length=2_000)
    appealed_at: datetime | None = Field(default=None, sa_type=Moment)
    upheld: bool | None = None
    answer: str = Field(default="", max_length=500)
    answered_by_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def space(self) -> Space:
        return self.comment.space


class Suspension(SQLModel, table=True):
    """For a time a member reads and votes, but neither proposes nor debates."""

    __table_args__ = (
        CheckConstraint("length(trim(reason)) >= 1", name="has_a_reason"),
        CheckConstraint("until > at", name="ends_after_it_begins"),
    )

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    space_id: int = Field(foreign_key="space.id", index=True)
    space: Space = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    by_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    reason: str = Field(max_length=500)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    appeal: str = Field(default="", max_length=2_000)
    appealed_at: datetime | None = Field(default=None, sa_type=Moment)
    upheld: bool | None = None
    answer: str = Field(default="", max_length=500)
    answered_by_id: int | None = Field(default=None, foreign_key="member.id", index=True)


class Thanks(SQLModel, table=True):
    """A message that led to a version of the proposal, as whoever signs it says."""

    __table_args__ = (Index("ix_thanks_proposal_id_version", "proposal_id", "version"),)

    comment_id: int = Field(foreign_key="comment.id", primary_key=True, ondelete="CASCADE")
    proposal_id: int = Field(foreign_key="proposal.id", ondelete="CASCADE")
    version: int
