package synapse

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/document"
)

// DocumentTypes are the types of sub-documents that may be submitted.
type DocumentTypes struct {
	PhysicalDocs []DocumentType `json:"physical_docs"`
	SocialDocs   []DocumentType `json:"social_docs"`
	VirtualDocs  []DocumentType `json:"virtual_docs"`
}

// A DocumentType is one row of DocumentTypes.
type DocumentType struct {
	AllowedFileTypes []string `json:"allowed_file_types"`
	BaseDocTypes     []string `json:"base_doc_types"`
	CommonName       string   `json:"common_name"`
	Description      string   `json:"description"`
	MultipleAllowed  bool     `json:"multiple_allowed"`
	RequiredMeta     []string `json:"required_meta"`
	Type             string   `json:"type"`
}

// EncodeDocumentTypes returns the type table in the published form. A host calls it
// that takes other types, too.
func EncodeDocumentTypes(rows []document.TypeInfo) DocumentTypes {
	out := DocumentTypes{PhysicalDocs: []DocumentType{}, SocialDocs: []DocumentType{}, VirtualDocs: []DocumentType{}}
	for _, row := range rows {
		if row.Derived {
			continue
		}
		t := DocumentType{AllowedFileTypes: []string{}, BaseDocTypes: []string{}, CommonName: row.Name, Description: row.Comment,
			MultipleAllowed: row.Multiple, RequiredMeta: list(row.RequiredMeta), Type: string(row.Type)}
		for _, m := range row.Media {
			t.AllowedFileTypes = append(t.AllowedFileTypes, extensions(string(m))...)
		}
		for _, who := range row.Who {
			t.BaseDocTypes = append(t.BaseDocTypes, kindName(who))
		}
		to := map[document.Class]*[]DocumentType{document.Physical: &out.PhysicalDocs, document.Social: &out.SocialDocs, document.Virtual: &out.VirtualDocs}[row.Class]
		*to = append(*to, t)
	}
	return out
}

// extensions are the published names of a media type.
func extensions(media string) []string {
	_, sub, _ := strings.Cut(media, "/")
	switch sub {
	case "jpeg":
		return []string{".jpg", ".jpeg"}
	case "quicktime":
		return []string{".mov"}
	}
	return []string{"." + strings.TrimPrefix(sub, "x-")}
}

func kindName(k document.EntityKind) string {
	if k == document.Business {
		return "BUSINESS"
	}
	return "PERSONAL"
}

// EntityTypes are the types of base documents.
type EntityTypes struct {
	Business []EntityType `json:"BUSINESS"`
	Personal []EntityType `json:"PERSONAL"`
}

// An EntityType is one row of EntityTypes.
type EntityType struct {
	CommonName string `json:"common_name"`
	Type       string `json:"type"`
}

// EncodeEntityTypes returns the entity types in the published form. A host calls it
// that has a transport of its own.
func EncodeEntityTypes(rows []document.EntityTypeInfo) EntityTypes {
	out := EntityTypes{Business: []EntityType{}, Personal: []EntityType{}}
	for _, row := range rows {
		name := func(of string) string {
			if row.Type == document.Trust {
				return of
			}
			return row.Name
		}
		if slices.Contains(row.Who, document.Business) {
			out.Business = append(out.Business, EntityType{name("Business Trust"), string(row.Type)})
		}
		if slices.Contains(row.Who, document.Person) {
			out.Personal = append(out.Personal, EntityType{name("Personal Trust Account"), string(row.Type)})
		}
	}
	return out
}

// EntityScopes are the lines of business.
type EntityScopes struct {
	Scopes []document.EntityScope `json:"scopes"`
}

// NodeTypes are the types of nodes: none, since accounts are the host's.
type NodeTypes struct {
	Types []string `json:"types"`
}

// Nodes are the nodes of a user: none.
type Nodes struct {
	ErrorCode string   `json:"error_code"`
	HTTPCode  string   `json:"http_code"`
	Limit     int      `json:"limit"`
	NodeCount int      `json:"node_count"`
	Nodes     []string `json:"nodes"`
	Page      int      `json:"page"`
	PageCount int      `json:"page_count"`
	Success   bool     `json:"success"`
}

func (*handler) documentTypes(*call) (any, error) { return EncodeDocumentTypes(document.Types()), nil }
func (*handler) entityTypes(*call) (any, error) {
	return EncodeEntityTypes(document.EntityTypes()), nil
}
func (*handler) entityScopes(*call) (any, error) { return EntityScopes{document.EntityScopes()}, nil }
func (*handler) nodeTypes(*call) (any, error)    { return NodeTypes{[]string{}}, nil }

func (h *handler) nodes(c *call) (any, error) {
	if _, err := h.users.Get(c.ctx(), c.by, c.user()); err != nil {
		return nil, err
	}
	return Nodes{ErrorCode: "0", HTTPCode: "200", Limit: defaultItems, Nodes: []string{}, Page: 1, Success: true}, nil
}
