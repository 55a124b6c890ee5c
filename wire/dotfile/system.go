package dotfile

import "github.com/bonafide-go/bonafide/wire/internal/rest"

func system() rest.System { return rest.System{Name: "dotfile", Title: "Dotfile cases", Version: "v1"} }
