"""What this package adds to the platform, on one page."""

from datetime import timedelta

from civic.core import db
from civic.core.clock import now
from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Erasure, Feature, Panel, PersonalData, Tick
from proposals.commitments import actions, agenda, facts, policies, queries
from proposals.commitments.notices import NOTICES
from proposals.commitments.panels import kept, of_member, of_proposals, of_rounds
from proposals.commitments.views import bp


def run() -> None:
    """Reminds of last days that are near, and ends what nobody speaks of any more."""
    moment = now()
    with db.reading() as session:
        near = agenda.due_soon(session, before=moment + actions.NOTICE)
        silent = agenda.silent(session, before=moment - actions.GRACE)
    for commitment_id in near:
        with db.writing() as session:
            actions.remind(session, commitment_id)
    for commitment_id in silent:
        with db.writing() as session:
            actions.lapse(session, commitment_id, now=moment)


feature = Feature(
    name="commitments",
    blueprint=bp,
    permissions=policies.ALL,
    facts=facts.ALL,
    notices=NOTICES,
    waiting=[Contribution(rows=agenda.promised, entry=agenda.promise_waits)],
    panels=[
        Panel(place="voting.round", load=of_rounds, template="proposals/commitments/_of.html"),
        Panel(place="proposals.page", load=of_proposals, template="proposals/commitments/_of.html"),
        Panel(place="home.aside", load=kept, template="proposals/commitments/_kept.html"),
        Panel(place="home.mine", load=of_member, template="proposals/commitments/_mine.html"),
    ],
    searchables={"commitment": queries.links},
    ticks=[
        Tick(
            name="commitments",
            what=N_("Reminds of commitments, and ends those nobody speaks of"),
            every=timedelta(minutes=10),
            run=run,
        )
    ],
    personal_data=[
        PersonalData(
            column="commitment.keeper_id",
            what=N_("Commitments that you keep"),
            erasure=Erasure.UNNAME,
            why=N_("What was promised to the community stays."),
        ),
        PersonalData(
            column="commitment.made_by_id",
            what=N_("Commitments that you recorded"),
            erasure=Erasure.UNNAME,
            why=N_("The promise was not yours alone."),
        ),
        PersonalData(
            column="commitment_news.author_id",
            what=N_("News that you gave of commitments"),
            erasure=Erasure.UNNAME,
            why=N_("Others have read them."),
        ),
        PersonalData(
            column="commitment_wish.member_id",
            what=N_("Commitments of which you asked for news"),
            erasure=Erasure.DELETE,
            why=N_("There is nobody to tell."),
        ),
    ],
)
