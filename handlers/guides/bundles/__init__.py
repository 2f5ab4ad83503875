"""Several matters of one event in a life, told and prepared as one (一件事; capabilities K9a, P8a)."""
