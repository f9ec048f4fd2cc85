"""What this package adds to the platform, on one page."""

from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Erasure, Feature, Panel, PersonalData
from proposals.facts import DraftDiscarded
from proposals.lineage import actions, agenda, facts, policies
from proposals.lineage.notices import NOTICES
from proposals.lineage.panels import head, history
from proposals.lineage.views import bp

feature = Feature(
    name="lineage",
    blueprint=bp,
    permissions=policies.ALL,
    facts=facts.ALL,
    listeners=[(DraftDiscarded, actions.hear_discarded)],
    notices=NOTICES,
    waiting=[
        Contribution(rows=agenda.to_agree, entry=agenda.agreement_waits),
        Contribution(rows=agenda.to_support_again, entry=agenda.support_waits),
    ],
    panels=[
        Panel(place="proposals.head", load=head, template="proposals/lineage/_head.html"),
        Panel(place="proposals.history", load=history, template="proposals/lineage/_history.html"),
    ],
    personal_data=[
        PersonalData(
            column="origin.stood_in_by_id",
            what=N_("Agreements that you gave in the place of an author"),
            erasure=Erasure.UNNAME,
            why=N_("The text that was made stays, and with it the reason."),
        ),
        PersonalData(
            column="not_again.member_id",
            what=N_("Texts that you did not wish to support again"),
            erasure=Erasure.DELETE,
            why=N_("Nobody is asked any more."),
        ),
    ],
)
