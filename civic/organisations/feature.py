from civic.core.words import N_
from civic.feature import Erasure, Feature, PersonalData
from civic.organisations import models  # noqa: F401  (its tables)

feature = Feature(
    name="organisations",
    personal_data=[
        PersonalData(
            column="organisation_membership.member_id",
            what=N_("Organisations that you belong to"),
            erasure=Erasure.DELETE,
            why=N_("Who left belongs nowhere."),
        ),
    ],
)
