from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, or_

from civic.core.facts import Fact
from civic.core.mail import OutboxMail
from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Feature, Retention, Tick
from civic.notifications import making, often, policies, queries
from civic.notifications.listeners import leave_notes
from civic.notifications.models import PendingNotice, ToldLately
from civic.notifications.views import bp


def send() -> None:
    """The mail libraries are loaded by whoever sends, not by every start."""
    from civic.notifications import sending

    sending.run()


def _old_mails(session: Session, before: datetime) -> None:
    over = or_(col(OutboxMail.sent_at) < before, col(OutboxMail.failed_at) < before)
    session.exec(delete(OutboxMail).where(over))


def _old_notices(session: Session, before: datetime) -> None:
    session.exec(delete(PendingNotice).where(col(PendingNotice.told_at) < before))


def _counts_of_news(session: Session, before: datetime) -> None:
    session.exec(delete(ToldLately).where(col(ToldLately.since) < before))


feature = Feature(
    name="notifications",
    blueprint=bp,
    permissions=policies.ALL,
    listeners=[(Fact, leave_notes)],
    waiting=[
        Contribution(rows=queries.standing_still, entry=queries.still_waits),
        Contribution(rows=queries.failing, entry=queries.fails),
        Contribution(rows=queries.unsent, entry=queries.unsent_waits),
        Contribution(rows=queries.returned, entry=queries.return_waits),
    ],
    retention=[
        Retention(
            name="mails",
            what=N_("E-mails that were sent or given up"),
            keeps=timedelta(days=30),
            sweep=_old_mails,
        ),
        Retention(
            name="notices",
            what=N_("News of which no e-mail could be made"),
            keeps=timedelta(days=30),
            sweep=_old_notices,
        ),
        Retention(
            name="news_counts",
            what=N_("How often the same news was told by e-mail, without names"),
            keeps=often.DAY,
            sweep=_counts_of_news,
        ),
    ],
    ticks=[
        Tick(
            name="notices",
            what=N_("Writes the e-mails that tell of what happened"),
            every=timedelta(seconds=10),
            run=making.run,
        ),
        Tick(name="mail", what=N_("Sends e-mail"), every=timedelta(seconds=10), run=send),
    ],
)
