"""How to get something done: conditions, materials, time, fee, place and phone of a service."""
