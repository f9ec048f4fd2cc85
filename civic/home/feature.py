from civic.core.words import N_
from civic.feature import Feature, NavigationItem
from civic.home import policies
from civic.home.views import bp

feature = Feature(
    name="home",
    blueprint=bp,
    permissions=policies.ALL,
    navigation=[NavigationItem(endpoint="home.show", label=N_("Home"), icon="house", place=10)],
)
