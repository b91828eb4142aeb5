"""What is kept, and how. The only package that knows SQLAlchemy."""
