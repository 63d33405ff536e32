package Sandsmith::Autoflush;
# What a program prints is seen when it prints it, not when a buffer is full.
$| = 1;
1;
