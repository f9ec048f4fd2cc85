from civic.community import policies
from civic.community.facts import SettingsChanged
from civic.community.views import bp
from civic.feature import Feature

feature = Feature(name="community", blueprint=bp, permissions=policies.ALL, facts=[SettingsChanged])
