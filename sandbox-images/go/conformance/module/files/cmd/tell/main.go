package main

import (
	"fmt"

	"example.org/tell/internal/answer"
)

func main() {
	fmt.Println(answer.Value)
}
