"""The files documents were read from, kept sealed beside the documents and fetched by those who keep the library."""
