from datetime import timedelta

from civic.core.words import N_
from civic.feature import Erasure, Feature, Notice, PersonalData, Tick
from civic.members.facts import MemberLeft
from civic.members.mandates import concerned
from civic.organisations import facts, listeners, mandates, policies, queries
from civic.organisations.views import bp

feature = Feature(
    name="organisations",
    blueprint=bp,
    permissions=policies.ALL,
    facts=facts.ALL,
    ticks=[
        Tick(
            name="organisations",
            what=N_("Ends offices of organisations on their last day"),
            every=timedelta(minutes=1),
            run=mandates.run,
        )
    ],
    notices={
        facts.OrganisationMandateEndsSoon: [
            Notice(
                recipients=concerned,
                context=mandates.in_words,
                template="organisations/notices/mandate.txt",
                choice="duties",
            )
        ]
    },
    linkables={"organisation": queries.links},
    listeners=[(MemberLeft, listeners.forget_who_closed)],
    personal_data=[
        PersonalData(
            column="organisation_membership.member_id",
            what=N_("Organisations that you belong to"),
            erasure=Erasure.DELETE,
            why=N_("Whoever left belongs nowhere."),
        ),
    ],
)
