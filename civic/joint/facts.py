from dataclasses import dataclass
from typing import ClassVar

from civic.core.facts import Fact, Journal


@dataclass(frozen=True, kw_only=True)
class JointActAsked(Fact):
    """An administrator asked for something that takes a second person."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    act_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class JointActAgreed(Fact):
    """A second administrator agreed. What waits for nothing more is done with it."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    act_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class JointActStopped(Fact):
    """It will not be done: somebody stopped it, it ran out, or it became impossible."""

    journal: ClassVar[Journal] = Journal.PUBLIC

    act_id: int
    kind: str
