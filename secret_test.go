package bonafide_test

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"log"
	"log/slog"
	"strings"
	"testing"
	"text/template"

	"github.com/bonafide-go/bonafide"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// canary is the value that no sink may show, in any of its forms.
const canary = "512-43-9871"

func leaks(out string) bool {
	digits := strings.ReplaceAll(canary, "-", "")
	for _, form := range []string{canary, digits, hex.EncodeToString([]byte(canary)), hex.EncodeToString([]byte(digits)),
		base64.StdEncoding.EncodeToString([]byte(canary)), base64.RawURLEncoding.EncodeToString([]byte(canary)),
		fmt.Sprint([]byte(canary)), fmt.Sprintf("%#v", []byte(canary)), fmt.Sprintf("%q", []rune(canary))} {
		if strings.Contains(strings.ToLower(out), strings.ToLower(form)) {
			return true
		}
	}
	return false
}

type unexportedField struct{ ssn bonafide.Secret }
type exportedField struct{ SSN bonafide.Secret }
type pointerField struct{ ssn *bonafide.Secret }
type valueError struct{ ssn bonafide.Secret }

func (valueError) Error() string { return "refused" }

// TestSecretSurvivesSinks puts a secret in every place of a value and sends it
// through every common way out of a program: OWASP Logging Cheat Sheet "data to
// exclude", ASVS 5.0 14.2.6 and 16.2.5.
func TestSecretSurvivesSinks(t *testing.T) {
	secret := bonafide.NewSecret(canary)
	placements := map[string]any{
		"value":            secret,
		"pointer":          &secret,
		"exported field":   exportedField{secret},
		"unexported field": unexportedField{secret},
		"behind pointer":   &pointerField{&secret},
		"slice":            []bonafide.Secret{secret},
		"map":              map[string]any{"ssn": secret},
		"error":            valueError{secret},
	}
	printf := func(format string) func(any) string {
		return func(v any) string { return fmt.Sprintf(format, v) }
	}
	sinks := map[string]func(any) string{
		"%v": printf("%v"), "%+v": printf("%+v"), "%#v": printf("%#v"), "%s": printf("%s"), "%q": printf("%q"), "%x": printf("%x"), "%d": printf("%d"),
		"errorf %w": func(v any) string {
			err, ok := v.(error)
			if !ok {
				err = fmt.Errorf("field %v", v)
			}
			return fmt.Sprintf("%+v", fmt.Errorf("wrapped: %w", errors.Join(err)))
		},
		"log": func(v any) string {
			var b bytes.Buffer
			log.New(&b, "", 0).Println(v)
			return b.String()
		},
		"slog text": func(v any) string {
			var b bytes.Buffer
			slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v, slog.Group("g", "v", v))
			return b.String()
		},
		"slog json": func(v any) string {
			var b bytes.Buffer
			slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v, slog.Any("w", []any{v}))
			return b.String()
		},
		"json": func(v any) string {
			out, err := json.Marshal(map[string]any{"v": v})
			return string(out) + fmt.Sprint(err)
		},
		"xml": func(v any) string {
			out, err := xml.Marshal(v)
			return string(out) + fmt.Sprint(err)
		},
		"gob": func(v any) string {
			var b bytes.Buffer
			err := gob.NewEncoder(&b).Encode(v)
			return b.String() + fmt.Sprint(err)
		},
		"text template": func(v any) string {
			var b bytes.Buffer
			err := template.Must(template.New("").Parse("{{.}} {{printf \"%#v\" .}}")).Execute(&b, v)
			return b.String() + fmt.Sprint(err)
		},
		"html template": func(v any) string {
			var b bytes.Buffer
			err := htmltemplate.Must(htmltemplate.New("").Parse("<a title={{.}}>{{.}}</a>")).Execute(&b, v)
			return b.String() + fmt.Sprint(err)
		},
		"panic": func(v any) (out string) {
			defer func() { r := recover(); out = fmt.Sprint(r) + fmt.Sprintf("%#v", r) }()
			panic(v)
		},
		"test diff": func(v any) string {
			var rec recorder
			assert.Equal(&rec, v, exportedField{bonafide.NewSecret("x")})
			return rec.String()
		},
	}
	count := 0
	for where, value := range placements {
		for sink, write := range sinks {
			out := write(value)
			assert.NotEmpty(t, out, "%s of %s says nothing", sink, where)
			assert.False(t, leaks(out), "%s of %s shows the secret", sink, where)
			count++
		}
	}
	assert.GreaterOrEqual(t, count, 80)
	require.True(t, leaks(fmt.Sprint(secret.Reveal())), "the check itself must be able to fail")
}

// recorder takes the place of testing.T, to read what testify would print.
type recorder struct{ strings.Builder }

func (r *recorder) Errorf(format string, args ...any) { fmt.Fprintf(r, format, args...) }

func TestSecret(t *testing.T) {
	var zero bonafide.Secret
	assert.True(t, zero.IsZero())
	assert.Empty(t, zero.Reveal())
	assert.True(t, bonafide.NewSecret("").IsZero())
	assert.True(t, bonafide.NewSecret("a").Equal(bonafide.NewSecret("a")))
	assert.False(t, bonafide.NewSecret("a").Equal(bonafide.NewSecret("b")))

	var in struct {
		SSN bonafide.Secret `json:"ssn"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"ssn":"`+canary+`"}`), &in))
	assert.True(t, in.SSN.Reveal() == canary)

	err := json.Unmarshal([]byte(`{"ssn":512439871}`), &in)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	assert.False(t, leaks(err.Error()))
	require.ErrorIs(t, json.Unmarshal([]byte(`{"ssn":"[redacted]"}`), &in), bonafide.ErrInvalid, "a dump is not a value")

	_, err = bonafide.NewSecret("a").Value()
	require.Error(t, err)
	_, err = bonafide.NewSecret("a").MarshalBinary()
	require.Error(t, err)
}
