package document

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/document/upload"
)

// A SandboxValue is one row of the table of test values.
type SandboxValue struct {
	Where  string `json:"where"`  // the field that is looked at
	Value  string `json:"value"`  // what the field says
	Result string `json:"result"` // what the sandbox answers
	Own    bool   `json:"own"`    // whether it is an addition; the others are published
}

// SandboxValues is every value that the sandbox verifier knows. The published
// ones are those of Synapse users, testing in sandbox.
func SandboxValues() []SandboxValue {
	return []SandboxValue{
		{"virtual document, last four", "2222", "valid", false},
		{"virtual document, last four", "1111 or any other", "invalid: number_not_confirmed", false},
		{"physical document", "data:image/invalid;base64,SUQs==", "invalid: poor_image_quality (needs Rules.Sandbox)", false},
		{"physical document", "data:image/gif;base64,SUQs==, and of any other type", "valid (needs Rules.Sandbox)", false},
		{"virtual document", "2222 alone, or 111-111-2222", "valid (needs Rules.Sandbox)", false},
		{"physical document", "any other", "valid", false},
		{"FACEBOOK", "https://www.facebook.com/invalid", "invalid: profile_not_confirmed", false},
		{"LINKEDIN", "https://www.linkedin.com/invalid", "invalid: profile_not_confirmed", false},
		{"TWITTER", "https://twitter.com/invalid", "invalid: profile_not_confirmed", false},
		{"EMAIL (base document)", "invalid@gmail.com", "invalid: profile_not_confirmed", false},
		{"IP (base document)", "255.255.255.0", "invalid: profile_not_confirmed", false},
		{"PHONE_NUMBER (base document)", "541-754-3010", "invalid: profile_not_confirmed", false},
		{"ADDRESS (base document), MAILING_ADDRESS", "street beginning with 123 Fail Address", "invalid: invalid_address", false},
		{"EMAIL_2FA, PHONE_NUMBER_2FA", SandboxCode, "the code that is right while SUBMITTED|MFA_PENDING", false},
		{"virtual document, last four", "4444", "pending for ever", true},
		{"virtual document, last four", "5555", "unavailable for ever (an outage)", true},
		{"virtual document, last four", "6666", "pending, in the manual review queue", true},
		{"virtual document, last four", "7777", "pending at the first call, then valid", true},
		{"virtual document, last four", "8888", "unavailable at the first call, then valid", true},
		{"virtual document, last four", "9999", "invalid for good: flagged_for_potential_fraud", true},
		{"virtual document, last four", "0000", "an error in place of an answer", true},
		{"physical document", "SandboxImage(s) for s = 4444 … 9999, 0000", "as for a number ending so", true},
		{"physical document", "SandboxImage(s) for an invalid reason s", "invalid: that reason", true},
		{"MAILING_ADDRESS", "street ending in wrong unit", "invalid: address_has_incorrect_unit", true},
		{"name (base document)", SandboxListed, "a watchlist match, where the host screens against a list with an entry of this name", true},
	}
}

// SandboxCode is the one-time code that is right in the sandbox. No message is
// sent there.
const SandboxCode = "123456"

// SandboxListed is a name for test lists of the host: nobody bears it, and the
// sandbox verifier itself does not look at it.
const SandboxListed = "Watch Listed"

// SandboxOptions change how the sandbox answers.
type SandboxOptions struct {
	// PendingFirst answers pending at the first call for each attempt, with a
	// Reference, so that the host resolves it later. It goes by Request.Asks.
	PendingFirst bool

	// Calendar counts the business days of manual reviews; nil means [bonafide.Weekdays].
	Calendar bonafide.Calendar
}

// A Sandbox is a [Verifier] and an [AddressVerifier] for tests and first steps: it answers by the values
// of [SandboxValues], keeps nothing and calls nobody. What decides is the end of a
// number, or the scenario of a [SandboxImage]:
//
//	2222    valid
//	4444    pending for ever
//	5555    unavailable for ever
//	6666    pending, in the queue of manual review
//	7777    pending when first asked, then valid
//	8888    unavailable when first asked, then valid
//	9999    invalid for good: flagged_for_potential_fraud
//	0000    an error in place of an answer
//
// Any other number is invalid: number_not_confirmed. So 512-43-2222 is an SSN that
// it confirms. Files, contacts and profiles that SandboxValues does not name are
// valid.
type Sandbox struct{ options SandboxOptions }

