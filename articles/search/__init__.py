"""Chinese full text on core PostgreSQL: words in Python, vectors in the database, marks on the original text."""
