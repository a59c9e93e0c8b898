"""Reading DOCX files: the parts of the archive, and a walk through each that tells its text as Word shows it."""
