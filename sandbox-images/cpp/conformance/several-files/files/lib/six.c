int six(void) { return 6; }
