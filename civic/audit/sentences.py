"""What the record of acts says of each fact."""

from civic.core.words import N_

SENTENCES = {
    "SettingsChanged": N_("changed the settings of the community"),
    "RoleGranted": N_("changed the role of a member"),
    "MembersImported": N_("imported members"),
    "SpaceCreated": N_("founded the space"),
    "SpaceChanged": N_("changed the space"),
    "SpaceArchived": N_("archived the space, or took it out of the archive"),
    "PhaseEntered": N_("entered another phase"),
    "RoleGiven": N_("gave somebody a role in the space"),
    "RoundAnnounced": N_("announced a vote"),
    "RoundOpened": N_("opened a vote"),
    "RoundExtended": N_("extended a vote"),
    "RoundClosed": N_("closed a vote"),
    "ChairDecided": N_("broke a tie"),
    "RoundPublished": N_("published a result"),
    "RoundCancelled": N_("cancelled a vote"),
    "ProposalOpened": N_("published a proposal"),
    "ProposalEdited": N_("published another version of a proposal"),
    "ProposalMovedOn": N_("moved a proposal to deliberation"),
    "ProposalWithdrawn": N_("withdrew a proposal"),
    "ProposalAnswered": N_("gave an official answer"),
    "ProposalDecided": N_("recorded what became of a proposal"),
    "ProposalsImported": N_("imported a deliberation"),
    "CommentRemoved": N_("removed a message"),
    "AppealDecided": N_("decided an appeal"),
    "MemberSuspended": N_("suspended somebody from writing"),
    "SummaryPublished": N_("published a summary of a debate"),
}
