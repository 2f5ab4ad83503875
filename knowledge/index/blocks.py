"""The full-text part of a generation: which fields a block of text has and how their terms are told apart."""

import tantivy

from knowledge.text import normal_form, segmentation
from knowledge.text.normal_form import Units

WORDS = "words"
PAIRS = "pairs"
BLOCK = "block"
# What the field is called on disk; another name would ask for another `FORMAT`.
DOCNUM = "place"


def schema() -> tantivy.Schema:
    """Give the fields: words and pairs with their frequencies, the block's number for reading, its document's docnum."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(WORDS, stored=False, tokenizer_name="blanks", index_option="freq")
    builder.add_text_field(PAIRS, stored=False, tokenizer_name="pairs", index_option="freq")
    builder.add_unsigned_field(BLOCK, stored=False, indexed=False, fast=True)
    builder.add_unsigned_field(DOCNUM, stored=False, indexed=True, fast=False)
    return builder.build()


def register(index: tantivy.Index) -> tantivy.Index:
    """Teach an index our two ways to tell terms apart: at blanks, and every two neighbouring characters."""
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2, False)).build()
    index.register_tokenizer("blanks", blanks)
    index.register_tokenizer("pairs", pairs)
    return index


def row(text: Units, *, number: int, docnum: int) -> tantivy.Document:
    """Give a block as it is indexed: its bare text led by its document's title and number."""
    terms = normal_form.words_of(text)
    block = tantivy.Document()
    block.add_text(WORDS, segmentation.spaced(terms))
    block.add_text(PAIRS, terms)
    block.add_unsigned(BLOCK, number)
    block.add_unsigned(DOCNUM, docnum)
    return block
