package photo_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/photo"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// A scene is a photo of a card on a table.
type scene struct {
	width, height int
	card          image.Rectangle
	table, paper  color.RGBA
	ink           color.RGBA
	portrait      color.RGBA
	noise         int
}

// goodScene is what the published photo ID requirements ask for.
func goodScene() scene {
	return scene{
		width: 1700, height: 1220, card: image.Rect(110, 80, 1590, 1140),
		table: color.RGBA{18, 20, 24, 255}, paper: color.RGBA{205, 214, 190, 255}, ink: color.RGBA{30, 40, 120, 255}, noise: 6,
		portrait: color.RGBA{190, 140, 110, 255},
	}
}

var goodPhoto = sync.OnceValue(func() *image.RGBA { return goodScene().draw() })

// draw paints the card with rows of strokes as small as print and a portrait.
func (s scene) draw() *image.RGBA {
	random := rand.New(rand.NewPCG(7, 7))
	img := image.NewRGBA(image.Rect(0, 0, s.width, s.height))
	draw.Draw(img, img.Bounds(), image.NewUniform(s.table), image.Point{}, draw.Src)
	draw.Draw(img, s.card, image.NewUniform(s.paper), image.Point{}, draw.Src)
	width, height := s.card.Dx(), s.card.Dy()
	portrait := image.Rect(s.card.Min.X+width/25, s.card.Min.Y+height/5, s.card.Min.X+width/3, s.card.Min.Y+height*7/10)
	draw.Draw(img, portrait, image.NewUniform(s.portrait), image.Point{}, draw.Src)
	for y := s.card.Min.Y + 120; y < s.card.Max.Y-60; y += 46 {
		for x := s.card.Min.X + width*4/11; x < s.card.Max.X-60; x += 9 + random.IntN(10) {
			stroke := image.Rect(x, y, x+4, y+12+random.IntN(14))
			draw.Draw(img, stroke, image.NewUniform(s.ink), image.Point{}, draw.Src)
		}
	}
	for i := range img.Pix {
		if i%4 != 3 && s.noise > 0 {
			img.Pix[i] = uint8(min(max(int(img.Pix[i])+random.IntN(2*s.noise+1)-s.noise, 0), 255))
		}
	}
	return img
}

// blur is a box blur of that radius, twice in each direction, by running sums.
func blur(img *image.RGBA, radius int) *image.RGBA {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	for range 2 {
		img = blurLines(img, radius, width, height, 4, img.Stride)
		img = blurLines(img, radius, height, width, img.Stride, 4)
	}
	return img
}

func blurLines(img *image.RGBA, radius, length, lines, step, stride int) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for line := range lines {
		for c := range 4 {
			start, sum, n := line*stride+c, 0, 0
			for i := -radius; i < length; i++ {
				if in := i + radius; in < length {
					sum += int(img.Pix[start+in*step])
					n++
				}
				if gone := i - radius - 1; gone >= 0 {
					sum -= int(img.Pix[start+gone*step])
					n--
				}
				if i >= 0 {
					out.Pix[start+i*step] = uint8(sum / n)
				}
			}
		}
	}
	return out
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, jpeg.Encode(&buf, img, &jpeg.Options{Quality: 80}))
	return buf.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, png.Encode(&buf, img))
	return buf.Bytes()
}

func report(t testing.TB, media upload.MediaType, content []byte) photo.Report {
	t.Helper()
	r, err := photo.New(nil).Check(context.Background(), media, content)
	require.NoError(t, err)
	return r
}

func TestGoodPhoto(t *testing.T) {
	r := report(t, upload.JPEG, asJPEG(t, goodPhoto()))
	t.Logf("%+v", r)
	assert.True(t, r.OK(), "%v", r.Findings)
	assert.Empty(t, r.Reasons())
	assert.Equal(t, 1220, r.MinorAxis)
	assert.InDelta(t, 190, r.Intensity, 20)
	assert.InDelta(t, 1480.0*1060/(1700*1220), r.Occupancy, 0.03)
	assert.Empty(t, r.Cropped)
}

