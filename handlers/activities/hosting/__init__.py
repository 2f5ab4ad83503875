"""What the desk does: it makes and changes activities, and notes who came."""
