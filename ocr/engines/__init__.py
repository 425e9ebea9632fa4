"""Recognition engines behind one interface; none knows of the others, of lines' order or of statistics."""
