"""The notices of the State Council about days off: entered at the desk, signed by a second person, in force everywhere at once."""
