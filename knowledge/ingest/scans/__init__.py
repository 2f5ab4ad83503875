"""From signs on a page to a text: order, paragraphs, tables, and what is doubtful. Pure: no picture is opened here."""
