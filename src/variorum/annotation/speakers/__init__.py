"""Who is meant by the source of a quotation."""
