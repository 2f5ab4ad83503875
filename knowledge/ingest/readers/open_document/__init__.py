"""Files of the OpenDocument standard (ISO/IEC 26300), as LibreOffice and WPS write them."""
