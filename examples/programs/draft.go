package main

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// draft changes a program in code: everybody on its first tier must accept new terms.
func draft(p *program.Program) (*program.Program, error) {
	sheet := p.Sheet()
	sheet.Version++
	first := &sheet.Tiers[0]
	first.Requires = append(first.Requires, program.Rule{Attestation: &program.AttestationRule{ID: "terms-2025"}})
	return program.New(sheet)
}

// policies shows what a platform may do by itself to a user who may receive.
func (s show) policies() {
	platform := bonafide.Platform("acme")
	s.line("")
	s.line("What the platform may do by itself")
	for _, p := range []permission.Policy{permission.Strict(), permission.Rules2021(), permission.Rules2019()} {
		may := func(to permission.Permission, code permission.PermissionCode) string {
			if p.Set(permission.Receive, to, code, platform) != nil {
				return "no"
			}
			return "yes"
		}
		s.line("  rules %s: close on request %s, lock for returned payments %s, make it go away %s",
			p.Name, may(permission.Closed, permission.UserRequest), may(permission.Locked, permission.HighReturns), may(permission.MakeItGoAway, ""))
	}
}
