"""What is typed about calls, ideas, reviews and speaking."""
