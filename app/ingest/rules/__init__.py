"""The rules that the data files must meet, a file per subject: each rule is one small named function."""
