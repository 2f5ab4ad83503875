"""How much a foreign file may ask of the machine: beyond these bounds it is refused, never tried."""

MEGABYTE = 2**20

# One file, whatever its format; measured before a byte of it is read.
FILE_BYTES = 64 * MEGABYTE
ARCHIVE_BYTES = 512 * MEGABYTE

# Packed content: a member that grows more than this is made to harm, as office files grow five- to thirtyfold.
UNPACKING_RATIO = 200
UNPACKING_FREE_BYTES = MEGABYTE
PACKAGE_BYTES = 256 * MEGABYTE
PACKAGE_MEMBERS = 5_000
ARCHIVE_UNPACKED_BYTES = 2048 * MEGABYTE
ARCHIVE_MEMBERS = 20_000

PAGES = 1_000
SHEETS = 50
ROWS = 50_000
CELLS = 1_000_000
COLUMNS = 200
NESTING = 150

# The helper process: seconds for one file, and the memory it may take.
READING_SECONDS = 60.0
MEMORY_BYTES = 2048 * MEGABYTE
