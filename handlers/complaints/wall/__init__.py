"""The wall: a complaint about a unit or an official is as good as missing to them; who told it leaves by permission only."""
