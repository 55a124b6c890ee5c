package upload

import (
	"cmp"
	"errors"
	"io"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Rules bound files. Zero values give the defaults.
type Rules struct {
	// MaxBytes is the largest file; 0 means DefaultMaxBytes.
	MaxBytes int

	// MaxPixels and MaxSide bound images by what their header says, before
	// anything is decoded; 0 means DefaultMaxPixels and DefaultMaxSide.
	MaxPixels, MaxSide int

	// Scan is the host's own look at a file that passed, such as a virus scanner.
	// An error matching [bonafide.ErrInvalid] refuses the file; any other fails the
	// submission, for the caller to try again. Nil scans nothing.
	Scan func(content []byte, media MediaType) error
}

// Defaults of Rules (OWASP ASVS 5.0, 5.2.1 and 5.2.6).
const (
	DefaultMaxBytes  = 10 << 20
	DefaultMaxPixels = 40_000_000
	DefaultMaxSide   = 12_000
)

// Rules on uploads.
const (
	ruleSize      = "size of uploads (OWASP ASVS 5.0, 5.2.1)"
	ruleDataURI   = "data:<type>;base64,<padded payload> (Synapse users, physical document format)"
	ruleMedia     = "declared, detected and decoded type agree (OWASP ASVS 5.0, 5.2.2)"
	rulePixels    = "image dimensions (OWASP ASVS 5.0, 5.2.6)"
	ruleEncrypted = "print the document to a PDF without a password, and send that (ISO 32000-1, 7.6)"
	ruleAttached  = "send attached files by themselves (OWASP ASVS 5.0, 5.4.3)"
	rulePrint     = "print the document to a PDF, and send that (OWASP ASVS 5.0, 5.4.3)"
	ruleActive    = "no active or foreign content (OWASP ASVS 5.0, 5.4.3)"
	ruleKind      = "JPEG of a kind that is not read: save it as a baseline or progressive JPEG (ITU-T T.81)"
	ruleTypes     = "allowed file types (Synapse users, physical documents)"
)

// Codes of faults of files. The first three are published invalid reasons
// (Synapse user object, invalid reasons of physical documents).
const (
	CodeWrongFileExtension bonafide.Code = "wrong_file_extension" // a media type that is not among the allowed ones
	CodeImageNotFound      bonafide.Code = "image_not_found"      // no file of the declared type
	CodeImageTooLarge      bonafide.Code = "image_too_large"      // too many bytes or pixels
	CodeUnsupportedImage   bonafide.Code = "unsupported_image"    // a JPEG of a kind that no decoder of Go reads
	CodeEncrypted          bonafide.Code = "encrypted_document"   // a PDF that does not open without a password
	CodeActiveContent      bonafide.Code = "active_content"       // a second file, a scene or film with a program, or what nobody could look at
	CodePDFScript          bonafide.Code = "pdf_script"           // a PDF with JavaScript
	CodePDFLaunch          bonafide.Code = "pdf_launch"           // a PDF that starts a program or opens a file
	CodePDFAttachment      bonafide.Code = "pdf_attachment"       // a PDF with another file in it, but for the form of an invoice
	CodePDFRemote          bonafide.Code = "pdf_remote"           // a PDF that goes to a place in another file
	CodePDFAction          bonafide.Code = "pdf_action"           // a PDF that sends or fetches data, or follows a link by itself
	CodePDFXFA             bonafide.Code = "pdf_xfa"              // a PDF with a form that some readers show instead of its pages
)

func (r Rules) maxBytes() int  { return cmp.Or(max(r.MaxBytes, 0), DefaultMaxBytes) }
func (r Rules) maxPixels() int { return cmp.Or(max(r.MaxPixels, 0), DefaultMaxPixels) }
func (r Rules) maxSide() int   { return cmp.Or(max(r.MaxSide, 0), DefaultMaxSide) }

func fault(code bonafide.Code, rule string) error {
	return &bonafide.InvalidError{Fields: []bonafide.Fault{{Code: code, Rule: rule}}}
}

// A File is a file that passed inspection.
type File struct {
	MediaType     MediaType
	Content       []byte
	Width, Height int // pixels of an image; 0 for other files
}

// Read takes a file of a declared media type from its reader, to the end or a byte
// over the limit, inspects it as [Rules.Inspect] does, and has it scanned.
//
// What stands behind the end of a PNG, such as the padding that some encoders leave, is
// cut off first.
//
// It fails with an error matching [bonafide.ErrInvalid] for what is refused, with
// one matching [bonafide.ErrUnavailable] where the reader fails, and with that of
// Scan.
func (r Rules) Read(from io.Reader, media MediaType, allowed []MediaType) (File, error) {
	content, err := io.ReadAll(io.LimitReader(from, int64(r.maxBytes())+1))
	if err != nil {
		return File{}, errors.Join(bonafide.ErrUnavailable, err)
	}
	return r.admit(media.canonical(), content, allowed)
}

// ReadURI takes a file from a data URI; see [ParseDataURI]. It fails as
// [Rules.Read] does.
func (r Rules) ReadURI(uri bonafide.Secret, allowed []MediaType) (File, error) {
	media, content, err := ParseDataURI(uri, r.maxBytes())
	if err != nil {
		return File{}, err
	}
	return r.admit(media, content, allowed)
}

func (r Rules) admit(media MediaType, content []byte, allowed []MediaType) (File, error) {
	if media == PNG {
		content = withoutTail(content)
	}
	file, err := r.Inspect(media, content, allowed)
	if err != nil {
		return File{}, err
	}
	if r.Scan != nil {
		if err := r.Scan(content, media); err != nil {
			return File{}, err
		}
	}
	return file, nil
}

// Inspect looks at a file of a declared media type: size before decoding, declared
// type = detected type = type of the decoder, dimensions before pixels, no second
// file behind the first, no active content in a PDF. Nothing is decoded but
// headers. allowed are the media types that may come. It fails with an error
// matching [bonafide.ErrInvalid].
func (r Rules) Inspect(media MediaType, content []byte, allowed []MediaType) (File, error) {
	if len(content) > r.maxBytes() {
		return File{}, fault(CodeImageTooLarge, ruleSize)
	}
	if !slices.Contains(allowed, media) {
		return File{}, fault(CodeWrongFileExtension, cmp.Or(phonePicture(content), ruleTypes))
	}
	if len(content) == 0 {
		return File{}, fault(CodeImageNotFound, ruleMedia)
	}
	file := File{MediaType: media, Content: content}
	var err error
	switch media {
	case PNG, JPEG:
		file.Width, file.Height, err = r.inspectImage(media, content)
	case PDF:
		err = inspectPDF(content)
	default:
		err = inspectVideo(media, content)
	}
	if err != nil {
		return File{}, err
	}
	return file, nil
}
