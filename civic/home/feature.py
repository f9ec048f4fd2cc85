from civic.core.words import N_
from civic.feature import Erasure, Feature, NavigationItem, PersonalData
from civic.home import policies
from civic.home.views import bp

feature = Feature(
    name="home",
    blueprint=bp,
    permissions=policies.ALL,
    personal_data=[
        PersonalData(
            column="feed_address.member_id",
            what=N_("Your address of calendar and feeds"),
            erasure=Erasure.DELETE,
            why=N_("Nobody reads by it any more."),
            left_out=("nonce",),
        ),
    ],
    navigation=[NavigationItem(endpoint="home.show", label=N_("Home"), icon="house", place=10)],
)
