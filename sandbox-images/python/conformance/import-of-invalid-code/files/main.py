from shop import prices

print(prices)
