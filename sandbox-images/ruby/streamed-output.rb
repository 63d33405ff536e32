# What a program prints is seen when it prints it, not when a buffer is full.
$stdout.sync = true
