"""What the parts of an office file (Word, Excel) say beyond their plain words: formats, formulas, links, parts within."""
