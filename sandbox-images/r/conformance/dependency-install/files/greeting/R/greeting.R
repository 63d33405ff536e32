greeting <- function() "Good day"
