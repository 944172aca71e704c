"""Status, certainty and role: answers that exclude each other, told in sentences of the reports' own."""
