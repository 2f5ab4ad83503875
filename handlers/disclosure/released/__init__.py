"""What is released of the documents found: originals kept, parts covered with their grounds, copies made of pictures (art. 37)."""
