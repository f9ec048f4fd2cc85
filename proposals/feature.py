"""What this package adds to the platform, on one page."""

from civic.core.words import N_
from civic.feature import Erasure, Feature, PersonalData
from proposals import facts, policies

feature = Feature(
    name="proposals",
    permissions=policies.ALL,
    acts={policies.PROPOSE: N_("propose"), policies.SUPPORTING: N_("support proposals")},
    facts=facts.ALL,
    personal_data=[
        PersonalData("proposal.author_id", Erasure.UNNAME, "Others have taken up the idea."),
        PersonalData("proposal_version.author_id", Erasure.UNNAME, "The text's history stays."),
        PersonalData("co_author.member_id", Erasure.DELETE, "Who left signs no longer."),
        PersonalData("support.member_id", Erasure.DELETE, "A leaving member's support leaves too."),
        PersonalData("attachment.added_by_id", Erasure.UNNAME, "The file belongs to the proposal."),
        PersonalData("official_answer.author_id", Erasure.UNNAME, "The answer was official."),
    ],
)
