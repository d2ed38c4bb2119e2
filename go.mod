module jianfu

go 1.26
