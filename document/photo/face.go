package photo

import (
	"cmp"
	"context"
	"slices"

	"github.com/bonafide-go/bonafide/document/upload"
)

// CheckFace measures a selfie. Its rules are its own: it has no frame and no share of colour, its
// light is that of what stands around the face, and its focus is taken in proportion to the contrast
// that there is. So nothing depends on the tone of a skin. It fails as [Checker.Check] does.
func (c *Checker) CheckFace(ctx context.Context, media upload.MediaType, content []byte) (Report, error) {
	return c.check(ctx, media, content, subject{axis: c.options.MinFaceAxis, judge: (*Report).judgeFace})
}

// judgeFace compares the numbers with the limits of a selfie.
func (r *Report) judgeFace(o Options) {
	r.least("surround", r.Surround, o.MinSurround, o.MinSurround/2)
	r.most("surround_glare", r.SurroundGlare, o.MaxSurroundGlare)
	r.least("focus", r.Focus, o.MinFocus, o.MinFocus/4)
}

// The middle of a selfie, where the face is: half the width and two thirds of the height.
const (
	faceWidth  = 0.5
	faceHeight = 0.66
)

// surround returns the mean brightness of what stands around the middle, and the share of it that
// is burnt out.
func (g grid) surround() (brightness, glare float64) {
	const burnt = 250
	sum, bright, n := 0.0, 0, 0
	for y := range g.height {
		for x := range g.width {
			across := (float64(x)/float64(g.width) - 0.5) / (faceWidth / 2)
			down := (float64(y)/float64(g.height) - 0.5) / (faceHeight / 2)
			if across*across+down*down < 1 {
				continue
			}
			l := g.luma[y*g.width+x]
			sum += float64(l)
			if l >= burnt {
				bright++
			}
			n++
		}
	}
	return sum / float64(max(n, 1)), float64(bright) / float64(max(n, 1))
}

// focus returns how fine the detail is where there is most of it: the variance of the Laplacian in
// proportion to that of the brightness, over the eighth of the tiles with most contrast. Half the
// contrast, as of a dark face before a dark wall, gives the same number.
func (g grid) focus() float64 {
	type look struct{ detail, contrast float64 }
	var all []look
	for t := range g.tiles() {
		if detail, ok := g.laplacianVariance(t.x0, t.x1, t.y0, t.y1); ok {
			all = append(all, look{detail, g.variance(t)})
		}
	}
	slices.SortFunc(all, func(a, b look) int { return cmp.Compare(b.contrast, a.contrast) })
	var detail, contrast float64
	for _, t := range all[:(len(all)+7)/8] {
		detail += t.detail
		contrast += t.contrast
	}
	if contrast == 0 {
		return 0
	}
	return detail / contrast
}

// variance is that of the brightness of a tile.
func (g grid) variance(t tile) float64 {
	var sum, squares float64
	for y := t.y0; y < t.y1; y++ {
		for _, l := range g.luma[y*g.width+t.x0 : y*g.width+t.x1] {
			sum += float64(l)
			squares += float64(l) * float64(l)
		}
	}
	n := float64(max((t.x1-t.x0)*(t.y1-t.y0), 1))
	return max(squares/n-sum/n*sum/n, 0)
}
