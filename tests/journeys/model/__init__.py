"""A simple model of the base path, against which the engine is driven by random deeds.

The model is written anew, in plain words, and shares nothing with the engine or its definition: a
table of the moves (`path`), lists of papers, orders, notes and people attached (`case`). `deeds`
are what can be done, `steps` what Hypothesis makes of them, `live` the same case in the database.
"""
