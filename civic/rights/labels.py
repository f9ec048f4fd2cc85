"""What each permission is about, in the words of whoever looks for it. One without words here is
shown by the sentence with which it refuses."""

from civic.core.words import N_

DEEDS = {
    "spaces": (
        N_("Spaces"),
        {
            "spaces.list": N_("See the list of spaces"),
            "spaces.view": N_("See a space"),
            "spaces.people": N_("See who belongs to a space"),
            "spaces.join": N_("Join a space"),
            "spaces.ask": N_("Ask to join a space"),
            "spaces.leave": N_("Leave a space"),
            "spaces.create": N_("Found a space"),
            "spaces.administer": N_("Change a space, its phases and its roles"),
            "sign_in.invite": N_("Bring people into a space"),
            "sign_in.print_sheet": N_("Print a sheet of codes for somebody"),
        },
    ),
    "proposals": (
        N_("Proposals"),
        {
            "proposals.list": N_("See the list of proposals"),
            "proposals.view": N_("Read a proposal"),
            "proposals.write": N_("Write a proposal"),
            "proposals.publish": N_("Publish a proposal"),
            "proposals.edit": N_("Edit a proposal"),
            "proposals.support": N_("Support a proposal"),
            "proposals.invite": N_("Ask others to sign a proposal"),
            "proposals.sign": N_("Sign a proposal"),
            "proposals.unsign": N_("Sign a proposal no longer"),
            "proposals.discard": N_("Throw a draft away"),
            "proposals.withdraw": N_("Withdraw a proposal"),
            "proposals.move_on": N_("Move a proposal to deliberation"),
            "proposals.answer": N_("Give the official answer"),
            "proposals.decide": N_("Record a decision that was taken elsewhere"),
        },
    ),
    "deliberation": (
        N_("Debates"),
        {
            "deliberation.read": N_("Read a debate"),
            "deliberation.read_comment": N_("Read a message"),
            "deliberation.write": N_("Write in a debate"),
            "deliberation.reply": N_("Answer a message"),
            "deliberation.edit": N_("Edit a message"),
            "deliberation.delete": N_("Delete a message"),
            "deliberation.weigh": N_("Weigh an argument"),
            "deliberation.follow": N_("Follow a debate"),
            "deliberation.summarise": N_("Sum up a debate"),
            "deliberation.omission": N_("Say what a summary leaves out"),
            "deliberation.flag": N_("Report a message"),
            "deliberation.queue": N_("See what waits for moderation"),
            "deliberation.moderate": N_("See the reports of a debate"),
            "deliberation.dismiss": N_("Decide that a message stays"),
            "deliberation.remove": N_("Remove a message"),
            "deliberation.suspend": N_("Suspend somebody from writing"),
            "deliberation.appeal_once": N_("Appeal against a removal, once"),
            "deliberation.appeal": N_("Appeal against a removal"),
            "deliberation.appeal_suspension": N_("Appeal against a suspension"),
            "deliberation.answer_appeal": N_("Decide an appeal"),
            "deliberation.answer_suspension": N_("Decide an appeal against a suspension"),
        },
    ),
    "voting": (
        N_("Votes"),
        {
            "voting.list": N_("See the list of votes"),
            "voting.view": N_("See a vote"),
            "voting.cast": N_("Cast a ballot"),
            "voting.draft": N_("Prepare a vote"),
            "voting.edit": N_("Change a vote before it opens"),
            "voting.open": N_("Open a vote"),
            "voting.console": N_("Accompany a vote"),
            "voting.remind": N_("Remind those who have not voted"),
            "voting.missing": N_("See who has not voted yet"),
            "voting.extend": N_("Extend a vote"),
            "voting.close": N_("Close a vote"),
            "voting.cancel": N_("Cancel a vote"),
            "voting.copy": N_("Copy a vote as a new draft"),
            "voting.chair": N_("Break a tie"),
            "voting.result": N_("See a result"),
            "voting.recount": N_("Count a vote again"),
            "voting.scrutinise": N_("See the ballots, without names"),
            "voting.names": N_("See names beside choices"),
        },
    ),
    "organisations": (
        N_("Partner organisations"),
        {
            "organisations.list": N_("See the list of organisations"),
            "organisations.view": N_("See an organisation"),
            "organisations.belong": N_("Be named on its page, and leave it"),
            "organisations.people": N_("See the names and addresses of its people"),
            "organisations.bring_in": N_("Invite its people"),
            "organisations.end": N_("End that somebody belongs to it"),
            "organisations.export": N_("Export the list of its people"),
            "partners.use": N_("Sign in through an organisation"),
            "partners.link": N_("See through which organisations one signs in"),
            "partners.manage": N_("Connect the sign-in of an organisation"),
            "organisations.create": N_("Take an organisation in"),
            "organisations.edit": N_("Change its page, and name who looks after its people"),
        },
    ),
    "community": (
        N_("Members and the community"),
        {
            "home.view": N_("Open the first page"),
            "search.use": N_("Search"),
            "community.look": N_("Choose language, light or dark; read the legal pages"),
            "home.feeds": N_("Follow by feed or calendar"),
            "home.own_address": N_("Have a feed of one's own"),
            "audit.record": N_("Read the public record of acts"),
            "rights.read": N_("Read this page"),
            "joint.about": N_("Read what takes two people"),
            "sign_in.use": N_("Sign in"),
            "sign_in.follow_link": N_("Follow a link from a mail"),
            "sign_in.account": N_("See and change one's own account"),
            "privacy.own": N_("Take one's own data along, and be erased"),
            "privacy.register": N_("Read the register of processing"),
            "notifications.unsubscribe": N_("Turn a kind of mail off by its link"),
            "notifications.demo_mail": N_("Read the mails of a demo"),
            "notifications.mail": N_("See mail that has not left"),
            "members.manage": N_("See and change the list of members"),
            "sign_in.answer_request": N_("Answer who asks to join the community"),
            "community.settings": N_("Change the settings of the community"),
            "joint.list": N_("See what waits for a second person"),
            "joint.view": N_("See one act of two people"),
            "joint.ask": N_("Ask for an act that takes two people"),
            "joint.agree": N_("Agree to it as the second person"),
            "joint.stop": N_("Stop it before it is done"),
        },
    ),
}
"""Part of the page -> heading, and permission -> deed, in the order in which they are shown."""
OTHERS = N_("Further")

STANDINGS = {
    "visitor": (N_("Visitor"), N_("Has no account, or is not signed in.")),
    "elsewhere": (
        N_("Other member"),
        N_("A member of the community who does not belong to the space concerned."),
    ),
    "observer": (N_("Observer"), N_("Belongs to the space to read, and follows it.")),
    "member": (N_("Member"), N_("Belongs to the space: proposes, debates, votes.")),
    "facilitator": (
        N_("Facilitator"),
        N_("Looks after a space: opens and closes votes, moderates, gives roles there."),
    ),
    "keeper": (
        N_("Organisation's administrator"),
        N_("Looks after the people of one partner organisation, and nothing else."),
    ),
    "auditor": (
        N_("Auditor"),
        N_("Sees the ballots that are not published, without names, and what takes two people."),
    ),
    "administrator": (
        N_("Administrator"),
        N_(
            "Looks after members, settings, spaces and partners. Sees no ballot and no result "
            "before the end, and votes only where they are on the list of voters."
        ),
    ),
}
"""Standing -> its name, and what it is."""
