"""Rich Text Format (.rtf): groups, control words and letters in the code pages of their fonts."""
