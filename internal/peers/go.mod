module github.com/bonafide-go/bonafide/internal/peers

go 1.26.0

require (
	github.com/bonafide-go/bonafide v0.1.0
	github.com/stretchr/testify v1.12.1
	github.com/xrash/smetrics v0.0.0-20250705151800-55b8f293f342
)

require (
	github.com/biter777/countries v1.7.5 // indirect
	github.com/shopspring/decimal v1.6.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/net v0.57.0 // indirect
	golang.org/x/text v0.40.0 // indirect
)

replace github.com/bonafide-go/bonafide => ../..
