"""What keepers do with documents: edit, import, list, abolish, and see what is due."""
