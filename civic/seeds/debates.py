"""Two debates, with all that happens in one: what was said until Amina's last visit, and since."""

from sqlmodel import delete

from civic.notifications.models import PendingNotice
from civic.seeds import compost as compost_debate
from civic.seeds import rain as rain_debate
from civic.seeds.debating import Debate
from civic.seeds.village import Village

LAST_VISIT = -4
"""Day on which Amina last looked: what comes later is new to her."""


def debate_things(village: Village) -> None:
    """What was said until Amina's last visit, and what she has not read yet."""
    compost = Debate(village, "Installer trois composteurs", "fr")
    rain = Debate(village, "Collect rainwater", "en")
    visit = compost_debate.begin(compost)
    rain_debate.begin(rain)
    for one in (compost, rain):
        one.is_looked_at("Amina", LAST_VISIT)
    village.session.flush()
    village.session.exec(delete(PendingNotice))  # these mails went out while it was said
    compost_debate.news(compost, visit)
    rain_debate.news(rain)
