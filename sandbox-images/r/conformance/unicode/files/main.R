line <- readLines(file("stdin"), n = 1)
writeLines(c(nchar(line), line))
