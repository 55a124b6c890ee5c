package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// An applicant is one of the JSON files.
type applicant struct {
	Title     string              `json:"title"`
	User      user.CreateRequest  `json:"user"`
	Document  document.Submission `json:"document"`
	Later     document.Submission `json:"later"` // submitted when asked for
	Clearance struct {            // what the reviewer decides on a hit
		Disposition screening.Disposition `json:"disposition"`
		Reason      string                `json:"reason"`
	} `json:"clearance"`
}

func readApplicant(name string) (applicant, error) {
	var a applicant
	data, err := files.ReadFile(name)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("%s: %w", name, err)
	}
	for _, docs := range [][]document.SubSubmission{a.Document.PhysicalDocs, a.Later.PhysicalDocs} {
		for i := range docs {
			// The files name a photo; an app would hand over what the camera took.
			docs[i].Value = bonafide.Secret{}
			if docs[i].Upload, err = photo(); err != nil {
				return a, err
			}
			docs[i].MediaType = upload.PNG
		}
	}
	return a, nil
}

// photo draws the stand-in for a photo id.
func photo() (*bytes.Buffer, error) {
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for i := range img.Pix {
		img.Pix[i] = byte(90 + i%97)
	}
	for x := range 80 {
		for y := range 100 {
			img.Set(20+x, 50+y, color.RGBA{200, 160, 140, 255})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return &b, err
}
