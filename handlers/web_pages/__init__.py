"""Pages of the county's web site that are looked at on a schedule; what changed there is proposed as a draft."""
