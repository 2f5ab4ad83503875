"""The telling pieces of a message: times, places, persons, matters."""
