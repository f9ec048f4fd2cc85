"""What this package adds to the platform, on one page."""

from flask import Flask

from civic.core.markdown import render
from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import (
    Erasure,
    Feature,
    NavigationItem,
    OptionSource,
    Panel,
    PersonalData,
    Retention,
)
from proposals import agenda, asking, elsewhere, facts, in_votes, lifecycle, policies, queries
from proposals.listeners import forget_round, mark_decided, return_all
from proposals.mine import mine
from proposals.models import Stage
from proposals.notices import NOTICES
from proposals.parting import part
from proposals.views import bp
from voting.facts import RoundCancelled, RoundPublished, RoundTakenBack

STAGES = {
    Stage.OPEN: N_("Looking for support"),
    Stage.DELIBERATION: N_("In deliberation"),
    Stage.IN_VOTE: N_("Being voted on"),
    Stage.DECIDED: N_("Decided"),
    Stage.WITHDRAWN: N_("Withdrawn by their authors"),
    Stage.CONTINUED: N_("Continued in other texts"),
}
"""What a list of many is narrowed to."""
STATIONS = (N_("Proposal"), N_("Deliberation"), N_("Vote"), N_("Decision"), N_("Follow-up"))


def set_up(app: Flask) -> None:
    app.jinja_env.globals.update(
        STAGES=STAGES, STATIONS=STATIONS, place_of=lifecycle.place, markdown=render
    )


feature = Feature(
    name="proposals",
    blueprint=bp,
    setup=set_up,
    permissions=policies.ALL,
    acts={policies.PROPOSE: N_("propose"), policies.SUPPORTING: N_("support proposals")},
    facts=facts.ALL,
    listeners=[
        (RoundPublished, mark_decided),
        (RoundCancelled, return_all),
        (RoundTakenBack, forget_round),
    ],
    notices=NOTICES,
    waiting=[Contribution(rows=agenda.unfinished, entry=agenda.unfinished_waits)],
    outcomes=[agenda.outcomes],
    panels=[
        Panel(
            place="spaces.page",
            load=elsewhere.newest_in_spaces,
            template="proposals/_in_space.html",
        ),
        Panel(place="home", load=elsewhere.near_the_debate, template="proposals/_near.html"),
        Panel(
            place="voting.round",
            load=elsewhere.in_rounds,
            template="proposals/_in_round.html",
        ),
        Panel(
            place="voting.check",
            load=elsewhere.changed_since,
            template="proposals/_changed.html",
        ),
        Panel(place="home.mine", load=mine, template="proposals/_mine.html"),
    ],
    searchables={"proposal": queries.links},
    option_sources={
        "proposals": OptionSource(
            offer=elsewhere.on_offer, picked=in_votes.link_round, unfit=elsewhere.unfit
        )
    },
    navigation=[
        NavigationItem(
            endpoint="proposals.index", label=N_("Proposals"), icon="lightbulb", place=20
        )
    ],
    parts=part,
    retention=[
        Retention(
            name="askings",
            what=N_("How often somebody asked others to sign a text or to agree to it"),
            keeps=asking.DAY,
            sweep=asking.sweep,
        )
    ],
    personal_data=[
        PersonalData(
            column="proposal.author_id",
            what=N_("Proposals that you wrote"),
            erasure=Erasure.UNNAME,
            why=N_("Others have taken up the idea."),
        ),
        PersonalData(
            column="proposal_version.author_id",
            what=N_("Versions of proposals that you wrote"),
            erasure=Erasure.UNNAME,
            why=N_("The text's history stays."),
        ),
        PersonalData(
            column="co_author.member_id",
            what=N_("Proposals that you sign with others"),
            erasure=Erasure.DELETE,
            why=N_("Whoever left signs no longer."),
        ),
        PersonalData(
            column="asking.member_id",
            what=N_("When you asked others to sign a text or to agree to it, for a day"),
            erasure=Erasure.DELETE,
            why=N_("It was kept only to count."),
        ),
        PersonalData(
            column="support.member_id",
            what=N_("Proposals that you support"),
            erasure=Erasure.DELETE,
            why=N_("A leaving member's support leaves too."),
        ),
        PersonalData(
            column="attachment.added_by_id",
            what=N_("Files that you added"),
            erasure=Erasure.UNNAME,
            why=N_("The file belongs to the proposal."),
        ),
        PersonalData(
            column="official_answer.author_id",
            what=N_("Official answers that you signed"),
            erasure=Erasure.UNNAME,
            why=N_("The answer was official."),
        ),
        PersonalData(
            column="former_answer.author_id",
            what=N_("Earlier words of such answers"),
            erasure=Erasure.UNNAME,
            why=N_("The answer was official, and so were its earlier words."),
        ),
    ],
)
