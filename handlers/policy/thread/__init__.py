"""A question in the light of the talk: what it goes on with, what begins anew, and several asked in one message."""
