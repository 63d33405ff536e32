dir.create("output/deep", recursive = TRUE)
write.csv(data.frame(a = 1, b = 2), "output/table.csv", row.names = FALSE, quote = FALSE)
writeLines("<p>hi</p>", "output/deep/page.html")
