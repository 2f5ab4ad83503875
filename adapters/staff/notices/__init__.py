"""The desk's page of internal notices: over what somebody and somebody's unit are told, and how the messages went."""
