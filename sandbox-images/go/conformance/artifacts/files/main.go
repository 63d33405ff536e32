package main

import "os"

func main() {
	os.Mkdir("output/deep", 0o755)
	os.WriteFile("output/table.csv", []byte("a,b\n1,2\n"), 0o644)
	os.WriteFile("output/deep/page.html", []byte("<p>hi</p>\n"), 0o644)
}
