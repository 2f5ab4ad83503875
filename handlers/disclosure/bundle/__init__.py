"""The evidence of one request, put together as files for a review organ or a court."""
