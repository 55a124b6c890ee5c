package photo

import (
	"image"
	"image/color"
	"math"
	"slices"
)

// A grid is an image made smaller for measuring: cells of equal size, each with
// the mean of its pixels. Sharpness then does not depend on the camera's
// resolution, and noise of single pixels does not count as detail.
type grid struct {
	width, height int
	luma          []float32 // 0 to 255, row by row
	chroma        []float32 // distance from grey
	warm          []bool    // whether the colour is one that skin, wood and lamps have
	glare         float64   // share of pixels at 250 and above
}

// Bounds of a grid: its shorter side, about, fine enough for print that can be
// read at 1200 pixels, and how many cells it may have.
const (
	gridSide  = 640
	gridCells = 2_000_000
)

func gridOf(img image.Image) grid {
	bounds := img.Bounds()
	cell := max(1, min(bounds.Dx(), bounds.Dy())/gridSide)
	for (bounds.Dx()/cell)*(bounds.Dy()/cell) > gridCells {
		cell++
	}
	g := grid{width: bounds.Dx() / cell, height: bounds.Dy() / cell}
	g.luma = make([]float32, g.width*g.height)
	g.chroma = make([]float32, g.width*g.height)
	g.warm = make([]bool, g.width*g.height)
	pixel := pixelsOf(img)
	burnt := 0
	for y := range g.height {
		for x := range g.width {
			var luma, blue, red int
			for dy := range cell {
				for dx := range cell {
					l, cb, cr := pixel(bounds.Min.X+x*cell+dx, bounds.Min.Y+y*cell+dy)
					luma += int(l)
					blue += int(cb) - 128
					red += int(cr) - 128
					if l >= 250 {
						burnt++
					}
				}
			}
			n := float32(cell * cell)
			at := y*g.width + x
			g.luma[at] = float32(luma) / n
			g.chroma[at] = float32(math.Hypot(float64(blue), float64(red))) / n
			g.warm[at] = blue < 0 && red > 0 && red < -3*blue
		}
	}
	if total := float64(len(g.luma) * cell * cell); total > 0 {
		g.glare = float64(burnt) / total
	}
	return g
}

// pixelsOf returns how to read brightness and colour of a pixel, without an
// allocation for each where the kind of image allows it.
func pixelsOf(img image.Image) func(x, y int) (luma, cb, cr uint8) {
	switch m := img.(type) {
	case *image.YCbCr:
		return func(x, y int) (uint8, uint8, uint8) {
			at := m.COffset(x, y)
			return m.Y[m.YOffset(x, y)], m.Cb[at], m.Cr[at]
		}
	case *image.Gray:
		return func(x, y int) (uint8, uint8, uint8) { return m.Pix[m.PixOffset(x, y)], 128, 128 }
	case *image.RGBA:
		return func(x, y int) (uint8, uint8, uint8) {
			at := m.PixOffset(x, y)
			return color.RGBToYCbCr(m.Pix[at], m.Pix[at+1], m.Pix[at+2])
		}
	case *image.NRGBA:
		return func(x, y int) (uint8, uint8, uint8) {
			at := m.PixOffset(x, y)
			return color.RGBToYCbCr(m.Pix[at], m.Pix[at+1], m.Pix[at+2])
		}
	}
	return func(x, y int) (uint8, uint8, uint8) {
		r, g, b, _ := img.At(x, y).RGBA()
		return color.RGBToYCbCr(uint8(r>>8), uint8(g>>8), uint8(b>>8))
	}
}

// colour returns the share of cells that have colour: further from grey than
// the cast of a lamp on a black and white copy. Colours of skin and wood count where they fill
// more than a portrait does: whether a photo is one in colour says the print, not the face on it.
func (g grid) colour() float64 {
	const colourful, portrait = 10, 0.3
	cold, warm := 0, 0
	for i, c := range g.chroma {
		switch {
		case c <= colourful:
		case g.warm[i]:
			warm++
		default:
			cold++
		}
	}
	all := float64(max(len(g.chroma), 1))
	if float64(warm)/all > portrait {
		cold += warm
	}
	return float64(cold) / all
}

// intensity returns the brightness of the paper: of the tiles that which three quarters are not
// brighter than. What a portrait on it looks like does not move it.
func (g grid) intensity() float64 {
	var all []float64
	for t := range g.tiles() {
		sum := 0.0
		for y := t.y0; y < t.y1; y++ {
			for _, l := range g.luma[y*g.width+t.x0 : y*g.width+t.x1] {
				sum += float64(l)
			}
		}
		if n := (t.x1 - t.x0) * (t.y1 - t.y0); n > 0 {
			all = append(all, sum/float64(n))
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)*3/4]
}

// A tile is a part of a grid, without the rim of the image.
type tile struct{ x0, x1, y0, y1 int }

// tiles yields the tiles that are measured by themselves.
func (g grid) tiles() func(yield func(tile) bool) {
	const tiles = 8
	return func(yield func(tile) bool) {
		for ty := range tiles {
			for tx := range tiles {
				if !yield(tile{
					1 + tx*(g.width-2)/tiles, 1 + (tx+1)*(g.width-2)/tiles, 1 + ty*(g.height-2)/tiles, 1 + (ty+1)*(g.height-2)/tiles,
				}) {
					return
				}
			}
		}
	}
}

// sharpness returns the variance of the Laplacian (Pech-Pacheco et al., 2000),
// taken tile by tile: the mean of the sharpest quarter, so that a plain background
// does not count against a sharp document.
func (g grid) sharpness() float64 {
	var all []float64
	for t := range g.tiles() {
		if v, ok := g.laplacianVariance(t.x0, t.x1, t.y0, t.y1); ok {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	top := all[len(all)-max(1, len(all)/4):]
	sum := 0.0
	for _, v := range top {
		sum += v
	}
	return sum / float64(len(top))
}

func (g grid) laplacianVariance(x0, x1, y0, y1 int) (float64, bool) {
	var sum, squares float64
	n := 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			at := y*g.width + x
			l := float64(g.luma[at-1] + g.luma[at+1] + g.luma[at-g.width] + g.luma[at+g.width] - 4*g.luma[at])
			sum += l
			squares += l * l
			n++
		}
	}
	if n == 0 {
		return 0, false
	}
	mean := sum / float64(n)
	return squares/float64(n) - mean*mean, true
}
