package photo

import (
	"cmp"
	"context"
	"errors"
	"image"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
)

// Options set what a photo of an identity document must be like. Zero values give the published requirements where there are any (Synapse users, photo
// ID requirements), else limits measured on sharp and blurred samples.
type Options struct {
	MinMinorAxis   int     // pixels of the shorter side; 0 means 1200
	MaxBytes       int     // 0 means 2 MiB, as recommended
	MinIntensity   float64 // mean of 0 to 255, about 150 is best; 0 means 70
	MaxIntensity   float64 // 0 means 230
	MinColour      float64 // share of the image that has colour; 0 means 0.01
	MinSharpness   float64 // variance of the Laplacian in the sharpest parts; 0 means 60
	MinOccupancy   float64 // share of the image that the document fills, where it can be told; 0 means 0.35
	MaxGlare       float64 // share of pixels burnt out to white; 0 means 0.4
	MaxMemory      int     // bytes that decoding one image may take; 0 means 128 MiB
	MaxConcurrency int     // images decoded at the same time; 0 means 2
}

func (o Options) withDefaults() Options {
	o.MinMinorAxis = cmp.Or(max(o.MinMinorAxis, 0), 1200)
	o.MaxBytes = cmp.Or(max(o.MaxBytes, 0), 2<<20)
	o.MaxMemory = cmp.Or(max(o.MaxMemory, 0), 128<<20)
	o.MaxConcurrency = cmp.Or(max(o.MaxConcurrency, 0), 2)
	for _, f := range []struct {
		value    *float64
		fallback float64
	}{
		{&o.MinIntensity, 70}, {&o.MaxIntensity, 230}, {&o.MinColour, 0.01}, {&o.MinSharpness, 60}, {&o.MinOccupancy, 0.35}, {&o.MaxGlare, 0.4},
	} {
		if *f.value <= 0 {
			*f.value = f.fallback
		}
	}
	return o
}

// A Checker measures photos of identity documents: size, resolution, light,
// colour, sharpness, cropped edges. It answers with the published invalid reasons
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
	Intensity  float64          `json:"intensity"`  // mean brightness, 0 to 255
	Colour     float64          `json:"colour"`     // share of the image that has colour, 0 to 1
	Glare      float64          `json:"glare"`      // share of pixels burnt out to white, 0 to 1
	Sharpness  float64          `json:"sharpness"`  // variance of the Laplacian in the sharpest quarter
	Occupancy  float64          `json:"occupancy"`  // share that the document fills, 0 to 1; 0 = cannot be told
	Cropped    []Side           `json:"cropped,omitzero"`
	Findings   []Finding        `json:"findings,omitzero"`
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
}

// OK reports whether nothing was found.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// Reasons returns the invalid reasons of the findings, each once.
func (r Report) Reasons() []string {
	var reasons []string
	seen := make(map[string]bool)
	for _, f := range r.Findings {
		if !seen[f.Reason] {
			seen[f.Reason] = true
			reasons = append(reasons, f.Reason)
		}
	}
	return reasons
}

// Check measures a photo. Everything that can be wrong with the photo is in the
// report; the error is that of the context.
func (c *Checker) Check(ctx context.Context, media upload.MediaType, content []byte) (Report, error) {
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
			find(Finding{Reason: reasonOf(f.Code), Detail: f.Rule})
		}
		return report, nil
	}
	report.Width, report.Height, report.MinorAxis = file.Width, file.Height, min(file.Width, file.Height)
	if report.MinorAxis < o.MinMinorAxis {
		find(Finding{Reason: document.ReasonPoorImageQuality, Measure: "minor_axis", Value: float64(report.MinorAxis), Limit: float64(o.MinMinorAxis)})
	}
	if need := upload.DecodedBytes(media, content); need > int64(o.MaxMemory) {
		find(Finding{Reason: document.ReasonImageTooLarge, Measure: "memory", Value: float64(need), Limit: float64(o.MaxMemory)})
		return report, nil
	}

	err = c.decode(ctx, media, content, &report)
	switch {
	case ctx.Err() != nil:
		return report, ctx.Err()
	case err != nil:
		find(Finding{Reason: document.ReasonImageNotFound, Detail: "the image does not decode"})
		return report, nil
	}
	report.judge(o)
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

// judge compares the numbers with the limits.
func (r *Report) judge(o Options) {
	least := func(reason, measure string, value, limit float64) {
		if value < limit {
			r.Findings = append(r.Findings, Finding{Reason: reason, Measure: measure, Value: value, Limit: limit})
		}
	}
	most := func(reason, measure string, value, limit float64) {
		if value > limit {
			r.Findings = append(r.Findings, Finding{Reason: reason, Measure: measure, Value: value, Limit: limit})
		}
	}
	if r.Palettised {
		r.Findings = append(r.Findings, Finding{Reason: document.ReasonPalettisedImage, Detail: "colours come from a palette"})
	}
	least(document.ReasonBlackAndWhiteImage, "colour", r.Colour, o.MinColour)
	least(document.ReasonPoorImageQuality, "intensity", r.Intensity, o.MinIntensity)
	most(document.ReasonPoorImageQuality, "intensity", r.Intensity, o.MaxIntensity)
	most(document.ReasonPoorImageQuality, "glare", r.Glare, o.MaxGlare)
	least(document.ReasonPoorImageQuality, "sharpness", r.Sharpness, o.MinSharpness)
	if r.Occupancy > 0 {
		least(document.ReasonPoorImageQuality, "occupancy", r.Occupancy, o.MinOccupancy)
	}
	for _, side := range r.Cropped {
		r.Findings = append(r.Findings, Finding{Reason: document.ReasonPoorImageQuality, Measure: "cropped", Detail: string(side)})
	}
}

// measure fills in the numbers.
func (r *Report) measure(img image.Image) {
	_, r.Palettised = img.(*image.Paletted)
	g := gridOf(img)
	r.Intensity, r.Glare, r.Colour = g.intensity, g.glare, g.colour()
	r.Sharpness = g.sharpness()
	r.Occupancy, r.Cropped = g.framing()
}

// Before returns a [document.Verifier] that checks photo IDs first and asks next only
// about those without findings: the others are invalid at once, for the reasons
// found. Other documents go to next as they are.
func (c *Checker) Before(next document.Verifier) document.Verifier {
	return document.VerifierFunc(func(ctx context.Context, r document.Request) (document.Verdict, error) {
		info, ok := document.Lookup(r.Class, r.Type)
		if !ok || !info.PhotoID || r.File == nil {
			return document.Verify(ctx, next, r)
		}
		content, err := r.File(ctx)
		if err != nil {
			return document.Verdict{}, err
		}
		report, err := c.Check(ctx, r.MediaType, content)
		if err != nil {
			return document.Verdict{}, err
		}
		if !report.OK() {
			return document.Verdict{Outcome: document.OutcomeInvalid, Reasons: report.Reasons(), Verifier: "photo_check"}, nil
		}
		return document.Verify(ctx, next, r)
	})
}
