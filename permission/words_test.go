package permission_test

import "github.com/bonafide-go/bonafide/internal/datatest"

var noon = datatest.At("2024-06-01T12:00:00Z")
