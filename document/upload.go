package document

import (
	"errors"
	"io"

	"github.com/bonafide-go/bonafide"
)

// UploadRules bound files. Zero values give the defaults.
type UploadRules struct {
	// MaxBytes is the largest file; 0 means DefaultMaxBytes.
	MaxBytes int

	// MaxPixels and MaxSide bound images by what their header says, before
	// anything is decoded; 0 means DefaultMaxPixels and DefaultMaxSide.
	MaxPixels, MaxSide int

	// Scan is the host's own look at a file that passed, such as a virus scanner.
	// An error matching [bonafide.ErrInvalid] refuses the file; any other fails the
	// submission, for the caller to try again. Nil means none.
	Scan func(content []byte, media MediaType) error

	// Sandbox admits the two placeholders of the published sandbox that are no
	// files at all: see [NewSandbox].
	Sandbox bool
}

// Defaults of UploadRules (OWASP ASVS 5.0, 5.2.1 and 5.2.6).
const (
	DefaultMaxBytes  = 10 << 20
	DefaultMaxPixels = 40_000_000
	DefaultMaxSide   = 12_000
)

// Rules on uploads.
const (
	ruleSize    = "size of uploads (OWASP ASVS 5.0, 5.2.1)"
	ruleDataURI = "data:<type>;base64,<padded payload> (Synapse users, physical document format)"
	ruleMedia   = "declared, detected and decoded type agree (OWASP ASVS 5.0, 5.2.2)"
	rulePixels  = "image dimensions (OWASP ASVS 5.0, 5.2.6)"
	ruleActive  = "no active or foreign content (OWASP ASVS 5.0, 5.4.3)"
	ruleTypes   = "allowed file types (Synapse users, physical documents)"
)

// Codes of faults of uploads, named as the invalid reasons they stand for.
const (
	CodeWrongFileExtension bonafide.Code = ReasonWrongFileExtension // a media type that the document does not take
	CodeImageNotFound      bonafide.Code = ReasonImageNotFound      // no file of the declared type
	CodeImageTooLarge      bonafide.Code = ReasonImageTooLarge      // too many bytes or pixels
	CodeActiveContent      bonafide.Code = "active_content"         // scripts, launch actions, attachments, a second file
)

func (u UploadRules) maxBytes() int  { return orDefault(u.MaxBytes, DefaultMaxBytes) }
func (u UploadRules) maxPixels() int { return orDefault(u.MaxPixels, DefaultMaxPixels) }
func (u UploadRules) maxSide() int   { return orDefault(u.MaxSide, DefaultMaxSide) }

func orDefault(value, fallback int) int {
	if value <= 0 {
		return fallback
	}
	return value
}

func fault(code bonafide.Code, rule string) error {
	return &bonafide.InvalidError{Fields: []bonafide.Fault{{Code: code, Rule: rule}}}
}

// An Upload is a file that passed inspection.
type Upload struct {
	MediaType     MediaType
	Content       []byte
	Width, Height int // of an image
}

// Read takes a submitted file, from its data URI or its reader, and inspects it:
// size before decoding, strict base64, declared type = detected type = type of the
// decoder, dimensions before pixels, no second file behind the first, no active
// content in a PDF. Nothing is decoded but headers. allowed are the media types
// that may come.
//
// It fails with an error matching [bonafide.ErrInvalid], with that of the reader,
// or with that of Scan.
func (u UploadRules) Read(in SubSubmission, allowed []MediaType) (Upload, error) {
	if in.Upload == nil && u.Sandbox {
		if file, ok := sandboxPlaceholder(in.Value.Reveal()); ok {
			return file, nil
		}
	}
	media, content, err := u.open(in)
	if err != nil {
		return Upload{}, err
	}
	file, err := u.Inspect(media, content, allowed)
	if err != nil {
		return Upload{}, err
	}
	if u.Scan != nil {
		if err := u.Scan(content, media); err != nil {
			return Upload{}, err
		}
	}
	return file, nil
}

// open returns the declared type and the bytes.
func (u UploadRules) open(in SubSubmission) (MediaType, []byte, error) {
	if in.Upload == nil {
		if in.Value.IsZero() {
			return "", nil, bonafide.Invalid("", bonafide.CodeRequired)
		}
		return parseDataURI(in.Value.Reveal(), u.maxBytes())
	}
	if !in.Value.IsZero() {
		return "", nil, bonafide.Invalid("", bonafide.CodeRepeated) // a reader and a data URI
	}
	content, err := io.ReadAll(io.LimitReader(in.Upload, int64(u.maxBytes())+1))
	if err != nil {
		return "", nil, errors.Join(bonafide.ErrUnavailable, err)
	}
	if len(content) > u.maxBytes() {
		return "", nil, fault(CodeImageTooLarge, ruleSize)
	}
	return in.MediaType, content, nil
}

// Inspect looks at a file of a declared media type as [UploadRules.Read] does.
func (u UploadRules) Inspect(media MediaType, content []byte, allowed []MediaType) (Upload, error) {
	if !known(media, allowed) {
		return Upload{}, fault(CodeWrongFileExtension, ruleTypes)
	}
	if len(content) == 0 {
		return Upload{}, fault(CodeImageNotFound, ruleMedia)
	}
	if len(content) > u.maxBytes() {
		return Upload{}, fault(CodeImageTooLarge, ruleSize)
	}
	file := Upload{MediaType: media, Content: content}
	var err error
	switch media {
	case PNG, JPEG:
		file.Width, file.Height, err = u.inspectImage(media, content)
	case PDF:
		err = inspectPDF(content)
	default:
		err = inspectVideo(media, content)
	}
	if err != nil {
		return Upload{}, err
	}
	return file, nil
}

func known(media MediaType, allowed []MediaType) bool {
	for _, m := range allowed {
		if m == media {
			return true
		}
	}
	return false
}
