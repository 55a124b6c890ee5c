module github.com/bonafide-go/bonafide/examples/service

go 1.26.0

replace (
	github.com/bonafide-go/bonafide => ../..
	github.com/bonafide-go/bonafide/store/postgres => ../../store/postgres
	github.com/bonafide-go/bonafide/store/sqlite => ../../store/sqlite
)
