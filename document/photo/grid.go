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
	intensity     float64   // mean of all pixels
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
	pixel := pixelsOf(img)
	sum, burnt := 0.0, 0
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
			sum += float64(luma)
		}
	}
	if total := float64(len(g.luma) * cell * cell); total > 0 {
		g.intensity, g.glare = sum/total, float64(burnt)/total
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
// the cast of a lamp on a black and white copy.
func (g grid) colour() float64 {
	const colourful = 14
	n := 0
	for _, c := range g.chroma {
		if c > colourful {
			n++
		}
	}
	return float64(n) / float64(max(len(g.chroma), 1))
}

// sharpness returns the variance of the Laplacian (Pech-Pacheco et al., 2000),
// taken tile by tile: the mean of the sharpest quarter, so that a plain background
// does not count against a sharp document.
func (g grid) sharpness() float64 {
	const tiles = 8
	var all []float64
	for ty := range tiles {
		for tx := range tiles {
			x0, x1 := 1+tx*(g.width-2)/tiles, 1+(tx+1)*(g.width-2)/tiles
			y0, y1 := 1+ty*(g.height-2)/tiles, 1+(ty+1)*(g.height-2)/tiles
			if v, ok := g.laplacianVariance(x0, x1, y0, y1); ok {
				all = append(all, v)
			}
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
