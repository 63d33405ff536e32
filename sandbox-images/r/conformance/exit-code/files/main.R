message("bad")
quit(status = 7)
