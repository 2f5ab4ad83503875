"""Pictures that citizens send with a form or to a person: fetched from the channel, cleaned, sealed, shown to staff."""
