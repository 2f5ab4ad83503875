"""Messages in English or in pinyin: a short English answer that leads to the Chinese document and to a person."""
