library(greeting)

writeLines(c(greeting(), find.package("greeting")))
