suppressPackageStartupMessages({
  library(dplyr)
  library(ggplot2)
})

values <- readr::read_csv("values.csv", show_col_types = FALSE)
totals <- values |> group_by(group) |> summarise(total = sum(value))
ggsave("output/totals.png", ggplot(totals, aes(group, total)) + geom_col(), width = 4, height = 3)
stopifnot(file.size("output/totals.png") > 1000)
cat(jsonlite::toJSON(as.list(totals)), "\n", sep = "")
