package dots

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

func (h *handler) createUser(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	var body CreateRequest
	if err := h.read(w, r, &body); err != nil {
		return err
	}
	req, err := Decode(body)
	if err != nil {
		return err
	}
	u, err := h.users.Create(r.Context(), by, req)
	if err != nil {
		return renamed(err, "")
	}
	rest.Write(w, http.StatusOK, Encode(u))
	return nil
}

func (h *handler) getUser(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	u, err := h.users.Get(r.Context(), by, r.PathValue("user_id"))
	if err != nil {
		return err
	}
	rest.Write(w, http.StatusOK, Encode(u))
	return nil
}

// An UpdateRequest is the body that changes a user.
type UpdateRequest struct {
	DefaultPayoutMethod string    `json:"default_payout_method"` // a platform of which the user has a method; the one added last
	AutoPayoutEnabled   *bool     `json:"auto_payout_enabled"`   // false alone: the host pays out
	Metadata            *Metadata `json:"metadata"`              // in place of what was there
}

func (h *handler) updateUser(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	ctx, id := r.Context(), r.PathValue("user_id")
	var body UpdateRequest
	if err := h.read(w, r, &body); err != nil {
		return err
	}
	if body.AutoPayoutEnabled != nil && *body.AutoPayoutEnabled {
		return bonafide.Invalid("auto_payout_enabled", bonafide.CodeNotAllowed)
	}
	u, err := h.acquainted(ctx, by, id)
	if err != nil {
		return err
	}
	method, found := latest(u, body.DefaultPayoutMethod)
	switch {
	case body.DefaultPayoutMethod == cashApp && !found:
		return missing(infoMissingCash)
	case body.DefaultPayoutMethod != "" && !found:
		return missing(infoMissing)
	}
	if body.Metadata != nil {
		texts := map[string]string(*body.Metadata)
		if u, err = h.users.Update(ctx, by, id, user.UpdateRequest{Metadata: &texts}); err != nil {
			return renamed(err, "")
		}
	}
	if found {
		if u, err = h.users.SetDefaultPayout(ctx, by, id, user.SetDefaultPayoutRequest{Method: method.ID}); err != nil {
			return err
		}
	}
	rest.Write(w, http.StatusOK, Encode(u))
	return nil
}

// acquainted returns a user whom the actor knows: one who has yet to answer a code is
// told what Get tells, and may do nothing else.
func (h *handler) acquainted(ctx context.Context, by bonafide.Actor, id string) (user.User, error) {
	u, err := h.users.Get(ctx, by, id)
	if err != nil {
		return u, err
	}
	if _, ok := own(u); !ok {
		return u, bonafide.ErrNotFound
	}
	return u, nil
}

