def greeting = 'Good day'
