from datetime import timedelta

from civic.core.facts import Fact
from civic.feature import Feature, Tick
from civic.notifications import making, policies, queries
from civic.notifications.listeners import leave_notes
from civic.notifications.views import bp


def send() -> None:
    """The mail libraries are loaded by whoever sends, not by every start."""
    from civic.notifications import sending

    sending.run()


feature = Feature(
    name="notifications",
    blueprint=bp,
    permissions=policies.ALL,
    listeners=[(Fact, leave_notes)],
    waiting=[queries.waiting],
    ticks=[
        Tick(name="notices", every=timedelta(seconds=10), run=making.run),
        Tick(name="mail", every=timedelta(seconds=10), run=send),
    ],
)
