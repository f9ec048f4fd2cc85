"""Which stage a proposal may go to from which. Pure."""

from proposals.models import Stage, Verdict

MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.OPEN}),
    Stage.OPEN: frozenset(
        {Stage.DELIBERATION, Stage.IN_VOTE, Stage.DECIDED, Stage.WITHDRAWN, Stage.CONTINUED}
    ),
    Stage.DELIBERATION: frozenset({Stage.IN_VOTE, Stage.DECIDED, Stage.WITHDRAWN, Stage.CONTINUED}),
    Stage.IN_VOTE: frozenset({Stage.DECIDED, Stage.DELIBERATION, Stage.OPEN}),
    Stage.DECIDED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
    Stage.CONTINUED: frozenset(),
}
ALIVE = frozenset({Stage.OPEN, Stage.DELIBERATION})
SHOWN = frozenset(Stage) - {Stage.DRAFT}
PLACES = {
    Stage.DRAFT: 0,
    Stage.OPEN: 0,
    Stage.DELIBERATION: 1,
    Stage.IN_VOTE: 2,
    Stage.DECIDED: 3,
    Stage.WITHDRAWN: 0,
    Stage.CONTINUED: 0,
}
FOLLOW_UP = 4


def place(stage: Stage, verdict: Verdict | None) -> int:
    """Which of the five stations of the thread is the present one. What was adopted waits to be
    done: from then on it is followed up."""
    return FOLLOW_UP if verdict == Verdict.ADOPTED else PLACES[stage]
