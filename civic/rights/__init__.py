"""Who may do what: a page made from the permissions themselves."""
