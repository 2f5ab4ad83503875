"""Where Redis is: its address, the nodes of a cluster, and whether its version has its security fixes."""
