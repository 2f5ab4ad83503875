"""双公示 (capabilities P6): permits and penalties that were published, looked up by credit code."""
