"""Every surface of the product: web pages, REST API, command line. It calls services only."""
