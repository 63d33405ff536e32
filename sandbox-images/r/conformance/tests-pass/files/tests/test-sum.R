source("../sum.R")

test_that("it adds", {
  expect_equal(sum_of(1, 1), 2)
})
