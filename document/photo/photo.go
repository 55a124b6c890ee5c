package photo

import (
	"cmp"
	"context"
	"errors"
	"image"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
)

// Options set what a photo of an identity document, and a selfie, must be like. Zero values give
// the published requirements where there are any (Synapse users, photo
// ID requirements), else limits measured on sharp and blurred samples.
type Options struct {
	MinMinorAxis   int     // pixels of the shorter side; 0 means 1200
	MaxBytes       int     // 0 means 2 MiB, as recommended; what is larger is reported
	MinIntensity   float64 // brightness of the paper, 0 to 255; 0 means 70
	MaxIntensity   float64 // 0 means 245
	MinColour      float64 // share of the image that has colour; 0 means 0.001
	MinSharpness   float64 // variance of the Laplacian in the sharpest parts; 0 means 60
	MinOccupancy   float64 // share of the image that the document fills, where it can be told; 0 means 0.35
	MaxGlare       float64 // share of pixels burnt out to white; 0 means 0.4
	MaxMemory      int     // bytes that decoding one image may take; 0 means 192 MiB
	MaxConcurrency int     // images decoded at the same time; 0 means 2

	MinFaceAxis      int     // pixels of the shorter side of a selfie; 0 means 480
	MinSurround      float64 // brightness around the face; 0 means 12
	MaxSurroundGlare float64 // share of what is around the face that is burnt out; 0 means 0.9
	MinFocus         float64 // detail in proportion to contrast; 0 means 0.02

	// Strict makes [Checker.Before] refuse a photo for any finding, not only for what is
	// certain.
	Strict bool
}

func (o Options) withDefaults() Options {
	o.MinMinorAxis = cmp.Or(max(o.MinMinorAxis, 0), 1200)
	o.MinFaceAxis = cmp.Or(max(o.MinFaceAxis, 0), 480)
	o.MaxBytes = cmp.Or(max(o.MaxBytes, 0), 2<<20)
	o.MaxMemory = cmp.Or(max(o.MaxMemory, 0), 192<<20)
	o.MaxConcurrency = cmp.Or(max(o.MaxConcurrency, 0), 2)
	for _, f := range []struct {
		value    *float64
		fallback float64
	}{
		{&o.MinIntensity, 70}, {&o.MaxIntensity, 245}, {&o.MinColour, 0.001}, {&o.MinSharpness, 60}, {&o.MinOccupancy, 0.35}, {&o.MaxGlare, 0.4},
		{&o.MinSurround, 12}, {&o.MaxSurroundGlare, 0.9}, {&o.MinFocus, 0.02},
	} {
		if *f.value <= 0 {
			*f.value = f.fallback
		}
	}
	return o
}

// A Checker measures photos of identity documents: size, resolution, light,
// colour, sharpness, cropped edges; and selfies by rules of their own. It answers with the published invalid reasons
// and the numbers behind them. A report is not a verdict: what passes may still be
// refused.
//
// Memory and time are bounded on any input: what an image will take is computed
// from its header, at most MaxConcurrency are decoded at a time, and a done context
// stops the decoding. It is safe for concurrent use.
type Checker struct {
	options Options
	slots   chan struct{}
}

// New returns a checker; nil options are the zero ones.
func New(options *Options) *Checker {
	if options == nil {
		options = &Options{}
	}
	o := options.withDefaults()
	return &Checker{options: o, slots: make(chan struct{}, o.MaxConcurrency)}
}

// A Report holds what was measured and what was found wanting. Numbers that
// could not be measured are 0.
type Report struct {
	MediaType  upload.MediaType `json:"media_type"`
	Bytes      int              `json:"bytes"`
	Width      int              `json:"width"`
	Height     int              `json:"height"`
	MinorAxis  int              `json:"minor_axis"` // pixels of the shorter side
	Palettised bool             `json:"palettised"` // colours from a palette
	Intensity  float64          `json:"intensity"`  // brightness of the paper, 0 to 255
	Colour     float64          `json:"colour"`     // share of the image that has colour, 0 to 1
	Glare      float64          `json:"glare"`      // share of pixels burnt out to white, 0 to 1
	Sharpness  float64          `json:"sharpness"`  // variance of the Laplacian in the sharpest quarter
	Occupancy  float64          `json:"occupancy"`  // share that the document fills, 0 to 1; 0 = cannot be told
	Cropped    []Side           `json:"cropped,omitzero"`

	Surround      float64 `json:"surround,omitzero"`       // brightness around the middle, 0 to 255
	SurroundGlare float64 `json:"surround_glare,omitzero"` // share of it that is burnt out, 0 to 1
	Focus         float64 `json:"focus,omitzero"`          // detail in proportion to contrast, at most 64

	Findings []Finding `json:"findings,omitzero"`
}

// Side is one side of an image.
type Side string

// The sides.
const (
	Top    Side = "top"
	Right  Side = "right"
	Bottom Side = "bottom"
	Left   Side = "left"
)

// A Finding is one thing wrong with a photo.
type Finding struct {
	Reason  string  `json:"reason"`           // an invalid reason
	Measure string  `json:"measure,omitzero"` // which number of the report
	Value   float64 `json:"value,omitzero"`   // what it is
	Limit   float64 `json:"limit,omitzero"`   // what it should be at least, or at most
	Detail  string  `json:"detail,omitzero"`  // what was found, where it is not a number
	Certain bool    `json:"certain,omitzero"` // whether nobody could make use of the photo: no such file, much too few pixels, blurred beyond reading
}

// OK reports whether nothing was found.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// Reasons returns the invalid reasons of the findings, each once.
func (r Report) Reasons() []string { return reasonsOf(r.Findings) }

