module github.com/bonafide-go/bonafide/desk/browsertest

go 1.26.0

require (
	github.com/bonafide-go/bonafide v0.1.0
	github.com/bonafide-go/bonafide/store/sqlite v0.1.0
	github.com/stretchr/testify v1.12.1
)

replace (
	github.com/bonafide-go/bonafide => ../..
	github.com/bonafide-go/bonafide/store/sqlite => ../../store/sqlite
)
