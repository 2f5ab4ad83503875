"""What the county has published: records, import, index and cited answers."""
