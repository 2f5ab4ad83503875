"""The files of `deploy/`, each tried with the program that reads it."""
