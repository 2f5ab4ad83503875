"""What the engine reads out of a text by itself: numbers, choices, margins, sounds."""
