"""What other systems deliver: matters with their steps, checked whole before anything is kept."""
