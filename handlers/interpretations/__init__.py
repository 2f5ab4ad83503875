"""How a policy is explained: in which forms and languages, and by whom."""
