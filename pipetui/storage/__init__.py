"""What is kept, how it is read and written. Knows no rule."""
