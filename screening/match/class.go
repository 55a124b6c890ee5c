package match

import (
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// A class tells what kind of word a word is.
type class uint8

const (
	nameWord   class = iota
	particle         // an article or preposition within a name: al, bin, de, van
	honorific        // a title or suffix: dr, haji, jr
	initial          // one letter
	patronymic       // a name made of the father's: Petrovich, Petrovna
	number           // digits
	legalForm        // llc, gmbh, joint stock company
	common           // a word that very many companies bear: trading, group
)

// role says what a word of the class counts as in the score.
func (c class) role() score.Role {
	switch c {
	case nameWord:
		return score.Name
	case number:
		return score.Number
	case patronymic:
		return score.Father
	}
	return score.Other
}

var wordKinds = [...]screening.WordKind{
	nameWord:   screening.NameWord,
	particle:   screening.ParticleWord,
	honorific:  screening.HonorificWord,
	initial:    screening.InitialWord,
	patronymic: screening.PatronymicWord,
	number:     screening.NumberWord,
	legalForm:  screening.LegalFormWord,
	common:     screening.CommonWord,
}

// sphere says by which rules a name is read.
type sphere uint8

const (
	people sphere = iota
	things        // companies, vessels, aircraft
	spheres
)

func sphereOf(t screening.EntityType) sphere {
	if t == screening.Person {
		return people
	}
	return things
}

// rules names the sphere in explanations.
func (sp sphere) rules() screening.EntityType {
	if sp == people {
		return screening.Person
	}
	return screening.Entity
}
