package synapse

import "github.com/bonafide-go/bonafide/wire/internal/rest"

func system() rest.System {
	return rest.System{Name: "synapse", Title: "Synapse users and documents", Version: "3.1"}
}
