from civic.feature import Erasure, Feature, PersonalData
from civic.sign_in import policies, sessions
from civic.sign_in.views import bp, members

feature = Feature(
    name="sign_in",
    blueprint=bp,
    permissions=policies.ALL,
    setup=sessions.init_app,
    personal_data=[
        PersonalData("account.member_id", Erasure.DELETE, "Nobody signs in as a former member."),
        PersonalData("sign_in_session.member_id", Erasure.DELETE, "Nor stays signed in."),
        PersonalData("one_time_token.member_id", Erasure.DELETE, "Nor comes in by an old link."),
    ],
)

members_list = Feature(name="members_list", blueprint=members.bp)
