from civic.feature import Erasure, Feature, PersonalData
from civic.members import policies
from civic.members.facts import MembersImported, RoleGranted

feature = Feature(
    name="members",
    permissions=policies.ALL,
    facts=[RoleGranted, MembersImported],
    personal_data=[
        PersonalData(
            "member.represented_by_id", Erasure.UNNAME, "The entity stays and needs another person."
        ),
        PersonalData("outbox_mail.member_id", Erasure.DELETE, "Mail for somebody who has left."),
    ],
)
