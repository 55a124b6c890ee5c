package dotfile

import (
	"errors"
	"net/http"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// tries bounds how often a partial update is made again after somebody else's.
const tries = 5

// into returns the case that an entity is to be added to.
func (d *handler) into(r request, id string) (casefile.Case, error) {
	if id == "" {
		return casefile.Case{}, bonafide.Invalid("case_id", bonafide.CodeRequired)
	}
	return d.read(r.Context(), r.by, id)
}

func (d *handler) addCompany(r request) (int, any, error) {
	var in companyInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	var faults bonafide.Faults
	req := in.request(&faults, "")
	if err := faults.Err(); err != nil {
		return 0, nil, err
	}
	before, err := d.into(r, in.CaseID)
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.AddCompany(r.Context(), r.by.platform, before.ID, req)
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	x, ok := c.Company(made.Added)
	if !ok {
		return 0, nil, bonafide.ErrConflict
	}
	return http.StatusCreated, d.encoder(r.Context()).company(c, x, shows{}), nil
}

func (d *handler) addIndividual(r request) (int, any, error) {
	var in individualInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	before, err := d.into(r, in.CaseID)
	if err != nil {
		return 0, nil, err
	}
	var faults bonafide.Faults
	_, main := before.Main()
	req := in.request(&faults, "", main)
	if err := faults.Err(); err != nil {
		return 0, nil, err
	}
	made, err := d.cases.AddIndividual(r.Context(), r.by.platform, before.ID, req)
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	x, ok := c.Individual(made.Added)
	if !ok {
		return 0, nil, bonafide.ErrConflict
	}
	e := d.encoder(r.Context())
	return http.StatusCreated, e.individual(c, x, e.totals(c), shows{}), nil
}

// company returns a company of the caller, with its case.
func (d *handler) company(r request) (casefile.Case, casefile.Company, error) {
	c, err := d.holding(r.Context(), r.by, r.PathValue("id"))
	x, ok := c.Company(r.PathValue("id"))
	if err == nil && !ok {
		err = bonafide.ErrNotFound
	}
	return c, x, err
}

// individual returns a person of the caller, with their case.
func (d *handler) individual(r request) (casefile.Case, casefile.Individual, error) {
	c, err := d.holding(r.Context(), r.by, r.PathValue("id"))
	x, ok := c.Individual(r.PathValue("id"))
	if err == nil && !ok {
		err = bonafide.ErrNotFound
	}
	return c, x, err
}

func (d *handler) getCompany(r request) (int, any, error) {
	s, err := shown(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	c, x, err := d.company(r)
	return http.StatusOK, d.encoder(r.Context()).company(c, x, s), err
}

func (d *handler) getIndividual(r request) (int, any, error) {
	s, err := shown(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	c, x, err := d.individual(r)
	e := d.encoder(r.Context())
	return http.StatusOK, e.individual(c, x, e.totals(c), s), err
}

func (d *handler) updateCompany(r request) (int, any, error) {
	var in companyPatch
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	return d.patched(r, d.getCompany, func() error {
		c, x, err := d.company(r)
		if err != nil {
			return err
		}
		req, err := in.request(x)
		if err == nil {
			_, err = d.cases.UpdateCompany(r.Context(), r.by.platform, c.ID, req)
		}
		return err
	})
}

func (d *handler) updateIndividual(r request) (int, any, error) {
	var in individualPatch
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	return d.patched(r, d.getIndividual, func() error {
		c, x, err := d.individual(r)
		if err != nil {
			return err
		}
		req, err := in.request(x)
		if err == nil {
			_, err = d.cases.UpdateIndividual(r.Context(), r.by.platform, c.ID, req)
		}
		return err
	})
}

// patched makes a partial update, again where somebody else was faster: what it does not
// name stays as they left it.
func (d *handler) patched(r request, then serve, update func() error) (int, any, error) {
	err := update()
	for n := 1; errors.Is(err, bonafide.ErrConflict) && n < tries; n++ {
		err = update()
	}
	if err != nil {
		return 0, nil, err
	}
	return then(r)
}

func (d *handler) removeCompany(r request) (int, any, error) {
	c, x, err := d.company(r)
	return d.remove(r, c, x.ID, err)
}

func (d *handler) removeIndividual(r request) (int, any, error) {
	c, x, err := d.individual(r)
	return d.remove(r, c, x.ID, err)
}

func (d *handler) remove(r request, c casefile.Case, entity string, err error) (int, any, error) {
	if err == nil {
		_, err = d.cases.RemoveEntity(r.Context(), r.by.platform, c.ID, casefile.RemoveEntityRequest{Entity: entity})
	}
	return http.StatusNoContent, nil, err
}

func (d *handler) setRelevantCompany(r request) (int, any, error) {
	return d.setRelevant(r, d.getCompany)
}
func (d *handler) setRelevantIndividual(r request) (int, any, error) {
	return d.setRelevant(r, d.getIndividual)
}

func (d *handler) setRelevant(r request, then serve) (int, any, error) {
	var in struct {
		Relevant *bool `json:"is_relevant"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Relevant == nil {
		return 0, nil, bonafide.Invalid("is_relevant", bonafide.CodeRequired)
	}
	if status, _, err := then(r); err != nil {
		return status, nil, err
	}
	c, err := d.holding(r.Context(), r.by, r.PathValue("id"))
	if err == nil {
		_, err = d.cases.SetRelevant(r.Context(), r.by.platform, c.ID, casefile.SetRelevantRequest{Entity: r.PathValue("id"), Relevant: *in.Relevant})
	}
	if err != nil {
		return 0, nil, err
	}
	return then(r)
}

func (d *handler) addRelation(r request) (int, any, error) {
	var in relationInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	req, err := in.between()
	if err != nil {
		return 0, nil, err
	}
	before, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	if _, ok := before.Main(); !ok {
		return 0, nil, &bonafide.RefusedError{Code: casefile.CodeNoMainCompany}
	}
	made, err := d.cases.AddRelation(r.Context(), r.by.platform, before.ID, req)
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	x, ok := relationIn(c, made.Added)
	if !ok {
		return 0, nil, bonafide.ErrConflict
	}
	return http.StatusCreated, relation(x), nil
}

func relationIn(c casefile.Case, id string) (casefile.Relation, bool) {
	for _, r := range c.Relations {
		if r.ID == id {
			return r, true
		}
	}
	return casefile.Relation{}, false
}

func (d *handler) updateRelation(r request) (int, any, error) {
	var in struct {
		To        string                            `json:"to_company_id"`
		Ownership casefile.Patch[ownership.Percent] `json:"ownership_percentage"`
		Voting    casefile.Patch[ownership.Percent] `json:"voting_rights_percentage"`
		Band      casefile.Patch[*ownership.Band]   `json:"ownership_band"`
		VotesBand casefile.Patch[*ownership.Band]   `json:"voting_rights_band"`
		Roles     casefile.Patch[[]ownership.Role]  `json:"roles"`
		Position  casefile.Patch[string]            `json:"position"`
		Start     casefile.Patch[bonafide.Date]     `json:"start_date"`
		End       casefile.Patch[bonafide.Date]     `json:"end_date"`
		Group     casefile.Patch[string]            `json:"group"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	x, ok := relationIn(c, r.PathValue("relation"))
	switch {
	case !ok:
		return 0, nil, bonafide.ErrNotFound
	case in.To != "" && in.To != x.ToCompany:
		return 0, nil, bonafide.Faults{{Path: "to_company_id", Code: bonafide.CodeNotAllowed, Rule: "create another relation, then delete this one"}}.Err()
	}
	made, err := d.cases.UpdateRelation(r.Context(), r.by.platform, c.ID, casefile.UpdateRelationRequest{
		Relation: x.ID, Ownership: in.Ownership, Voting: in.Voting, Band: in.Band, VotesBand: in.VotesBand, Roles: in.Roles, Position: in.Position,
		Start: in.Start, End: in.End, Group: in.Group})
	if c, err = d.shown(r.Context(), r.by, made, err); err != nil {
		return 0, nil, err
	}
	x, _ = relationIn(c, x.ID)
	return http.StatusOK, relation(x), nil
}

func (d *handler) removeRelation(r request) (int, any, error) {
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err == nil {
		_, err = d.cases.RemoveRelation(r.Context(), r.by.platform, c.ID, casefile.RemoveRelationRequest{Relation: r.PathValue("relation")})
	}
	return http.StatusNoContent, nil, err
}
