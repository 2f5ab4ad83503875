"""Activities that citizens may join: what takes place when, who comes, and what became of what was asked there."""