// Certain returns the findings that leave no use for the photo.
func (r Report) Certain() []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return !f.Certain })
}

func reasonsOf(findings []Finding) []string {
	var reasons []string
	for _, f := range findings {
		if !slices.Contains(reasons, f.Reason) {
			reasons = append(reasons, f.Reason)
		}
	}
	return reasons
}

// Check measures a photo of a document. Everything that can be wrong with the photo is in the
// report; the error is that of the context.
func (c *Checker) Check(ctx context.Context, media upload.MediaType, content []byte) (Report, error) {
	return c.check(ctx, media, content, subject{axis: c.options.MinMinorAxis, judge: (*Report).judge})
}

// A subject is what a photo shows: how many pixels its shorter side needs, and the rules that it
// is judged by.
type subject struct {
	axis  int
	judge func(*Report, Options)
}

func (c *Checker) check(ctx context.Context, media upload.MediaType, content []byte, of subject) (Report, error) {
	report := Report{MediaType: media, Bytes: len(content)}
	find := func(f Finding) { report.Findings = append(report.Findings, f) }
	o := c.options
	if len(content) > o.MaxBytes {
		find(Finding{Reason: document.ReasonImageTooLarge, Measure: "bytes", Value: float64(len(content)), Limit: float64(o.MaxBytes)})
	}
	limits := upload.Rules{MaxBytes: max(len(content), 1)} // the size alone does not keep the rest from being measured
	file, err := limits.Inspect(media, content, []upload.MediaType{upload.PNG, upload.JPEG})
	if err != nil {
		var invalid *bonafide.InvalidError
		if !errors.As(err, &invalid) {
			return report, err
		}
		for _, f := range invalid.Fields {
			find(Finding{Reason: reasonOf(f.Code), Detail: f.Rule, Certain: f.Code != upload.CodeImageTooLarge})
		}
		return report, nil
	}
	report.Width, report.Height, report.MinorAxis = file.Width, file.Height, min(file.Width, file.Height)
	report.least("minor_axis", float64(report.MinorAxis), float64(of.axis), float64(of.axis)/3)
	if need := upload.DecodedBytes(media, content); need > int64(o.MaxMemory) {
		find(Finding{Reason: document.ReasonImageTooLarge, Measure: "memory", Value: float64(need), Limit: float64(o.MaxMemory)})
		return report, nil
	}

	err = c.decode(ctx, media, content, &report)
	switch {
	case ctx.Err() != nil:
		return report, ctx.Err()
	case err != nil:
		find(Finding{Reason: document.ReasonImageNotFound, Detail: "the image does not decode", Certain: true})
		return report, nil
	}
	of.judge(&report, o)
	return report, nil
}

// decode waits for its turn, decodes and measures.
func (c *Checker) decode(ctx context.Context, media upload.MediaType, content []byte, report *Report) error {
	select {
	case c.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-c.slots }()
	img, err := upload.Decode(ctx, media, content)
	if err != nil {
		return err
	}
	report.measure(img)
	return nil
}

// reasonOf turns a fault of an upload into an invalid reason.
func reasonOf(code bonafide.Code) string {
	switch code {
	case upload.CodeImageTooLarge, upload.CodeImageNotFound, upload.CodeWrongFileExtension:
		return string(code)
	case upload.CodeActiveContent:
		return document.ReasonPotentialFraud
	}
	return document.ReasonWrongFileExtension // the file is not of the type that it was said to be
}

// least finds a number below its limit; below the floor the photo is of no use to anybody.
func (r *Report) least(measure string, value, limit, floor float64) {
	if value < limit {
		r.Findings = append(r.Findings, Finding{Reason: document.ReasonPoorImageQuality, Measure: measure, Value: value, Limit: limit, Certain: value < floor})
	}
}

// most finds a number above its limit.
func (r *Report) most(measure string, value, limit float64) {
	if value > limit {
		r.Findings = append(r.Findings, Finding{Reason: document.ReasonPoorImageQuality, Measure: measure, Value: value, Limit: limit})
	}
}

// judge compares the numbers with the limits of a document.
func (r *Report) judge(o Options) {
	if r.Palettised {
		r.Findings = append(r.Findings, Finding{Reason: document.ReasonPalettisedImage, Detail: "colours come from a palette"})
	}
	if r.Colour < o.MinColour {
		r.Findings = append(r.Findings, Finding{Reason: document.ReasonBlackAndWhiteImage, Measure: "colour", Value: r.Colour, Limit: o.MinColour})
	}
	r.least("intensity", r.Intensity, o.MinIntensity, 0)
	r.most("intensity", r.Intensity, o.MaxIntensity)
	r.most("glare", r.Glare, o.MaxGlare)
	r.least("sharpness", r.Sharpness, o.MinSharpness, o.MinSharpness/6)
	if r.Occupancy > 0 {
		r.least("occupancy", r.Occupancy, o.MinOccupancy, 0)
	}
	for _, side := range r.Cropped {
		r.Findings = append(r.Findings, Finding{Reason: document.ReasonPoorImageQuality, Measure: "cropped", Detail: string(side)})
	}
}

// measure fills in the numbers.
func (r *Report) measure(img image.Image) {
	_, r.Palettised = img.(*image.Paletted)
	g := gridOf(img)
	r.Intensity, r.Glare, r.Colour = g.intensity(), g.glare, g.colour()
	r.Surround, r.SurroundGlare = g.surround()
	r.Focus = g.focus()
	r.Sharpness = g.sharpness()
	r.Occupancy, r.Cropped = g.framing()
}
