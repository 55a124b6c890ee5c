package synapse

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// A UBOBody is the body of PATCH /users/:id/ubo: who is behind a business.
type UBOBody struct {
	EntityInfo                EntityInfo  `json:"entity_info"`
	Signer                    ContactBody `json:"signer"`
	ComplianceContact         ContactBody `json:"compliance_contact"`
	PrimaryControllingContact ContactBody `json:"primary_controlling_contact"`
	Owners                    []OwnerBody `json:"owners"`
	Attested                  bool        `json:"attested"`
}

// EntityInfo is what a business says of itself.
type EntityInfo struct {
	Cryptocurrency        bool   `json:"cryptocurrency"`
	MSB                   MSB    `json:"msb"`
	PublicCompany         bool   `json:"public_company"`
	MajorityOwnedByListed bool   `json:"majority_owned_by_listed"`
	RegisteredSEC         bool   `json:"registered_SEC"`
	RegulatedFinancial    bool   `json:"regulated_financial"`
	Gambling              bool   `json:"gambling"`
	DocumentID            string `json:"document_id"`
}

// MSB says where a business is registered as a money services business.
type MSB struct {
	Federal bool     `json:"federal"`
	States  []string `json:"states"`
}

// A ContactBody names the base document of a person.
type ContactBody struct {
	DocumentID           string `json:"document_id"`
	RelationshipToEntity string `json:"relationship_to_entity"`
}

// An OwnerBody is an owner with its share in percent.
type OwnerBody struct {
	DocumentID string `json:"document_id"`
	Title      string `json:"title"`
	Ownership  share  `json:"ownership"`
}

// Request is the body as the Service takes it, for a user as it is now: the shares and
// titles of the owners, and the form as a REG_GG document of the business. It fails
// with an [*bonafide.InvalidError] that lists every fault. A host calls it that has a
// transport of its own.
func (b UBOBody) Request(u user.User, on bonafide.Date) (user.SubmitRequest, error) {
	var faults bonafide.Faults
	entity, ok := find(u.Documents, b.EntityInfo.DocumentID)
	if !ok || entity.Kind != document.Business {
		faults.Add("entity_info.document_id", bonafide.CodeUnknown)
	}
	if len(b.Owners) > user.MaxBases {
		return user.SubmitRequest{}, bonafide.Invalid("owners", bonafide.CodeTooMany)
	}
	if !b.Attested {
		faults.Add("attested", bonafide.CodeRequired)
	}
	person := func(path, id string) document.Base {
		p, ok := find(u.Documents, id)
		if !ok || p.Kind != document.Person {
			faults.Add(path+".document_id", bonafide.CodeUnknown)
		}
		return p
	}
	var owners []document.Submission
	lines := b.lines(entity, on)
	for _, c := range []struct {
		name string
		body ContactBody
	}{{"signer", b.Signer}, {"compliance_contact", b.ComplianceContact}, {"primary_controlling_contact", b.PrimaryControllingContact}} {
		p := person(c.name, c.body.DocumentID)
		lines = append(lines, fmt.Sprintf("%s: %s, %s", c.name, p.Name, c.body.RelationshipToEntity))
	}
	seen := map[string]bool{}
	for i, o := range b.Owners {
		path := fmt.Sprintf("owners[%d]", i)
		p := person(path, o.DocumentID)
		if seen[o.DocumentID] {
			faults.Add(path+".document_id", bonafide.CodeRepeated)
			continue
		}
		seen[o.DocumentID] = true
		if _, err := document.ParsePercentage(string(o.Ownership)); err != nil {
			faults.Add(path+".ownership", bonafide.CodeOutOfRange)
		}
		owners = append(owners, document.Submission{ID: p.ID, Title: o.Title, OwnershipPercentage: json.Number(o.Ownership)})
		lines = append(lines, fmt.Sprintf("owner: %s, %s, %s %%", p.Name, o.Title, o.Ownership))
	}
	if err := faults.Err(); err != nil {
		return user.SubmitRequest{}, err
	}
	form := document.SubSubmission{Type: "REG_GG", Upload: strings.NewReader(string(pdf(lines))), MediaType: upload.PDF}
	return user.SubmitRequest{Documents: append(owners, document.Submission{ID: entity.ID, PhysicalDocs: []document.SubSubmission{form}})}, nil
}

func (b UBOBody) lines(entity document.Base, on bonafide.Date) []string {
	e := b.EntityInfo
	out := []string{"Beneficial ownership of " + entity.Name, "date: " + on.String()}
	for _, row := range []struct {
		name string
		is   bool
	}{{"cryptocurrency", e.Cryptocurrency}, {"msb federal", e.MSB.Federal}, {"public company", e.PublicCompany},
		{"majority owned by listed", e.MajorityOwnedByListed}, {"registered with the SEC", e.RegisteredSEC},
		{"regulated financial institution", e.RegulatedFinancial}, {"gambling", e.Gambling}, {"attested", b.Attested}} {
		out = append(out, fmt.Sprintf("%s: %t", row.name, row.is))
	}
	return append(out, "msb states: "+strings.Join(e.MSB.States, " "))
}

const maxLine = 200 // characters of a form

// latin is a line in WinAnsiEncoding, as far as that is Latin-1. What is not becomes a question mark.
func latin(line string) (out []byte) {
	for _, c := range line {
		shown := c > 0x1f && c < 0x7f || c > 0x9f && c <= 0xff
		if !shown {
			c = '?'
		}
		if out = append(out, byte(c)); len(out) == maxLine {
			break
		}
	}
	return out
}

// pdf writes lines as a document of one page (ISO 32000-1): in hexadecimal, so that nothing
// in them has a meaning there.
func pdf(lines []string) []byte {
	var page strings.Builder
	page.WriteString("BT /F1 10 Tf 50 800 Td 14 TL\n")
	for _, line := range lines {
		fmt.Fprintf(&page, "<%x> Tj T*\n", latin(line))
	}
	page.WriteString("ET")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", page.Len(), page.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	var out strings.Builder
	out.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return []byte(out.String())
}

func (h *handler) ubo(c *call) (any, error) {
	if err := h.session(c, scope.UserPatch); err != nil {
		return nil, err
	}
	var body UBOBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	u, err := h.users.Get(c.ctx(), c.by, c.user())
	if err != nil {
		return nil, err
	}
	req, err := body.Request(u, bonafide.DateOf(h.o.Now().UTC()))
	if err != nil {
		return nil, err
	}
	made, err := h.users.SubmitDocuments(c.ctx(), c.by, u.ID, req)
	if err != nil {
		return nil, err
	}
	if u, err = h.users.Attest(c.ctx(), c.by, u.ID, user.AttestRequest{Attestation: user.AttestedOwners}); err != nil {
		return nil, err
	}
	u.Documents = made.Documents
	return h.shown(c, u)
}
