"""Events: many like complaints in a short time and place are one page, with one lead and one message to all."""
