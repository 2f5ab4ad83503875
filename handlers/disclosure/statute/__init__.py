"""The clocks of a request as the law counts them: pure functions of its log and the calendar."""
