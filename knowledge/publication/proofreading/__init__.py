"""What is wrong in a text before it is published: words, numbers, misprints."""
