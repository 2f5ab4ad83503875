"""Who comes to an activity: signed up, waiting for a seat, there or not, and what each is told."""
