package main

import (
	"bufio"
	"fmt"
	"os"
	"unicode/utf8"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Scan()
	fmt.Println(utf8.RuneCountInString(lines.Text()))
	fmt.Println(lines.Text())
}
