from civic.core.words import N_
from civic.feature import Erasure, Feature, NavigationItem, PersonalData
from civic.home import policies
from civic.home.views import bp

feature = Feature(
    name="home",
    blueprint=bp,
    permissions=policies.ALL,
    personal_data=[
        PersonalData("feed_address.member_id", Erasure.DELETE, "Nobody reads by it any more."),
    ],
    navigation=[NavigationItem(endpoint="home.show", label=N_("Home"), icon="house", place=10)],
)
