char block[1000000000] = {'x'};

int main(void) { return block[1]; }
