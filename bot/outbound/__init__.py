"""What goes out later: parcels, what they say, and who fetches them."""
