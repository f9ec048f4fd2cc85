"""What this package adds to the platform, on one page."""

from civic.core.words import N_
from civic.feature import Erasure, Feature, PersonalData
from voting import facts, policies, queries

feature = Feature(
    name="voting",
    permissions=policies.ALL,
    acts={policies.PREPARE: N_("prepare and open votes")},
    facts=facts.ALL,
    waiting=[queries.waiting],
    outcomes=[queries.outcomes],
    searchables={"round": queries.links},
    personal_data=[
        PersonalData("round.created_by_id", Erasure.UNNAME, "The vote was everybody's."),
        PersonalData("elector.member_id", Erasure.KEEP, "The roll is part of a vote's record."),
        PersonalData("participation.member_id", Erasure.KEEP, "So is who took part in it."),
        PersonalData("ballot_begun.member_id", Erasure.DELETE, "A reminder for nobody."),
        PersonalData("open_ballot.member_id", Erasure.KEEP, "Open votes are a public record."),
    ],
)
