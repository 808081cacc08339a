"""Class lists: a table of learners and of what was judged, from any spreadsheet, to requests and faults by row."""
