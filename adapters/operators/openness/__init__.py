"""What the county has laid down for its openness: key areas, columns and channels, written at the desk."""
