"""The request as the law sees it: clocks, steps, records, and the service that takes the steps."""
