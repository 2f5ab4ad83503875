"""Citizens write and file while the program's parts are killed and stopped: each promise made to them is kept."""
