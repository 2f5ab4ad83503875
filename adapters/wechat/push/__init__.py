"""What the platform pushes: verified, opened, parsed, and turned into the engine's messages."""
