prices = [1, 2
