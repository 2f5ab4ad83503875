"""Pictures that pages draw as SVG on the server."""
