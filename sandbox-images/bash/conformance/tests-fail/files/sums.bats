@test "adds" {
  [ "$((1 + 1))" -eq 3 ]
}
