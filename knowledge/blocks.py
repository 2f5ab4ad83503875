"""The full-text part of a generation: which fields a block of text has and how their terms are told apart."""

import tantivy

WORDS = "words"
PAIRS = "pairs"
BLOCK = "block"


def schema() -> tantivy.Schema:
    """Give the fields: words and pairs with their frequencies, and the block's number for reading only."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(WORDS, stored=False, tokenizer_name="blanks", index_option="freq")
    builder.add_text_field(PAIRS, stored=False, tokenizer_name="pairs", index_option="freq")
    builder.add_unsigned_field(BLOCK, stored=False, indexed=False, fast=True)
    return builder.build()


def register(index: tantivy.Index) -> tantivy.Index:
    """Teach an index our two ways to tell terms apart: at blanks, and every two neighbouring characters."""
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2, False)).build()
    index.register_tokenizer("blanks", blanks)
    index.register_tokenizer("pairs", pairs)
    return index
