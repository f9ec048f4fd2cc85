from datetime import timedelta

from civic.core.facts import Fact
from civic.feature import Feature, Tick
from civic.notifications import making, policies, sending
from civic.notifications.listeners import leave_notes
from civic.notifications.views import bp

feature = Feature(
    name="notifications",
    blueprint=bp,
    permissions=policies.ALL,
    listeners=[(Fact, leave_notes)],
    ticks=[
        Tick(name="notices", every=timedelta(seconds=10), run=making.run),
        Tick(name="mail", every=timedelta(seconds=10), run=sending.run),
    ],
)
