from civic.feature import Erasure, Feature, PersonalData
from civic.spaces import policies
from civic.spaces.views import bp

feature = Feature(
    name="spaces",
    blueprint=bp,
    permissions=policies.ALL,
    personal_data=[
        PersonalData("membership.member_id", Erasure.DELETE, "Who left belongs nowhere."),
    ],
)
