"""The names of grades, worst first, for scales of 3 to 10."""

from civic.core.words import N_

REJECT, BAD, PASSABLE, GOOD = N_("To be rejected"), N_("Bad"), N_("Passable"), N_("Good")
INSUFFICIENT, RATHER_GOOD = N_("Insufficient"), N_("Rather good")
VERY_GOOD, EXCELLENT = N_("Very good"), N_("Excellent")
POOR, VERY_POOR, OUTSTANDING = N_("Poor"), N_("Very poor"), N_("Outstanding")

UPPER = (RATHER_GOOD, GOOD, VERY_GOOD, EXCELLENT)
GRADES: dict[int, tuple[str, ...]] = {
    3: (BAD, PASSABLE, GOOD),
    4: (REJECT, INSUFFICIENT, GOOD, EXCELLENT),
    5: (REJECT, INSUFFICIENT, PASSABLE, GOOD, EXCELLENT),
    6: (REJECT, INSUFFICIENT, PASSABLE, GOOD, VERY_GOOD, EXCELLENT),
    7: (REJECT, INSUFFICIENT, PASSABLE, *UPPER),
    8: (REJECT, POOR, INSUFFICIENT, PASSABLE, *UPPER),
    9: (REJECT, VERY_POOR, POOR, INSUFFICIENT, PASSABLE, *UPPER),
    10: (REJECT, VERY_POOR, POOR, INSUFFICIENT, PASSABLE, *UPPER, OUTSTANDING),
}
