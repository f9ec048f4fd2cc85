"""What the record of acts says of each fact: who did what, to what, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_date, gettext, ngettext
from markupsafe import Markup, escape

from civic.audit.queries import Act
from civic.core.words import N_

SENTENCES = {
    "SettingsChanged": N_("%(who)s changed the settings of the community"),
    "RoleGranted": N_("%(who)s changed the role of a member"),
    "RepresentativeNamed": N_("%(who)s changed who represents a legal entity, and votes for it"),
    "MandateLimited": N_("%(who)s set until when somebody holds an office"),
    "MembersImported": N_("%(who)s brought in members from a list"),
    "MemberAdmitted": N_("%(who)s admitted a member"),
    "MemberLeft": N_("%(who)s removed a member"),
    "SheetPrinted": N_("%(who)s printed a sheet of codes for a member"),
    "NewcomersTold": N_("%(who)s wrote to members who had never signed in, telling them where"),
    "LetInAnew": N_("%(who)s and a second person let a member back in"),
    "JointActAsked": N_("%(who)s asked for something that takes two people"),
    "JointActAgreed": N_("%(who)s agreed, as the second person, to what another asked for"),
    "JointActStopped": N_("%(who)s stopped something that takes two people"),
    "OrganisationTakenIn": N_("%(who)s added the organisation %(what)s"),
    "OrganisationChanged": N_("%(who)s changed what stands here of %(what)s"),
    "OrganisationArchived": N_("%(who)s ended or resumed that %(what)s takes part"),
    "OrganisationRoleGiven": N_("%(who)s changed who looks after the people of %(what)s"),
    "PersonDeactivated": N_("%(who)s ended that somebody belongs to %(what)s"),
    "PersonReactivated": N_("%(who)s let somebody belong to %(what)s again"),
    "PeopleExported": N_("%(who)s took a copy of the list of the people of %(what)s"),
    "SpaceCreated": N_("%(who)s created the space"),
    "SpaceChanged": N_("%(who)s changed what the space says of itself"),
    "SpaceArchived": N_("%(who)s archived the space, or took it out of the archive"),
    "PhaseEntered": N_("%(who)s began the phase “%(phase)s”"),
    "RoleGiven": N_("%(who)s gave somebody a role in the space"),
    "DutyAccepted": N_("%(who)s was invited to facilitate the space, and came"),
    "MembersBroughtIn": N_("%(who)s brought members of the community into the space"),
    "WiderAudienceAsked": N_("%(who)s asked that more people see the space, past debates included"),
    "SpaceLeftUnled": N_("%(who)s noted that nobody facilitates the space any more"),
    "RoundAnnounced": N_("%(who)s announced the vote %(what)s"),
    "RoundTakenBack": N_("%(who)s took the announcement of the vote %(what)s back"),
    "VotersReminded": N_("%(who)s reminded those who had not voted in %(what)s"),
    "RoundOpened": N_("%(who)s opened the vote %(what)s"),
    "RoundExtended": N_("%(who)s extended the vote %(what)s"),
    "RoundClosed": N_("%(who)s closed the vote %(what)s"),
    "ChairDecided": N_("%(who)s broke the tie in the vote %(what)s"),
    "RoundImported": N_("%(who)s imported the vote %(what)s from a file"),
    "RoundPublished": N_("%(who)s published the result of %(what)s"),
    "RoundCancelled": N_("%(who)s cancelled the vote %(what)s"),
    "ElectorRepresentedAnew": N_(
        "%(who)s named somebody else to vote for a legal entity, while the vote %(what)s was open"
    ),
    "RoundChangeAsked": N_("%(who)s asked for what takes two people in the vote %(what)s"),
    "RoundChangeAgreed": N_("%(who)s agreed, as the second person, in the vote %(what)s"),
    "RoundChangeStopped": N_("%(who)s stopped what was asked for in the vote %(what)s"),
    "ProposalOpened": N_("%(who)s published the proposal %(what)s"),
    "ProposalEdited": N_("%(who)s published another version of %(what)s"),
    "ProposalMovedOn": N_("%(who)s moved %(what)s to deliberation"),
    "ProposalWithdrawn": N_("%(who)s withdrew the proposal %(what)s"),
    "ProposalContinued": N_("%(who)s let %(what)s go on in another text"),
    "ProposalAnswered": N_("%(who)s gave an official answer to %(what)s"),
    "ProposalHandedOver": N_("%(who)s handed %(what)s over to somebody else who signs it"),
    "ProposalDecided": N_("%(who)s recorded what became of %(what)s"),
    "ProposalReturned": N_("%(who)s returned %(what)s to deliberation, undecided by a vote"),
    "ProposalAdvised": N_(
        "%(who)s returned %(what)s to deliberation, to be decided after its vote"
    ),
    "CommitmentMade": N_("%(who)s recorded the commitment %(what)s"),
    "CommitmentReported": N_("%(who)s gave news of the commitment %(what)s"),
    "CommitmentKept": N_("%(who)s said that the commitment %(what)s is kept"),
    "CommitmentNotKept": N_("%(who)s said that the commitment %(what)s is not kept"),
    "CommitmentTakenUp": N_("%(who)s took the commitment %(what)s up again"),
    "ProposalsImported": N_("%(who)s brought in a deliberation from elsewhere"),
    "CommentRemoved": N_("%(who)s removed a message about %(what)s"),
    "AppealDecided": N_("%(who)s decided an appeal about %(what)s"),
    "MemberSuspended": N_("%(who)s suspended somebody from writing"),
    "SuspensionDecided": N_("%(who)s decided an appeal against a suspension"),
    "ConnectionDrafted": N_("%(who)s prepared a connection to an organisation, or a change to it"),
    "ConnectionConfirmed": N_("%(who)s put a connection to an organisation into force"),
    "ConnectionSwitched": N_("%(who)s switched a connection to an organisation off, or on again"),
    "ConnectionRevoked": N_("%(who)s shut a connection to an organisation for good"),
    "PartnerRefused": N_("%(who)s refused a sign-in through an organisation"),
    "PartnerArrived": N_("%(who)s took in a member through their organisation"),
    "PartnerLinked": N_("%(who)s added a way in through an organisation, or took it away"),
    "ClaimsFollowed": N_("%(who)s followed what an organisation says of a member"),
    "SummaryPublished": N_("%(who)s summed up the debate on %(what)s"),
}
"""Of each fact that may be known. A test finds those without."""
SEVERAL = {
    "CommitmentMade": N_("%(who)s recorded %(number)s commitments: %(what)s"),
    "ProposalOpened": N_("%(who)s published %(number)s proposals: %(what)s"),
    "RoundOpened": N_("%(who)s opened %(number)s votes: %(what)s"),
    "RoundPublished": N_("%(who)s published %(number)s results: %(what)s"),
}
"""Of facts that come in numbers: what one person did several times, in one sentence."""
CHANGES = {
    "close": N_("It is about closing it before its end."),
    "extend": N_("It is about a later end."),
    "cancel": N_("It is about cancelling it."),
}
"""Of a vote: what takes two people, where its terms say so."""
SOMETHING = N_("%(who)s did something with %(what)s")


def sentence(act: Act, what: Markup, *, number: str = "") -> Markup:
    """One act in the reader's language, with its full stop. ``what``: a link to what it
    concerns, or several links, where there was a ``number`` of such acts."""
    house = gettext("The platform") if act.by_the_house else None
    who = house or act.actor or gettext("A former member")
    said = gettext(SEVERAL[act.name] if number else SENTENCES.get(act.name, SOMETHING))
    told = {"who": who, "what": what, "number": number, "phase": act.details.get("phase", "")}
    whole = escape(said) % told
    return whole if whole.striptags().endswith(("?", "!", ".", "…")) else whole + "."


def particulars(details: Mapping[str, Any]) -> list[str]:
    """What else a fact says that everybody may read."""
    said = []
    if details.get("added") is not None:
        said.append(ngettext("%(num)s of them.", "%(num)s of them.", details["added"]))
    if change := CHANGES.get(details.get("change", "")):
        said.append(gettext(change))
    if details.get("until"):
        day = datetime.fromisoformat(details["until"])
        said.append(gettext("The last day: %(day)s.", day=format_date(day, "long")))
    if details.get("reason"):
        said.append(gettext("The reason: %(reason)s", reason=details["reason"]))
    return said