// NewSandbox returns a sandbox verifier; nil options are the zero ones.
func NewSandbox(options *SandboxOptions) *Sandbox {
	if options == nil {
		options = &SandboxOptions{}
	}
	return &Sandbox{options: *options}
}

// Verify answers by the table of [SandboxValues].
func (s *Sandbox) Verify(ctx context.Context, r Request) (Verdict, error) {
	if err := ctx.Err(); err != nil {
		return Verdict{}, err
	}
	verdict, err := s.answer(ctx, r)
	if err != nil {
		return Verdict{}, err
	}
	verdict.Reference = "sandbox-" + r.Attempt
	verdict.Verifier = "sandbox"
	if s.options.PendingFirst && r.Asks <= 1 && verdict.Outcome != OutcomeUnavailable && verdict.ReviewDue.IsZero() {
		return Verdict{Outcome: OutcomePending, Reference: verdict.Reference, Verifier: verdict.Verifier}, nil
	}
	return verdict, nil
}

func (s *Sandbox) answer(ctx context.Context, r Request) (Verdict, error) {
	switch r.Class {
	case Virtual:
		value := r.Value.Reveal()
		lastFour := value[max(len(value)-4, 0):]
		if lastFour == "2222" {
			return Verdict{Outcome: OutcomeValid}, nil
		}
		if verdict, ok, err := s.scenario(lastFour, r); ok {
			return verdict, err
		}
		return sandboxInvalid(ReasonNumberNotConfirmed), nil
	case Social:
		return s.social(r), nil
	case Physical:
		return s.physical(ctx, r)
	}
	return Verdict{Outcome: OutcomeUnavailable}, nil
}

// scenario plays one of the courses that numbers and images share.
func (s *Sandbox) scenario(name string, r Request) (Verdict, bool, error) {
	first := r.Asks <= 1
	switch name {
	case "4444":
		return Verdict{Outcome: OutcomePending}, true, nil
	case "5555":
		return Verdict{Outcome: OutcomeUnavailable}, true, nil
	case "6666":
		return ManualReview(r.At, s.options.Calendar), true, nil
	case "7777":
		if first {
			return Verdict{Outcome: OutcomePending}, true, nil
		}
		return Verdict{Outcome: OutcomeValid}, true, nil
	case "8888":
		if first {
			return Verdict{Outcome: OutcomeUnavailable}, true, nil
		}
		return Verdict{Outcome: OutcomeValid}, true, nil
	case "9999":
		return sandboxInvalid(ReasonPotentialFraud), true, nil
	case "0000":
		return Verdict{}, true, bonafide.ErrUnavailable
	}
	return Verdict{}, false, nil
}

func (s *Sandbox) social(r Request) Verdict {
	value := r.Value.Reveal()
	street := r.Base.AddressStreet
	if r.Type == MailingAddress {
		street = r.Meta.Address.Street
	}
	street = strings.ToLower(street)
	switch r.Type {
	case Facebook, LinkedIn, Twitter:
		switch value {
		case "https://www.facebook.com/invalid", "https://www.linkedin.com/invalid", "https://twitter.com/invalid":
			return sandboxInvalid(ReasonProfileNotConfirmed)
		}
	case Email:
		if strings.EqualFold(value, "invalid@gmail.com") {
			return sandboxInvalid(ReasonProfileNotConfirmed)
		}
	case IP:
		if value == "255.255.255.0" {
			return sandboxInvalid(ReasonProfileNotConfirmed)
		}
	case PhoneNumber:
		if value == "+15417543010" {
			return sandboxInvalid(ReasonProfileNotConfirmed)
		}
	case Address, MailingAddress:
		switch {
		case strings.HasPrefix(street, sandboxFailStreet):
			return sandboxInvalid(ReasonInvalidAddress)
		case strings.HasSuffix(street, sandboxWrongUnit):
			return sandboxInvalid(ReasonAddressHasWrongUnit)
		}
	}
	return Verdict{Outcome: OutcomeValid}
}

// Streets that the sandbox knows, in lower case: how one begins, and one ends.
const (
	sandboxFailStreet = "123 fail address"
	sandboxWrongUnit  = "wrong unit"
)

