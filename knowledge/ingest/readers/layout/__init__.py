"""What stands where on a page: lines of letters, and the rows of tables that have no other mark."""
