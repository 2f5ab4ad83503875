"""What a county tells of itself: its profile, its public bodies and its office for disclosure."""
