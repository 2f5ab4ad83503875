"""One question after something was done for somebody: how it was; shared by every service that asks it (O18)."""
