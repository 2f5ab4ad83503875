"""The papers that end with this one: named in its sentences, in the lists it announces, and in its tables."""
