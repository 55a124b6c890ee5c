module github.com/bonafide-go/bonafide/casefile/ownership/export/bodstest

go 1.25.0

require (
	github.com/bonafide-go/bonafide v0.0.0
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/biter777/countries v1.7.5 // indirect
	github.com/shopspring/decimal v1.6.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/net v0.57.0 // indirect
	golang.org/x/text v0.40.0 // indirect
)

replace github.com/bonafide-go/bonafide => ../../../..
