"""Other systems' matters at the terminal: who may deliver, and tables taken in."""
