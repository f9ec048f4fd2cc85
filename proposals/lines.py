"""A line of a list of proposals: what is read for it, and what rules and its piece ask of it."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Text, cast
from sqlmodel import col, func

from civic.core.tables import columns
from civic.members.models import Member
from civic.spaces.models import Space
from proposals.models import CoAuthor, Proposal, Stage, Verdict

EXCERPT = 280
"""Characters of a text that lists show the beginning of."""


class InSpace(NamedTuple):
    """What rules and lines ask of a proposal's space."""

    id: int
    title: str
    language: str
    support_threshold: int
    archived_at: datetime | None
    open_acts: frozenset[str]


class Row(NamedTuple):
    """A line of a list of proposals, in the order of COLUMNS."""

    id: int
    title: str
    beginning: str
    language: str
    stage: Stage
    verdict: Verdict | None
    version: int
    support_count: int
    comment_count: int
    imported_supports: int | None
    created_at: datetime
    opened_at: datetime | None
    author_id: int | None
    author: str | None
    is_supported: bool
    """By the reader."""
    space: InSpace
    co_authors: tuple[CoAuthor, ...] = ()
    """Not read for lists: whoever signs and presses "Support" is told on the proposal's page."""


COLUMNS = columns(
    Proposal.id, Proposal.title, func.substr(Proposal.body, 1, EXCERPT), Proposal.language,
    Proposal.stage, Proposal.verdict, Proposal.version, Proposal.support_count,
    Proposal.comment_count, Proposal.imported_supports, Proposal.created_at, Proposal.opened_at,
    Proposal.author_id, Member.name,
)  # fmt: skip
OF_SPACE = columns(
    Space.id, Space.title, Space.language, Space.support_threshold, Space.archived_at,
    cast(col(Space.acts), Text),
)  # fmt: skip


def listed(*read: Any) -> Row:
    """Of COLUMNS, whether the reader supports it, and OF_SPACE."""
    mine = len(COLUMNS) + 1
    return Row(*(*read[:mine], _space(*read[mine:])))


@lru_cache(maxsize=1_024)
def _space(
    id: int, title: str, language: str, threshold: int, archived_at: datetime | None, acts: str
) -> InSpace:
    """``acts``: as they stand in the database. The lines of a page are of a few spaces."""
    is_open = frozenset() if archived_at else frozenset(json.loads(acts))
    return InSpace(id, title, language, threshold, archived_at, is_open)
