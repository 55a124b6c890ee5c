package main

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	update   = flag.Bool("update", false, "write output.golden")
	generate = flag.Bool("generate", false, "draw the sample photos anew")
)

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out, nil))
	if *update {
		require.NoError(t, os.WriteFile("output.golden", out.Bytes(), 0o644))
	}
	want, err := os.ReadFile("output.golden")
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String())
}

func TestOwnPhotos(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out, []string{filepath.Join("files", "1-good.jpg")}))
	assert.Contains(t, out.String(), "nothing found")
	assert.NotContains(t, out.String(), "MACHINE-READABLE")
	assert.Error(t, run(&out, []string{filepath.Join("files", "absent.jpg")}))
}

// The sample photos are drawings of a card on a dark table.
func TestGenerate(t *testing.T) {
	if !*generate {
		t.Skip("run with -generate to draw the sample photos anew")
	}
	good := card(image.Rect(90, 90, 1450, 1120))
	grey := image.NewGray(good.Bounds())
	draw.Draw(grey, grey.Bounds(), good, image.Point{}, draw.Src)
	for name, img := range map[string]image.Image{
		"1-good.jpg":    good,
		"2-blurred.jpg": blurred(good, 14),
		"3-grey.jpg":    grey,
		"4-cut-off.jpg": card(image.Rect(90, 90, 1600, 1120)),
	} {
		var buf bytes.Buffer
		require.NoError(t, jpeg.Encode(&buf, img, &jpeg.Options{Quality: 40}))
		require.NoError(t, os.WriteFile(filepath.Join("files", name), buf.Bytes(), 0o644))
	}
}

func card(where image.Rectangle) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 1540, 1210))
	fill := func(r image.Rectangle, c color.RGBA) {
		draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(img.Bounds(), color.RGBA{20, 22, 26, 255})
	fill(where, color.RGBA{208, 216, 196, 255})
	fill(image.Rect(150, 260, 560, 800), color.RGBA{186, 138, 110, 255})
	for line := range 16 {
		y := 170 + 56*line
		for n, x := 0, 640; x < min(where.Max.X, 1450)-60; n++ {
			fill(image.Rect(x, y, x+5, y+14+(n*7+line*5)%13), color.RGBA{24, 36, 110, 255})
			x += 13 + (n*11+line*3)%12
		}
	}
	return img
}

// blurred averages over squares around each pixel, with sums over rectangles.
func blurred(img *image.RGBA, radius int) *image.RGBA {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(img.Rect)
	for c := range 4 {
		sums := make([]int, (width+1)*(height+1))
		for y := range height {
			for x := range width {
				sums[(y+1)*(width+1)+x+1] = int(img.Pix[img.PixOffset(x, y)+c]) + sums[y*(width+1)+x+1] + sums[(y+1)*(width+1)+x] - sums[y*(width+1)+x]
			}
		}
		for y := range height {
			for x := range width {
				x0, x1, y0, y1 := max(x-radius, 0), min(x+radius+1, width), max(y-radius, 0), min(y+radius+1, height)
				sum := sums[y1*(width+1)+x1] - sums[y0*(width+1)+x1] - sums[y1*(width+1)+x0] + sums[y0*(width+1)+x0]
				out.Pix[out.PixOffset(x, y)+c] = uint8(sum / ((x1 - x0) * (y1 - y0)))
			}
		}
	}
	return out
}
