#include <gtest/gtest.h>

TEST(Sums, Adds) { EXPECT_EQ(1 + 1, 3); }
