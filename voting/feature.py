"""What this package adds to the platform, on one page."""

from datetime import timedelta

from civic.core.words import N_
from civic.feature import Erasure, Feature, NavigationItem, PersonalData, Tick
from voting import (
    agenda,
    facts,
    hearing,
    notices,
    overviews,
    pictures,
    places,
    policies,
    stages,
    ticking,
    verdicts,
    wording,
)
from voting.views import bp

feature = Feature(
    name="voting",
    blueprint=bp,
    setup=lambda app: app.jinja_env.globals.update(
        wording=wording,
        verdicts=verdicts,
        pictures=pictures,
        stages=stages,
        places=places,
        hearing=hearing,
    ),
    ticks=[Tick(name="voting", every=timedelta(seconds=4), run=ticking.run)],
    navigation=[
        NavigationItem(endpoint="voting.index", label=N_("Votes"), icon="vote", place=30),
        NavigationItem(endpoint="voting.decisions", label=N_("Decisions"), icon="gavel", place=40),
    ],
    permissions=policies.ALL,
    acts={policies.PREPARE: N_("prepare and open votes")},
    facts=facts.ALL,
    notices=notices.NOTICES,
    waiting=[agenda.waiting],
    outcomes=[agenda.outcomes],
    deadlines=[agenda.deadlines],
    searchables={"round": overviews.links},
    personal_data=[
        PersonalData("round.created_by_id", Erasure.UNNAME, "The vote was everybody's."),
        PersonalData("elector.member_id", Erasure.KEEP, "The roll is part of a vote's record."),
        PersonalData("participation.member_id", Erasure.KEEP, "So is who took part in it."),
        PersonalData("ballot_begun.member_id", Erasure.DELETE, "A reminder for nobody."),
        PersonalData("open_ballot.member_id", Erasure.KEEP, "Open votes are a public record."),
    ],
)
