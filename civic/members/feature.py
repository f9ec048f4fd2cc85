from civic.feature import Erasure, Feature, PersonalData

feature = Feature(
    name="members",
    personal_data=[
        PersonalData(
            "member.represented_by_id", Erasure.UNNAME, "The entity stays and needs another person."
        ),
        PersonalData("outbox_mail.member_id", Erasure.DELETE, "Mail for somebody who has left."),
    ],
)
