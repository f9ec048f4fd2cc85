"""Who is acting: all that a rule may know about the person, read once per request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A signed-in member. A visitor is ``None``."""

    id: int
    name: str = ""
    is_admin: bool = False
    is_auditor: bool = False
    suspended_in: frozenset[int] = frozenset()
    """Spaces where this member reads and votes, but neither proposes nor debates for now."""
    locale: str | None = None
    time_zone: str | None = None
    theme: str | None = None
    fresh: bool = True
    """Signed in a short while ago: sensitive acts ask for it."""
    proof_due: datetime | None = None
    """Until when they may do without the second proof that their role asks for, and that was not
    given on this device; None: nothing is asked for."""
    last_visit_at: datetime | None = None
    """When they were last here, before this visit; None on the first one."""
    roles_by_space: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Space -> the member's roles there."""
    organisations: Mapping[int, str] = field(default_factory=dict)
    """Partner organisations to which this member belongs -> their role there."""

    def roles_in(self, space_id: int) -> frozenset[str]:
        return self.roles_by_space.get(space_id, frozenset())

    @property
    def spaces(self) -> tuple[int, ...]:
        return tuple(self.roles_by_space)
