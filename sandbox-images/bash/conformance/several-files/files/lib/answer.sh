answer() { echo 42; }
