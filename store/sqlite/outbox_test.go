package sqlite_test

import (
	"testing"

	"github.com/bonafide-go/bonafide/internal/outboxtest"
)

func TestOutboxDelivers(t *testing.T) { outboxtest.Run(t, openNew(t)) }
