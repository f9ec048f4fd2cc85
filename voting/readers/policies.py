"""Rankings of a file as they are to be counted: ranks left empty, ranks marked twice and withdrawn
options are answered by declared policies, before any rule sees a ballot."""

from collections.abc import Collection
from dataclasses import dataclass, field

from voting.readers import OVERVOTE, Choice


@dataclass(frozen=True, kw_only=True)
class Reading:
    overvote: str = "exhaust"
    """``exhaust``: a rank marked twice ends the ballot. ``skip``: it is passed over."""
    max_skipped_ranks: int | None = None
    """More empty ranks in a row than this end the ballot; None: they never do."""
    withdrawn: Collection[str] = field(default_factory=frozenset)
    """Taken out of every ballot; later ranks move up."""

    def of(self, choice: Choice) -> Choice:
        """The ranking that counts: groups without gaps, or None when nothing is left."""
        groups, skipped = [], 0
        for group in choice:
            if group == [OVERVOTE]:
                if self.overvote == "exhaust":
                    break
                skipped = 0
            elif not group:
                skipped += 1
                if self.max_skipped_ranks is not None and skipped > self.max_skipped_ranks:
                    break
            else:
                skipped = 0
                groups.append([option for option in group if option not in self.withdrawn])
        return [group for group in groups if group] or None
