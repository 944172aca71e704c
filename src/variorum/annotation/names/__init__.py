"""Names, and who or what bears them."""
