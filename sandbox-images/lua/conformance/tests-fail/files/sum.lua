return function(left, right)
  return left + right
end
