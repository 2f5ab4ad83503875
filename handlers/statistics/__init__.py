"""The county's figures in one place: counted by day in the background, each opening what it counts (docs/figures.md)."""
