"""What was published and changed, with the keys by which its subscribers are found."""
