options(repos = c(CRAN = Sys.getenv("CRAN_MIRROR", "https://cloud.r-project.org")), Ncpus = 2L)

# R itself reads a script as it goes: what stands before a mistake runs, and the message names neither file nor line.
local({
  source("/usr/local/lib/sandsmith/sources.R", local = TRUE)
  for (file in started_file()) check_source(file)
})