// Synapse users, photo ID requirements: each fault by itself is found, under its
// reason and with its number.
func TestPhotoFaults(t *testing.T) {
	grey := func(img *image.RGBA) image.Image {
		g := image.NewGray(img.Bounds())
		draw.Draw(g, g.Bounds(), img, image.Point{}, draw.Src)
		return g
	}
	scaled := func(change func(*scene)) *image.RGBA {
		s := goodScene()
		s.noise = 0
		change(&s)
		return s.draw()
	}
	type want struct{ reason, measure string }
	for name, row := range map[string]struct {
		media   upload.MediaType
		content []byte
		want    []want
	}{
		"small": {upload.JPEG, asJPEG(t, scaled(func(s *scene) { s.width, s.height, s.card = 1500, 1100, image.Rect(60, 60, 1440, 1040) })),
			[]want{{"poor_image_quality", "minor_axis"}}},
		"blurred":         {upload.JPEG, asJPEG(t, blur(goodPhoto(), 5)), []want{{"poor_image_quality", "sharpness"}}},
		"black and white": {upload.JPEG, asJPEG(t, grey(goodPhoto())), []want{{"black_and_white_image", "colour"}}},
		"grey in an RGB file": {upload.JPEG, asJPEG(t, func() image.Image {
			img := image.NewRGBA(goodPhoto().Bounds())
			draw.Draw(img, img.Bounds(), grey(goodPhoto()), image.Point{}, draw.Src)
			return img
		}()), []want{{"black_and_white_image", "colour"}}},
		"dark": {upload.JPEG, asJPEG(t, scaled(func(s *scene) {
			s.paper, s.ink, s.table = color.RGBA{70, 80, 50, 255}, color.RGBA{0, 0, 10, 255}, color.RGBA{4, 4, 4, 255}
		})), []want{{"poor_image_quality", "intensity"}}},
		"burnt out": {upload.JPEG, asJPEG(t, scaled(func(s *scene) { s.paper, s.ink = color.RGBA{255, 255, 255, 255}, color.RGBA{120, 120, 255, 255} })),
			[]want{{"poor_image_quality", "glare"}}},
		"card far away": {upload.JPEG, asJPEG(t, scaled(func(s *scene) {
			s.width, s.height, s.card = 1900, 1300, image.Rect(500, 350, 1400, 950)
			s.table = color.RGBA{90, 80, 70, 255}
		})), []want{{"poor_image_quality", "occupancy"}}},
		"corner cut": {upload.JPEG, asJPEG(t, scaled(func(s *scene) { s.card = image.Rect(110, 80, 1700, 1140) })),
			[]want{{"poor_image_quality", "cropped"}}},
		"palette": {upload.PNG, asPNG(t, func() image.Image {
			img := goodScene()
			img.noise = 0
			p := image.NewPaletted(image.Rect(0, 0, img.width, img.height), palette.Plan9)
			draw.Draw(p, p.Bounds(), img.draw(), image.Point{}, draw.Src)
			return p
		}()), []want{{"palettised_image", ""}}},
		"cut file":  {upload.JPEG, asJPEG(t, goodPhoto())[:20_000], []want{{"image_not_found", ""}}},
		"PDF":       {upload.PDF, uploadtest.PDF(""), []want{{"wrong_file_extension", ""}}},
		"lie":       {upload.PNG, uploadtest.JPEG(), []want{{"wrong_file_extension", ""}}},
		"polyglot":  {upload.JPEG, append(uploadtest.JPEG(), uploadtest.PDF("")...), []want{{"flagged_for_potential_fraud", ""}}},
		"no pixels": {upload.JPEG, nil, []want{{"image_not_found", ""}}},
		"damaged pixels": {upload.PNG, func() []byte {
			p := uploadtest.PNG()
			p[50] ^= 0xff
			return p
		}(), []want{{"poor_image_quality", "minor_axis"}, {"image_not_found", ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			r := report(t, row.media, row.content)
			var got []want
			for _, f := range r.Findings {
				got = append(got, want{f.Reason, f.Measure})
			}
			assert.Equal(t, row.want, got, "%+v", r)
			assert.False(t, r.OK())
			for _, reason := range r.Reasons() {
				assert.NotEqual(t, "other", document.ReasonOf(reason).Group, "one of the published reasons")
			}
		})
	}
}

func TestPhotoTooLarge(t *testing.T) {
	scene := goodScene()
	scene.noise = 90
	content := asJPEG(t, scene.draw())
	check := photo.New(&photo.Options{MaxBytes: len(content) - 1})
	r, err := check.Check(context.Background(), upload.JPEG, content)
	require.NoError(t, err)
	assert.Equal(t, photo.Finding{Reason: "image_too_large", Measure: "bytes", Value: float64(len(content)), Limit: float64(len(content) - 1)}, r.Findings[0])

	// What decoding would take is known before: nothing is decoded over the bound.
	check = photo.New(&photo.Options{MaxMemory: 1 << 20})
	r, err = check.Check(context.Background(), upload.JPEG, content)
	require.NoError(t, err)
	assert.Equal(t, "memory", r.Findings[len(r.Findings)-1].Measure)
	assert.Zero(t, r.Sharpness)
}

// The corpus of bombs is refused by the photo check as well, in bounded memory.
func TestBombs(t *testing.T) {
	check := photo.New(nil)
	figuretest.Report(t, "bombs", len(uploadtest.Bombs()))
	for _, b := range uploadtest.Bombs() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := check.Check(context.Background(), b.Media, b.Content)
		runtime.ReadMemStats(&after)
		require.NoError(t, err)
		assert.False(t, r.OK(), b.Name)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20), b.Name)
	}
}

