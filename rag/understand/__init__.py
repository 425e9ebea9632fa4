"""Understanding a question: what it names, narrows by and means, before anything is searched."""