// VerifyAddress makes the sandbox an [AddressVerifier], too: mail reaches every address
// but those of [SandboxValues], and is written as it was asked.
func (s *Sandbox) VerifyAddress(ctx context.Context, a PostalAddress) (AddressResult, error) {
	if err := ctx.Err(); err != nil {
		return AddressResult{}, err
	}
	r := AddressResult{Deliverability: Deliverable, Analysis: AddressAnalysis{PartialValid: true}, Normalized: a}
	switch street := strings.ToLower(a.Street); {
	case strings.HasPrefix(street, sandboxFailStreet):
		r.Deliverability, r.Analysis = Undeliverable, AddressAnalysis{PrimaryNumberInvalid: true}
	case strings.HasSuffix(street, sandboxWrongUnit):
		r.Deliverability, r.Analysis.SecondaryInvalid = DeliverableIncorrectUnit, true
	}
	return r, nil
}

func (s *Sandbox) physical(ctx context.Context, r Request) (Verdict, error) {
	if r.MediaType == sandboxInvalidMedia {
		return sandboxInvalid(ReasonPoorImageQuality), nil
	}
	if r.File == nil {
		return sandboxInvalid(ReasonImageNotFound), nil
	}
	content, err := r.File(ctx)
	if err != nil {
		return Verdict{}, err
	}
	name, ok := sandboxMark(content)
	if !ok {
		return Verdict{Outcome: OutcomeValid}, nil
	}
	if verdict, ok, err := s.scenario(name, r); ok {
		return verdict, err
	}
	if name == "2222" || name == "" {
		return Verdict{Outcome: OutcomeValid}, nil
	}
	return sandboxInvalid(name), nil
}

func sandboxInvalid(reason string) Verdict {
	return Verdict{Outcome: OutcomeInvalid, Reasons: []string{reason}}
}

// The published placeholders are not files: the payload is not even base64.
const (
	sandboxInvalidMedia = upload.MediaType("image/invalid")
	sandboxPayload      = ";base64,SUQs=="
	maxSandboxMedia     = 64
)

// sandboxPlaceholder reads a placeholder of any media type.
func sandboxPlaceholder(uri string) (upload.File, bool) {
	head, ok := strings.CutSuffix(uri, sandboxPayload)
	media, data := strings.CutPrefix(head, "data:")
	if !ok || !data || media == "" || len(media) > maxSandboxMedia {
		return upload.File{}, false
	}
	return upload.File{MediaType: upload.MediaType(strings.ToLower(media)), Content: []byte("ID,")}, true
}

// sandboxNumber reads a number of the published sandbox, of which nothing but the
// last four digits matters: "2222", "111-111-2222", "***-**-2222". It has no kind: it is
// nobody's.
func sandboxNumber(text string) (identifier.Number, bool) {
	digits := strings.NewReplacer("-", "", " ", "", ".", "", "*", "", "x", "", "X", "").Replace(text)
	if len(digits) < 4 || len(digits) > 12 || strings.Trim(digits, "0123456789") != "" {
		return identifier.Number{}, false
	}
	return identifier.Number{Value: bonafide.NewSecret(digits), Mask: bonafide.MaskTail(digits, 4), Grade: bonafide.Implausible}, true
}

const sandboxKey = "bonafide-sandbox"

// SandboxImage returns a small PNG that the sandbox verifier answers as the
// scenario says: an invalid reason, or one of the numbers of [SandboxValues]. It
// is a real image and passes [upload.Rules], not a check of photos.
func SandboxImage(scenario string) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 16 {
		img.Set(i, i, color.RGBA{R: 200, G: uint8(16 * i), B: 40, A: 255})
	}
	var buf bytes.Buffer
	if png.Encode(&buf, img) != nil {
		return nil // cannot happen: a buffer takes everything
	}
	content := buf.Bytes()
	end := len(content) - 12 // before IEND
	text := append([]byte("tEXt"+sandboxKey+"\x00"), scenario...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	chunk = append(chunk, text...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(text))
	return append(append(append([]byte{}, content[:end]...), chunk...), content[end:]...)
}

// sandboxMark reads the scenario out of an image of [SandboxImage].
func sandboxMark(content []byte) (string, bool) {
	mark := []byte("tEXt" + sandboxKey + "\x00")
	at := bytes.Index(content, mark)
	if at < 4 {
		return "", false
	}
	length := int(binary.BigEndian.Uint32(content[at-4:])) - (len(mark) - 4)
	text := content[at+len(mark):]
	if length < 0 || length > len(text) {
		return "", false
	}
	return string(text[:length]), true
}
