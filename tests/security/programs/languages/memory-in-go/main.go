package main

import (
	"bytes"
	"fmt"
)

func main() {
	fmt.Println("BEGUN: takes memory")
	var blocks [][]byte
	for {
		blocks = append(blocks, bytes.Repeat([]byte("x"), 10000000))
		if len(blocks) > 1000000 {
			break
		}
	}
}
