sum_of <- function(left, right) left + right
