SELECT fail('bad', 7);
