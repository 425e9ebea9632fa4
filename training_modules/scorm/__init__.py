"""A whole course as a SCORM package, for other learning systems."""
