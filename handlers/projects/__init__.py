"""Projects for the people (民生实事): fifteen kinds of information through five stages, progress and ratings (O14)."""
