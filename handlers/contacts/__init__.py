"""Contact cards of units for openness: whom to call, and the posts in charge (B14); posts, never a person's own data."""
