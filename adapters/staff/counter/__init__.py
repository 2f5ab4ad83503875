"""What staff do for somebody who stands before them, and for the places where people come: asking, marks, visits."""
