"""The tables of the annual report on open government (国办公开办函〔2021〕30号)."""
