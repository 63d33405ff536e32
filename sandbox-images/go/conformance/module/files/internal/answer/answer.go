package answer

const Value = 42
