package photo_test

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document/photo"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// tones are the ten of the Monk Skin Tone Scale, the lightest first.
var tones = []color.RGBA{
	{0xf6, 0xed, 0xe4, 255}, {0xf3, 0xe7, 0xdb, 255}, {0xf7, 0xea, 0xd0, 255}, {0xea, 0xda, 0xba, 255}, {0xd7, 0xbd, 0x96, 255},
	{0xa0, 0x7e, 0x56, 255}, {0x82, 0x5c, 0x43, 255}, {0x60, 0x41, 0x34, 255}, {0x3a, 0x31, 0x2a, 255}, {0x29, 0x24, 0x20, 255},
}

// Backgrounds and lights of the table. A light is what everything is multiplied by: from a room
// without a lamp to a lamp in the lens.
var (
	walls  = []color.RGBA{{24, 26, 30, 255}, {120, 118, 112, 255}, {214, 212, 206, 255}}
	lights = []float64{0.02, 0.2, 0.5, 1, 9}
)

// A portrait is a selfie: a head with a face before a wall.
func portrait(tone, wall color.RGBA) *image.RGBA {
	const width, height = 360, 480
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Bounds(), image.NewUniform(wall), image.Point{}, draw.Src)
	oval := func(x, y, across, down int, c color.RGBA) {
		for dy := -down; dy <= down; dy++ {
			for dx := -across; dx <= across; dx++ {
				if dx*dx*down*down+dy*dy*across*across <= across*across*down*down {
					img.SetRGBA(x+dx, y+dy, c)
				}
			}
		}
	}
	darker := color.RGBA{tone.R / 2, tone.G / 3, tone.B / 3, 255}
	oval(180, 480, 165, 130, color.RGBA{60, 70, 96, 255}) // shoulders
	oval(180, 215, 95, 125, color.RGBA{16, 12, 10, 255})  // hair
	oval(180, 235, 80, 107, tone)
	for _, x := range []int{147, 212} {
		oval(x, 210, 15, 7, color.RGBA{236, 234, 230, 255})
		oval(x, 210, 6, 6, color.RGBA{22, 16, 12, 255})
		oval(x, 192, 18, 3, color.RGBA{16, 12, 10, 255})
	}
	oval(180, 292, 27, 8, darker)
	oval(180, 255, 11, 5, darker)
	for i := range 60 { // collar and button holes
		oval(100+i*3, 430+i%7, 1, 2, color.RGBA{190, 196, 210, 255})
	}
	return img
}

// lit puts a light on an image, and the noise of a camera.
func lit(img *image.RGBA, light float64) *image.RGBA {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(min(max(float64(img.Pix[i])*light+float64(random.IntN(7))-3, 0), 255))
		}
	}
	return img
}

// Photos pass or do not, whoever is on them: for each tone of skin, before each background and in each
// light, sharp and blurred, as many selfies and as many cards with a portrait pass. The table is
// testdata/tones.txt; write it with UPDATE_GOLDEN=1.
func TestNothingDependsOnSkin(t *testing.T) {
	figuretest.OneGoroutine(t)
	check := photo.New(&photo.Options{MinMinorAxis: 600, MinFaceAxis: 360})
	passes := func(look func(context.Context, upload.MediaType, []byte) (photo.Report, error), img image.Image) bool {
		r, err := look(context.Background(), upload.JPEG, asJPEG(t, img))
		require.NoError(t, err)
		return r.OK()
	}
	kinds := []struct {
		name string
		look func(context.Context, upload.MediaType, []byte) (photo.Report, error)
		draw func(tone, wall color.RGBA) *image.RGBA
	}{
		{"selfie", check.CheckFace, portrait},
		{"card", check.Check, func(tone, wall color.RGBA) *image.RGBA {
			s := goodScene()
			s.width, s.height, s.card = 850, 610, image.Rect(55, 40, 795, 570)
			s.portrait, s.table, s.noise, s.paper = tone, wall, 0, color.RGBA{198, 206, 216, 255}
			return s.draw()
		}},
	}
	var table strings.Builder
	fmt.Fprintf(&table, "Passed, of 100, by the tones of the Monk Skin Tone Scale, over %d backgrounds and %d lights, sharp and blurred.\n\n", len(walls), len(lights))
	fmt.Fprintf(&table, "tone   selfie     card\n")
	rates := make(map[string][]float64)
	for i, tone := range tones {
		fmt.Fprintf(&table, "%4d", i+1)
		for _, k := range kinds {
			passed, all := 0, 0
			for _, wall := range walls {
				for _, light := range lights {
					img := lit(k.draw(tone, wall), light)
					ok := passes(k.look, img)
					if all++; ok {
						passed++
					}
					if light == 1 {
						all++
						if passes(k.look, blur(img, 8)) {
							passed++
						}
					}
				}
			}
			rate := 100 * float64(passed) / float64(all)
			rates[k.name] = append(rates[k.name], rate)
			fmt.Fprintf(&table, " %8.1f", rate)
		}
		table.WriteByte('\n')
	}
	for _, k := range kinds {
		first := rates[k.name][0]
		assert.True(t, first > 20 && first < 80, "%s: some pass and some do not: %v", k.name, rates[k.name])
		for i, rate := range rates[k.name] {
			assert.InDelta(t, first, rate, 2, "%s, tone %d", k.name, i+1)
		}
	}
	const golden = "testdata/tones.txt"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(table.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), table.String())
}
