from datetime import timedelta

from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import (
    Erasure,
    Feature,
    NavigationItem,
    Panel,
    PersonalData,
    Retention,
    Tick,
)
from civic.organisations.facts import PersonDeactivated
from civic.spaces import (
    agenda,
    facts,
    joining,
    leading,
    listeners,
    policies,
    queries,
    ticking,
    widening,
)
from civic.spaces.notices import NOTICES
from civic.spaces.views import bp

feature = Feature(
    name="spaces",
    blueprint=bp,
    permissions=policies.ALL,
    facts=facts.ALL,
    listeners=[(PersonDeactivated, listeners.take_out_of_its_spaces)],
    panels=[
        Panel(
            place="organisations.page",
            load=queries.of_organisation,
            template="spaces/_of_organisation.html",
        )
    ],
    joint_kinds=[widening.JOINT_KIND],
    searchables={"space": queries.links},
    notices=NOTICES,
    waiting=[
        Contribution(rows=agenda.requests_waiting, entry=agenda.request_waits),
        Contribution(rows=leading.unled, entry=leading.unled_waits),
    ],
    deadlines=[Contribution(rows=agenda.phases_to_come, entry=agenda.phase_comes)],
    ticks=[
        Tick(
            name="phases",
            what=N_("Begins the phases of spaces, and ends mandates of facilitators"),
            every=timedelta(minutes=1),
            run=ticking.run,
        )
    ],
    retention=[
        Retention(
            name="join_requests",
            what=N_("Requests to join a space that nobody answers"),
            keeps=timedelta(days=90),
            sweep=joining.forget_unanswered,
        )
    ],
    navigation=[
        NavigationItem(endpoint="spaces.index", label=N_("Spaces"), icon="users", place=50)
    ],
    personal_data=[
        PersonalData(
            column="membership.member_id",
            what=N_("Spaces that you belong to"),
            erasure=Erasure.DELETE,
            why=N_("Whoever left belongs nowhere."),
        ),
        PersonalData(
            column="join_request.member_id",
            what=N_("Spaces that you asked to join"),
            erasure=Erasure.DELETE,
            why=N_("Whoever left asks for nothing."),
        ),
    ],
)
