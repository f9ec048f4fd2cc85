from civic.core.words import N_
from civic.feature import Erasure, Feature, PersonalData
from civic.members.facts import MemberLeft
from civic.organisations import facts, listeners, policies, queries
from civic.organisations.views import bp

feature = Feature(
    name="organisations",
    blueprint=bp,
    permissions=policies.ALL,
    facts=facts.ALL,
    linkables={"organisation": queries.links},
    listeners=[(MemberLeft, listeners.forget_who_closed)],
    personal_data=[
        PersonalData(
            column="organisation_membership.member_id",
            what=N_("Organisations that you belong to"),
            erasure=Erasure.DELETE,
            why=N_("Who left belongs nowhere."),
        ),
    ],
)
