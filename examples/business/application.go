package main

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// application is what the customer says: Harbor Payments belongs to two holdings,
// which own a part of each other, and to a politically exposed minority owner; above the
// holdings stand a family company and three people.
//
//	Ines 100 > Costa Family 60 > North Holding 55 > Harbor Payments
//	Jonas 30 > North Holding; South Holding 10 > North Holding
//	Marta 70 > South Holding 37 > Harbor Payments; North Holding 20 > South Holding
//	Gleb 8 > Harbor Payments
func application() casefile.CreateRequest {
	return casefile.CreateRequest{
		Name: "Harbor Payments", Template: "business", ExternalID: "customer-4711",
		Properties: property.Values{
			"products": property.List("payments"), "channel": property.Text("remote"), "regulated": property.Yes(true),
		},
		Companies: []casefile.CompanyInput{
			company("harbor", casefile.MainCompany, "Harbor Payments SA", "FR"),
			company("north", casefile.AffiliatedCompany, "North Holding BV", "NL", holds("harbor", "55"), holds("south", "20")),
			company("south", casefile.AffiliatedCompany, "South Holding SARL", "LU", holds("harbor", "37"), holds("north", "10")),
			company("costa", casefile.AffiliatedCompany, "Costa Family Lda", "PT", holds("north", "60")),
		},
		Individuals: []casefile.IndividualInput{
			person("Ines", "Costa", 1971, "PT", true, holds("costa", "100"), casefile.RelationInput{
				ToRef: "harbor", Roles: []ownership.Role{ownership.LegalRepresentative}, Position: "CEO",
			}),
			person("Jonas", "Brandt", 1980, "DE", true, holds("north", "30")),
			person("Marta", "Silva", 1975, "PT", true, holds("south", "70")),
			person("Gleb", "Vorontsov", 1966, "CY", false, holds("harbor", "8")),
		},
	}
}

func company(ref string, typ casefile.CompanyType, name string, country bonafide.Country, held ...casefile.RelationInput) casefile.CompanyInput {
	return casefile.CompanyInput{
		Ref: ref, Type: typ, Relations: held,
		CompanyFields: casefile.CompanyFields{
			Name: name, Country: country, Status: casefile.CompanyLive,
			Registration: "REG-" + ref, RegisteredOn: bonafide.Date{Year: 2015, Month: 6, Day: 1},
		},
	}
}

func person(first, last string, born int, country bonafide.Country, owner bool, held ...casefile.RelationInput) casefile.IndividualInput {
	in := casefile.IndividualInput{Relations: held, IndividualFields: casefile.IndividualFields{
		FirstName: first, LastName: last, BirthDate: bonafide.Date{Year: born, Month: 2, Day: 9},
		Nationalities: []bonafide.Country{country}, IsBeneficialOwner: owner,
	}}
	if first == "Ines" {
		in.IsBusinessContact, in.Email, in.UserID = true, "ines@harbor.example", "user-1"
	}
	return in
}

// holds is a holding of a percentage in the company with that ref.
func holds(ref, percent string) casefile.RelationInput {
	p, err := ownership.ParsePercent(percent)
	if err != nil {
		return casefile.RelationInput{ToRef: ref} // the texts above are numbers
	}
	return casefile.RelationInput{ToRef: ref, Ownership: p, Roles: []ownership.Role{ownership.Shareholder}}
}
