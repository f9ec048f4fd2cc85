"""What this package adds to the platform, on one page."""

from datetime import datetime, timedelta

from flask import Flask
from sqlmodel import Session, col, delete

from civic.core.clock import now
from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Erasure, Feature, Panel, PersonalData, Retention
from proposals.deliberation import facts, following, policies, queries, queue, standing, thanking
from proposals.deliberation.forms import LONGEST_ARGUMENT, ArgumentForm, MessageForm
from proposals.deliberation.mine import mine
from proposals.deliberation.models import Flag, Seen, Suspension
from proposals.deliberation.news import news
from proposals.deliberation.notices import NOTICES
from proposals.deliberation.parting import part
from proposals.deliberation.policies import TIME_TO_EDIT
from proposals.deliberation.views import bp
from proposals.deliberation.views.reading import panel
from proposals.facts import FollowersLedOn


def set_up(app: Flask) -> None:
    app.jinja_env.globals.update(
        may_edit=lambda post: now() - post.created_at <= TIME_TO_EDIT,
        blank_argument=lambda: ArgumentForm(formdata=None),
        blank_message=lambda: MessageForm(formdata=None),
        LONGEST_ARGUMENT=LONGEST_ARGUMENT,
        STALE_AFTER=standing.STALE_AFTER,
    )


def _old_flags(session: Session, before: datetime) -> None:
    session.exec(delete(Flag).where(col(Flag.settled_at) < before))


def _old_visits(session: Session, before: datetime) -> None:
    session.exec(delete(Seen).where(col(Seen.last_at) < before))


def _old_suspensions(session: Session, before: datetime) -> None:
    session.exec(delete(Suspension).where(col(Suspension.until) < before))


feature = Feature(
    name="deliberation",
    blueprint=bp,
    permissions=policies.ALL,
    acts={policies.DEBATE: N_("debate")},
    facts=facts.ALL,
    listeners=[(FollowersLedOn, following.lead_on)],
    notices=NOTICES,
    waiting=[Contribution(rows=queue.waiting, entry=queue.waits)],
    news=[news],
    panels=[
        Panel(place="proposals.page", load=panel, template="proposals/deliberation/_debate.html"),
        Panel(
            place="proposals.changed",
            load=thanking.panel,
            template="proposals/deliberation/_thanks.html",
        ),
        Panel(place="home.mine", load=mine, template="proposals/deliberation/_mine.html"),
    ],
    searchables={"comment": queries.links},
    setup=set_up,
    parts=part,
    retention=[
        Retention(
            name="flags",
            what=N_("Who reported a message, after it was looked at"),
            keeps=timedelta(days=365),
            sweep=_old_flags,
        ),
        Retention(
            name="reading",
            what=N_("Up to where somebody read a debate, after their last visit"),
            keeps=timedelta(days=365),
            sweep=_old_visits,
        ),
        Retention(
            name="suspensions",
            what=N_("Suspensions, after their end"),
            keeps=timedelta(days=730),
            sweep=_old_suspensions,
        ),
    ],
    personal_data=[
        PersonalData(
            column="comment.author_id",
            what=N_("Messages that you wrote"),
            erasure=Erasure.UNNAME,
            why=N_("Others have answered it."),
        ),
        PersonalData(
            column="argument_weight.member_id",
            what=N_("Arguments that count for you"),
            erasure=Erasure.DELETE,
            why=N_("They counted for you alone."),
        ),
        PersonalData(
            column="thread_seen.member_id",
            what=N_("Debates that you read, and when"),
            erasure=Erasure.DELETE,
            why=N_("Nobody reads on."),
        ),
        PersonalData(
            column="follow.member_id",
            what=N_("Proposals that you follow"),
            erasure=Erasure.DELETE,
            why=N_("There is nobody to tell."),
        ),
        PersonalData(
            column="mention.member_id",
            what=N_("Messages that name you"),
            erasure=Erasure.DELETE,
            why=N_("There is nobody to tell."),
        ),
        PersonalData(
            column="summary.author_id",
            what=N_("Summaries that you signed"),
            erasure=Erasure.UNNAME,
            why=N_("The summary was the facilitators'."),
        ),
        PersonalData(
            column="summary_omission.member_id",
            what=N_("What you found left out of a summary"),
            erasure=Erasure.DELETE,
            why=N_("The sentence was yours."),
        ),
        PersonalData(
            column="flag.member_id",
            what=N_("Messages that you reported"),
            erasure=Erasure.DELETE,
            why=N_("The decision, if any, stays."),
        ),
        PersonalData(
            column="removal.by_id",
            what=N_("Messages that you removed as a facilitator"),
            erasure=Erasure.UNNAME,
            why=N_("The decision was the facilitators'."),
        ),
        PersonalData(
            column="removal.answered_by_id",
            what=N_("Appeals that you answered"),
            erasure=Erasure.UNNAME,
            why=N_("The answer was the facilitators'."),
        ),
        PersonalData(
            column="suspension.member_id",
            what=N_("Suspensions of yours"),
            erasure=Erasure.DELETE,
            why=N_("It ends with the membership."),
        ),
        PersonalData(
            column="suspension.by_id",
            what=N_("Suspensions that you decided"),
            erasure=Erasure.UNNAME,
            why=N_("The decision was the facilitators'."),
        ),
        PersonalData(
            column="suspension.answered_by_id",
            what=N_("Appeals against suspensions that you answered"),
            erasure=Erasure.UNNAME,
            why=N_("The answer was the facilitators'."),
        ),
    ],
)
