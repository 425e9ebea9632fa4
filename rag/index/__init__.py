"""Where vectors live: one small port, an embedded adapter and a server adapter."""