// deleteUser closes the user at its own request. What the law keeps of it stays until
// the host erases it.
func (h *handler) deleteUser(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	ctx, id := r.Context(), r.PathValue("user_id")
	u, err := h.acquainted(ctx, by, id)
	if err != nil {
		return err
	}
	if u.Permission() != permission.Closed { // else it was done before
		u, err = h.users.SetStanding(ctx, by, id, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	}
	if err != nil {
		return err
	}
	rest.Write(w, http.StatusOK, Encode(u))
	return nil
}

// A TokenRequest is the body that asks for a one-time code.
type TokenRequest struct {
	UseVoice bool `json:"use_voice"`
}

func (h *handler) sendToken(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	ctx, id := r.Context(), r.PathValue("user_id")
	var body TokenRequest
	if r.ContentLength != 0 { // the body may be left out
		if err := h.read(w, r, &body); err != nil {
			return err
		}
	}
	req := user.SendCodeRequest{Channel: user.SMS}
	if body.UseVoice {
		req.Channel = user.Voice
	}
	_, err := h.users.SendCode(ctx, by, id, req)
	if rest.Refusal(err) == user.RefusedSending {
		retryAfter(w, h.nextSend(ctx, by, id))
	}
	if err != nil {
		return err
	}
	rest.Write(w, http.StatusAccepted, struct{}{})
	return nil
}

// cooldown is told where the Service does not say when the next code may go.
const cooldown = time.Minute

func (h *handler) nextSend(ctx context.Context, by bonafide.Actor, id string) time.Duration {
	state, err := h.users.Codes(ctx, by, id)
	if wait := state.NextSend.Sub(h.opts.Now()); err == nil && wait > 0 {
		return wait
	}
	return cooldown
}

// A VerifyRequest is the body that answers a one-time code.
type VerifyRequest struct {
	Token bonafide.Secret `json:"token"`
}

const minToken = 6 // characters (Dots API, verify a user)

func (h *handler) verify(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	var body VerifyRequest
	if err := h.read(w, r, &body); err != nil {
		return err
	}
	if len(body.Token.Reveal()) < minToken {
		return bonafide.Invalid("token", bonafide.CodeTooShort)
	}
	if _, err := h.users.VerifyCode(r.Context(), by, r.PathValue("user_id"), user.VerifyCodeRequest{Code: body.Token}); err != nil {
		return err
	}
	rest.Write(w, http.StatusOK, struct{}{})
	return nil
}

func (h *handler) putCompliance(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	var body ComplianceRequest
	if err := h.read(w, r, &body); err != nil {
		return err
	}
	req, form, err := DecodeCompliance(body)
	if err != nil {
		return err
	}
	u, err := h.users.SubmitTax(r.Context(), by, r.PathValue("user_id"), req)
	if err != nil {
		return renamed(err, form+".")
	}
	rest.Write(w, http.StatusOK, Encode(u))
	return nil
}

// putAddress changes the address of the user's own base document, which another API
// or the host handed in. Nowhere else is an address kept by itself.
func (h *handler) putAddress(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	ctx, id := r.Context(), r.PathValue("user_id")
	var body tax.AddressSubmission
	if err := h.read(w, r, &body); err != nil {
		return err
	}
	body.Line1, body.Line2 = strings.TrimSpace(body.Line1+" "+body.Line2), "" // a base document has one line
	address, err := body.CheckDocument()
	if err != nil {
		return err
	}
	u, err := h.acquainted(ctx, by, id)
	if err != nil {
		return err
	}
	for _, b := range u.Documents {
		if !b.IsActive || b.EntityRelationship != "" {
			continue
		}
		u, err = h.users.SubmitDocuments(ctx, by, id, user.SubmitRequest{Documents: []document.Submission{{
			ID: b.ID, AddressStreet: address.Line1, AddressCity: address.City, AddressSubdivision: address.State,
			AddressPostalCode: address.Postcode, AddressCountryCode: string(address.Country),
		}}})
		if err != nil {
			return err
		}
		rest.Write(w, http.StatusOK, Encode(u))
		return nil
	}
	return missing(infoMissing)
}

func (h *handler) listMethods(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	u, err := h.acquainted(r.Context(), by, r.PathValue("user_id"))
	if err != nil {
		return err
	}
	out := make([]PayoutMethod, len(u.Payouts.List))
	for i, m := range u.Payouts.List {
		out[i] = encodeMethod(m)
	}
	rest.Write(w, http.StatusOK, out)
	return nil
}

func (h *handler) addMethod(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	ctx, id := r.Context(), r.PathValue("user_id")
	var body PayoutRequest
	if err := h.read(w, r, &body); err != nil {
		return err
	}
	req, err := DecodePayout(body)
	if err != nil {
		return err
	}
	u, err := h.users.AddPayoutMethod(ctx, by, id, req)
	if err != nil {
		return err
	}
	added := u.Payouts.List[len(u.Payouts.List)-1]
	if body.IsDefault != nil && *body.IsDefault && u.Payouts.Default != added.ID {
		if _, err = h.users.SetDefaultPayout(ctx, by, id, user.SetDefaultPayoutRequest{Method: added.ID}); err != nil {
			return err
		}
	}
	rest.Write(w, http.StatusOK, encodeMethod(added))
	return nil
}
