package main

func main() { panic("another program") }
