# Installs what DESCRIPTION and packages.txt of the working folder ask for, as "name" or "name (>= version)", into the
# package store. install.packages only warns where something fails, so what is there afterwards is looked at.
library_path <- "/deps/R"
dir.create(library_path, showWarnings = FALSE)
.libPaths(c(library_path, .libPaths()))

asked_by_description <- function() {
  if (!file.exists("DESCRIPTION")) return(character())
  fields <- read.dcf("DESCRIPTION", fields = c("Depends", "Imports", "LinkingTo", "Suggests"))
  unlist(strsplit(fields[!is.na(fields)], ","))
}

asked_by_list <- function() {
  if (!file.exists("packages.txt")) return(character())
  sub("#.*", "", readLines("packages.txt", warn = FALSE, encoding = "UTF-8"))
}

is_met <- function(name, version) {
  found <- tryCatch(packageVersion(name), error = function(missing) NULL)
  !is.null(found) && (is.na(version) || found >= version)
}

asked <- trimws(c(asked_by_description(), asked_by_list()))
asked <- unique(asked[nzchar(asked)])
form <- "^([A-Za-z][A-Za-z0-9.]*)(?:\\s*\\(\\s*>=\\s*([0-9][0-9.-]*)\\s*\\))?$"
unread <- asked[!grepl(form, asked, perl = TRUE)]
if (length(unread) > 0) {
  message("Cannot read \"", unread[1], "\": write it as \"name\" or \"name (>= version)\".")
  quit(save = "no", status = 1)
}
names <- sub(form, "\\1", asked, perl = TRUE)
versions <- sub(form, "\\2", asked, perl = TRUE)
versions[versions == ""] <- NA
names_of_base <- c("R", rownames(installed.packages(priority = "base")))
packages <- Map(function(name, version) list(name = name, version = version), names, versions)
packages <- Filter(function(package) !package$name %in% names_of_base, packages)
missing <- function() Filter(function(package) !is_met(package$name, package$version), packages)

to_install <- vapply(missing(), function(package) package$name, "")
if (length(to_install) > 0) install.packages(to_install, lib = library_path)
failed <- missing()
for (package in failed) {
  wanted <- if (is.na(package$version)) package$name else sprintf("%s (>= %s)", package$name, package$version)
  message("The package ", wanted, " could not be installed from ", getOption("repos")[["CRAN"]], ".")
}
if (length(failed) > 0) quit(save = "no", status = 1)
