"""The county's list of materials that nobody has to bring any more (材料免提交、负面清单), and why each need not be brought (O8)."""
