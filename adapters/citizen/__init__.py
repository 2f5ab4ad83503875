"""The mobile pages that citizens open from the chat."""
