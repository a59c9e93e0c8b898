"""What is published of an edition: tables as CSV and Parquet, and one HTML page."""
