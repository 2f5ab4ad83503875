"""Where a complaint goes: which matter it is, which grid its place lies in, which unit follows from both."""
