from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Erasure, Feature, Notice, Panel, PersonalData
from civic.organisations.facts import PersonDeactivated
from civic.sign_in import (
    facts,
    granting,
    passkeys,
    policies,
    recovering,
    sessions,
    taking_along,
    welcoming,
)
from civic.sign_in.listeners import shut_out
from civic.sign_in.retention import RETENTION
from civic.sign_in.views import bp, invitations, members, organisation_people

feature = Feature(
    name="sign_in",
    blueprint=bp,
    permissions=policies.ALL,
    facts=[facts.NewcomersTold, facts.SheetPrinted],
    notices={
        facts.NewcomersTold: [
            Notice(
                recipients=welcoming.recipients,
                context=welcoming.in_words,
                template="sign_in/notices/welcome.txt",
                choice="",
            )
        ]
    },
    listeners=[(PersonDeactivated, shut_out)],
    setup=sessions.init_app,
    retention=RETENTION,
    waiting=[Contribution(rows=recovering.sheets_due, entry=recovering.waits_for_sheet)],
    doors=[passkeys.any_of],
    personal_data=[
        PersonalData(
            column="account.member_id",
            what=N_("Your account"),
            erasure=Erasure.DELETE,
            why=N_("Nobody signs in as a former member."),
            left_out=("password",),
        ),
        PersonalData(
            column="sign_in_session.member_id",
            what=N_("Devices on which you are signed in"),
            erasure=Erasure.DELETE,
            why=N_("Nobody stays signed in as a former member."),
            left_out=("token_hash",),
        ),
        PersonalData(
            column="one_time_token.member_id",
            what=N_("Links and codes that were made for you"),
            erasure=Erasure.DELETE,
            why=N_("Nobody comes in by an old link."),
            left_out=("token_hash",),
        ),
        PersonalData(
            column="address_change.member_id",
            what=N_("Changes of address under way"),
            erasure=Erasure.DELETE,
            why=N_("No mail goes there."),
        ),
        PersonalData(
            column="passkey.member_id",
            what=N_("Your passkeys"),
            erasure=Erasure.DELETE,
            why=N_("Nobody signs in as a former member."),
            left_out=("credential_id", "public_key"),
        ),
        PersonalData(
            column="second_factor.member_id",
            what=N_("That codes from an app are asked for when you sign in"),
            erasure=Erasure.DELETE,
            why=N_("Nobody signs in as a former member."),
            left_out=("secret",),
        ),
        PersonalData(
            column="recovery_code.member_id",
            what=N_("Your recovery codes, of which nobody knows what they are"),
            erasure=Erasure.DELETE,
            why=N_("Nobody signs in as a former member."),
            left_out=("code_hash",),
        ),
        PersonalData(
            column="door_step.member_id",
            what=N_("Sign-ins that you have begun, for ten minutes"),
            erasure=Erasure.DELETE,
            why=N_("Nobody signs in as a former member."),
            left_out=("token_hash",),
        ),
        PersonalData(
            column="kept_text.member_id",
            what=N_("Texts that wait for you to sign in"),
            erasure=Erasure.DELETE,
            why=N_("Nobody is left to send it."),
            left_out=("token_hash",),
        ),
    ],
)

people_of_organisations = Feature(
    name="organisation_people",
    blueprint=organisation_people.bp,
    panels=[
        Panel(
            place="home.aside",
            load=organisation_people.looked_after,
            template="sign_in/organisations/_looked_after.html",
        )
    ],
)
members_list = Feature(
    name="members_list",
    blueprint=members.bp,
    joint_kinds=(
        *granting.JOINT_KINDS,
        *taking_along.JOINT_KINDS,
        *recovering.JOINT_KINDS,
    ),
)
bringing_in = Feature(
    name="bringing_in",
    blueprint=invitations.bp,
    panels=[
        Panel(
            place="spaces.members",
            load=invitations.ways_in,
            template="sign_in/_ways_in.html",
        )
    ],
)
