"""How questions do, by Moodle's definitions. Nobody is named, and small numbers are not told."""
