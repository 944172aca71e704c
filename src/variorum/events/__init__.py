"""What happened at a desk: events derived from a store, whom they concern, and the forms they are told in."""
