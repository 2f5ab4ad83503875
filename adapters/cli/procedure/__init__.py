"""Commands about the lawful procedure: labelled cases of clocks, identifiers and reports, and the clock of one request."""
