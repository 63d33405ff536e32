module example.org/tell

go 1.24
