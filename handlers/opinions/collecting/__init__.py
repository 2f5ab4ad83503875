"""What is kept of drafts and opinions, and what may happen to them; the citizen's side, the desk's, and the clock's."""