func TestCheckHonoursContext(t *testing.T) {
	content := asJPEG(t, goodPhoto())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := photo.New(nil).Check(ctx, upload.JPEG, content)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestCheckIsConcurrent(t *testing.T) {
	content := asJPEG(t, goodPhoto())
	check := photo.New(&photo.Options{MaxConcurrency: 1})
	want, err := check.Check(context.Background(), upload.JPEG, content)
	require.NoError(t, err)
	results := make(chan photo.Report)
	for range 4 {
		go func() {
			r, _ := check.Check(context.Background(), upload.JPEG, content)
			results <- r
		}()
	}
	for range 4 {
		select {
		case r := <-results:
			assert.Equal(t, want, r)
		case <-time.After(30 * time.Second):
			t.Fatal("stuck")
		}
	}
}

// A photo that fails costs no call of the vendor; other documents go through.
func TestBefore(t *testing.T) {
	calls := 0
	vendor := document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
		calls++
		return document.Verdict{Outcome: document.OutcomeValid}, nil
	})
	v := photo.New(nil).Before(vendor)
	request := func(t document.Type, content []byte) document.Request {
		return document.Request{Class: document.Physical, Type: t, MediaType: upload.JPEG, File: func(context.Context) ([]byte, error) { return content, nil }}
	}
	verdict, err := v.Verify(context.Background(), request(document.GovtID, uploadtest.JPEG()))
	require.NoError(t, err)
	assert.Equal(t, document.OutcomeInvalid, verdict.Outcome)
	assert.Contains(t, verdict.Reasons, "poor_image_quality")
	assert.Zero(t, calls)

	good := asJPEG(t, goodPhoto())
	for _, r := range []document.Request{request(document.GovtID, good), request(document.UtilityBill, uploadtest.JPEG()), {Class: document.Virtual, Type: document.SSN}} {
		verdict, err = v.Verify(context.Background(), r)
		require.NoError(t, err)
		assert.Equal(t, document.OutcomeValid, verdict.Outcome)
	}
	assert.Equal(t, 3, calls)

	// What is wanting and may do all the same goes on, with a note for reviewers; a selfie is
	// none of a document. Strict, it is refused.
	frame := goodScene()
	frame.width, frame.height, frame.card = 1920, 1080, image.Rect(110, 60, 1800, 1020)
	for _, r := range []document.Request{request(document.GovtID, asJPEG(t, frame.draw())), request(document.Selfie, asJPEG(t, lit(portrait(tones[3], walls[0]), 1)))} {
		verdict, err = v.Verify(context.Background(), r)
		require.NoError(t, err)
		assert.Equal(t, document.OutcomeValid, verdict.Outcome)
		assert.Contains(t, verdict.Note, "poor_image_quality: minor_axis")
		verdict, err = photo.New(&photo.Options{Strict: true}).Before(vendor).Verify(context.Background(), r)
		require.NoError(t, err)
		assert.Equal(t, document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{"poor_image_quality"}, Verifier: "photo_check"}, verdict)
	}
	verdict, err = v.Verify(context.Background(), request(document.GovtID, asJPEG(t, blur(goodPhoto(), 16))))
	require.NoError(t, err)
	assert.Equal(t, document.OutcomeInvalid, verdict.Outcome, "blurred beyond reading")

	broken := request(document.GovtID, nil)
	broken.File = func(context.Context) ([]byte, error) { return nil, context.DeadlineExceeded }
	_, err = v.Verify(context.Background(), broken)
	assert.ErrorIs(t, err, context.DeadlineExceeded, "files out of reach are no verdict")
}

// Sharpness falls with every step of blur, and the limit lies between print that
// can be read and print that cannot.
func TestSharpnessFallsWithBlur(t *testing.T) {
	var values []float64
	for _, radius := range []int{0, 1, 3, 6} {
		img := goodPhoto()
		if radius > 0 {
			img = blur(img, radius)
		}
		values = append(values, report(t, upload.JPEG, asJPEG(t, img)).Sharpness)
	}
	t.Log(values)
	descending := slices.Clone(values)
	slices.Sort(descending)
	slices.Reverse(descending)
	assert.Equal(t, descending, values)
	assert.Greater(t, values[1], 60.0)
	assert.Less(t, values[3], 60.0)
}

func FuzzCheck(f *testing.F) {
	f.Add("image/png", uploadtest.PNG())
	f.Add("image/jpeg", uploadtest.JPEG())
	check := photo.New(&photo.Options{MaxMemory: 4 << 20})
	f.Fuzz(func(t *testing.T, media string, content []byte) {
		r, err := check.Check(context.Background(), upload.MediaType(media), content)
		require.NoError(t, err)
		for _, share := range []float64{r.Colour, r.Glare, r.Occupancy} {
			require.True(t, share >= 0 && share <= 1)
		}
		require.True(t, r.Intensity >= 0 && r.Intensity <= 255)
	})
}

func BenchmarkCheck(b *testing.B) {
	content := asJPEG(b, goodPhoto())
	check := photo.New(nil)
	b.Run("check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := check.Check(context.Background(), upload.JPEG, content); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor: decoding alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := jpeg.Decode(bytes.NewReader(content)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("upload inspection", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := (upload.Rules{}).Inspect(upload.JPEG, content, []upload.MediaType{upload.JPEG}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
