from datetime import timedelta

from civic.feature import Erasure, Feature, Panel, PersonalData, Tick
from civic.sign_in import facts, policies, sessions, ticking
from civic.sign_in.views import bp, invitations, members

feature = Feature(
    name="sign_in",
    blueprint=bp,
    permissions=policies.ALL,
    facts=[facts.SheetPrinted],
    setup=sessions.init_app,
    ticks=[Tick(name="door", every=timedelta(hours=1), run=ticking.run)],
    personal_data=[
        PersonalData("account.member_id", Erasure.DELETE, "Nobody signs in as a former member."),
        PersonalData("sign_in_session.member_id", Erasure.DELETE, "Nor stays signed in."),
        PersonalData("one_time_token.member_id", Erasure.DELETE, "Nor comes in by an old link."),
        PersonalData("address_change.member_id", Erasure.DELETE, "No mail goes there."),
        PersonalData("kept_text.member_id", Erasure.DELETE, "A text for nobody."),
    ],
)

members_list = Feature(name="members_list", blueprint=members.bp)
bringing_in = Feature(
    name="bringing_in",
    blueprint=invitations.bp,
    panels=[
        Panel(
            place="spaces.members",
            load=invitations.ways_in,
            template="sign_in/_ways_in.html",
        )
    ],
)
