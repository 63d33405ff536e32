# Whether the script that was started and the others of the working folder can be read as R.
source("/usr/local/lib/sandsmith/sources.R")
others <- grep("^output/", list.files(".", pattern = "[.][rR]$", recursive = TRUE), value = TRUE, invert = TRUE)
for (file in c(commandArgs(trailingOnly = TRUE), others)) check_source(file)
