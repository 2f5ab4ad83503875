"""The services of the program, built once from their parts."""
