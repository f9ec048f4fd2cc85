from civic.feature import Feature
from civic.rights import policies
from civic.rights.views import bp

feature = Feature(name="rights", blueprint=bp, permissions=policies.ALL)
