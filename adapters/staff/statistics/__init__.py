"""The statistics at the desk: all figures of a period, and those that other systems bring."""
