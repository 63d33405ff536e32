# The script that Rscript was asked to start; nothing where it has none. Rscript writes a space as "~+~".
started_file <- function() {
  named <- grep("^--file=", commandArgs(trailingOnly = FALSE), value = TRUE)
  gsub("~+~", " ", sub("^--file=", "", named), fixed = TRUE)
}

# Ends with the message of the parser, which names the file and the line, where the file is not R.
check_source <- function(file) {
  if (!file.exists(file)) return(invisible())
  tryCatch(parse(file, keep.source = FALSE, encoding = "UTF-8"), error = function(mistake) {
    message("Error: ", conditionMessage(mistake))
    quit(save = "no", status = 1)
  })
}
