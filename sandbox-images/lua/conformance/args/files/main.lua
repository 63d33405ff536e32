for _, text in ipairs(arg) do
  print(text)
end
