"""Which state a round may go to from which. One way, no way back. Pure."""

from voting.models import State

MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ANNOUNCED, State.OPEN, State.CANCELLED}),
    State.ANNOUNCED: frozenset({State.DRAFT, State.OPEN, State.CANCELLED}),
    State.OPEN: frozenset({State.CLOSING, State.CANCELLED}),
    State.CLOSING: frozenset({State.CLOSED, State.PUBLISHED, State.CANCELLED}),
    State.CLOSED: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
    State.CANCELLED: frozenset(),
}
"""An announcement may be taken back to be corrected; nothing that was frozen may. What cannot be
counted, since its key was lost, is cancelled."""

PREPARING = frozenset({State.DRAFT, State.ANNOUNCED})
COUNTED = frozenset({State.CLOSED, State.PUBLISHED})
EVER_OPEN = frozenset({State.OPEN, State.CLOSING, State.CLOSED, State.PUBLISHED})
