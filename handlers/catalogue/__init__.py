"""The catalogue of what is published unasked (主动公开目录): browsed by unit, area, level and kind, searched, told by its five elements."""
