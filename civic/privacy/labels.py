"""How columns are called on the pages of a copy. Those without a word here are for machines."""

from civic.core.words import N_

LABELS = {
    "name": N_("Name"), "names": N_("Name"), "email": N_("E-mail address"),
    "address": N_("E-mail address"), "old_address": N_("Address until now"), "title": N_("Title"),
    "titles": N_("Title"), "body": N_("Text"), "note": N_("Note"), "words": N_("Words"),
    "sentence": N_("Sentence"), "reason": N_("Reason"), "appeal": N_("Appeal"),
    "answer": N_("Answer"), "agreed": N_("Where all agree"), "discussed": N_("What is discussed"),
    "missing": N_("What is missing"), "stance": N_("Position"), "alignment": N_("Side"),
    "state": N_("State"), "stage": N_("Stage"), "role": N_("Role"), "kind": N_("Kind"),
    "category": N_("Category"), "college": N_("College"), "weight": N_("Weight of the vote"),
    "paid_up_until": N_("Subscription paid until"), "locale": N_("Language"),
    "language": N_("Language"), "time_zone": N_("Time zone"), "theme": N_("Light or dark"),
    "mail_choices": N_("E-mails that I want"), "device": N_("Device"), "purpose": N_("What for"),
    "subject": N_("Subject"), "path": N_("Page"), "fields": N_("What was typed"),
    "ballot": N_("Ballot"), "draft": N_("Draft"), "version": N_("Version"),
    "joined_at": N_("Since"), "at": N_("When"), "created_at": N_("When"), "asked_at": N_("When"),
    "opened_at": N_("Published or opened"), "closed_at": N_("Closed"),
    "decided_at": N_("Decided on"), "edited_at": N_("Changed"), "sent_at": N_("Sent"),
    "until": N_("Until"), "role_until": N_("Until"),
    "expires_at": N_("Until"), "last_used_at": N_("Last used"),
    "last_sign_in_at": N_("Last signed in"), "seen_until": N_("Read until"),
    "last_at": N_("Last read"), "accepted_at": N_("Accepted"),
    "email_confirmed_at": N_("Address confirmed"), "proposal_id": N_("Proposal"),
    "round_id": N_("Vote"), "space_id": N_("Space"), "comment_id": N_("Message"),
    "parent_id": N_("In answer to"),
}  # fmt: skip
