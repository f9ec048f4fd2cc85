"""What this package adds to the platform, on one page."""

from datetime import timedelta

from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Erasure, Feature, NavigationItem, Panel, PersonalData, Retention, Tick
from civic.joint.facts import JointActAgreed, JointActStopped
from civic.members.facts import MemberLeft, RepresentativeNamed
from voting import (
    agenda,
    by_two,
    draws,
    eliminations,
    facts,
    hearing,
    links,
    notices,
    overviews,
    passing,
    pictures,
    places,
    policies,
    quotients,
    reached,
    settings,
    stages,
    ticking,
    verdicts,
    wording,
)
from voting.actions.passing_on import forget_declined
from voting.candidates import worded
from voting.parting import leave, part, represent_anew
from voting.views import bp

MANDATES_STAY = N_(
    "Who let whom vote for them is part of a vote's record, and stays as long as the vote itself."
)

feature = Feature(
    name="voting",
    blueprint=bp,
    setup=lambda app: app.jinja_env.globals.update(
        wording=wording,
        worded=worded,
        verdicts=verdicts,
        reached=reached,
        passing=passing,
        pictures=pictures,
        stages=stages,
        eliminations=eliminations,
        places=places,
        quotients=quotients,
        hearing=hearing,
        settings=settings,
        draws=draws,
        by_two=by_two,
    ),
    ticks=[
        Tick(
            name="voting",
            what=N_("Opens, closes and counts votes"),
            every=timedelta(seconds=4),
            run=ticking.run,
        )
    ],
    navigation=[
        NavigationItem(endpoint="voting.index", label=N_("Votes"), icon="vote", place=30),
        NavigationItem(endpoint="voting.decisions", label=N_("Decisions"), icon="gavel", place=40),
    ],
    permissions=policies.ALL,
    acts={policies.PREPARE: N_("prepare and open votes")},
    facts=facts.ALL,
    notices=notices.NOTICES,
    waiting=[Contribution(rows=agenda.missing_votes, entry=agenda.vote_waits)],
    outcomes=[agenda.outcomes],
    deadlines=[Contribution(rows=agenda.to_come, entry=agenda.comes)],
    searchables={"round": links.links},
    parts=part,
    listeners=[
        (MemberLeft, leave),
        (RepresentativeNamed, represent_anew),
        (JointActAgreed, by_two.hear_agreed),
        (JointActStopped, by_two.hear_stopped),
    ],
    joint_kinds=by_two.JOINT_KINDS,
    panels=[
        Panel(
            place="spaces.page",
            load=overviews.newest_in_spaces,
            template="voting/_in_space.html",
        ),
        Panel(place="home.mine", load=overviews.mine, template="voting/_mine.html"),
        Panel(
            place="spaces.list",
            load=overviews.open_in_spaces,
            template="voting/_open_in_space.html",
        ),
    ],
    retention=[
        Retention(
            name="declined_votes",
            what=N_("That somebody declined to vote for another person, after the vote"),
            keeps=timedelta(days=365),
            sweep=forget_declined,
        )
    ],
    personal_data=[
        PersonalData(
            column="round.created_by_id",
            what=N_("Votes that you prepared"),
            erasure=Erasure.UNNAME,
            why=N_("The vote was everybody's."),
            only=("id", "titles", "state", "created_at", "opened_at", "closed_at"),
        ),
        PersonalData(
            column="elector.member_id",
            what=N_("Votes in which you had a vote"),
            erasure=Erasure.KEEP,
            why=N_("The roll is part of a vote's record."),
        ),
        PersonalData(
            column="represented_anew.member_id",
            what=N_("Votes during which somebody else was named to vote for you"),
            erasure=Erasure.KEEP,
            why=N_("Who votes for whom is part of a vote's record."),
        ),
        PersonalData(
            column="participation.member_id",
            what=N_("Votes in which you took part"),
            erasure=Erasure.KEEP,
            why=N_("Who took part is part of a vote's record."),
        ),
        PersonalData(
            column="ballot_begun.member_id",
            what=N_("Ballots that you began"),
            erasure=Erasure.DELETE,
            why=N_("There is nobody to remind."),
        ),
        PersonalData(
            column="open_ballot.member_id",
            what=N_("Your ballots in open votes"),
            erasure=Erasure.KEEP,
            why=N_("Open votes are a public record."),
        ),
        PersonalData(
            column="mandate.giver_id",
            what=N_("Votes that you passed on"),
            erasure=Erasure.KEEP,
            why=MANDATES_STAY,
            only=("round_id", "declined", "fate"),
        ),
        PersonalData(
            column="mandate.holder_id",
            what=N_("Votes that were passed on to you"),
            erasure=Erasure.KEEP,
            why=MANDATES_STAY,
            only=("round_id", "declined"),
        ),
        PersonalData(
            column="mandate.carrier_id",
            what=N_("Votes of others that your ballot counted for"),
            erasure=Erasure.KEEP,
            why=MANDATES_STAY,
            only=("round_id",),
        ),
    ],
)
