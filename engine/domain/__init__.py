"""Values and pure functions of the field; knows no database, no web and no clock."""
