"""How large the town is, who lives in it, and when what was written."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGAN = datetime(2024, 1, 1, 9, tzinfo=UTC)


MEASURED, MEASURED_COMMENTS = 2, 200


"""The proposal that pages are measured on."""


LARGEST = 1


STILL_OPEN = 600
"""Reports of messages below this number wait for a facilitator."""


FACILITATOR = 1


ADMINISTRATOR = 2


KEEPERS = {3: "administrator", 4: "administrator"}


SPACES = 12


STAGES = ("open", "deliberation", "deliberation", "decided", "withdrawn")


@dataclass(frozen=True)
class Sizes:
    proposals: int
    comments: int
    members: int
    rounds: int
    """Closed ones, beside the open one that is measured."""

    @property
    def largest_debate(self) -> int:
        return max(self.comments // 100, 400)


SMALL = Sizes(proposals=1_000, comments=20_000, members=1_000, rounds=20)


LARGE = Sizes(proposals=100_000, comments=2_010_000, members=10_000, rounds=1_000)


def token(member_id: int) -> str:
    """With which a member is signed in."""
    return f"measured-{member_id:06}-{'x' * 24}"


def space_of(proposal: int) -> int:
    if proposal <= MEASURED:
        return 1
    return 2 if proposal % 2 else 1 + proposal % SPACES


def moment(n: int) -> datetime:
    return BEGAN + timedelta(seconds=n * 30)
