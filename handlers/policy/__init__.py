"""What the published documents say, quoted with their source, or an honest no."""
