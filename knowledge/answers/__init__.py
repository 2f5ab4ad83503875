"""What is quoted to a citizen: the answer, its extract, and the choice of sections."""
