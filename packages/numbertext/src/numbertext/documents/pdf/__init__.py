"""Reading PDF files: characters with boxes, put together to lines, columns and paragraphs."""
