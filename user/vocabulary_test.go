package user_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// What can never be met is told at the start, by its path, and not by users who stay
// UNVERIFIED for ever. What the host itself gives, it declares.
func TestProgramsAreLinted(t *testing.T) {
	const all = `{"id": "odd", "version": 3, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn", "ofac_snd"], "photo_ids": ["GOVT_IDD"]},
		"tiers": [{"scope": "RECEIVE", "requires": [
			{"document": {"types": ["SSNN", "SSN"]}}, {"fields": ["name", "nmae"]}, {"lists": ["pepp"]},
			{"any": [{"attestation": {"id": "phone_verifed"}}, {"n_of": {"n": 1, "of": [{"document": {"types": ["HOST_DOC"]}}]}}]}]}]}`
	const vain = `{"id": "vain", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]},
		"tiers": [{"scope": "RECEIVE", "requires": [
			{"document": {"types": ["SSN"], "class": "physical"}}, {"document": {"types": ["GOVT_ID", "DRIVER_LICENSE"], "countries": ["US"]}},
			{"document": {"types": ["DRIVER_LICENSE"], "countries": ["US", "FR"]}}]}]}`
	none := strings.Replace(sheet, `"screening": {"counted_lists": ["ofac_sdn"]},`, "", 1)
	past := strings.Replace(none, "2026-01-01", "2025-01-01", 1)
	for name, c := range map[string]struct {
		sheets []string
		words  program.Vocabulary
		want   []string
	}{
		"in order": {[]string{sheet}, program.Vocabulary{}, nil},
		"everything unknown": {[]string{all}, program.Vocabulary{}, []string{
			"options.programs[odd/3].screening.counted_lists[1]: unknown", "options.programs[odd/3].screening.photo_ids[0]: unknown",
			"options.programs[odd/3].tiers[0].requires[0].document.types[0]: unknown", "options.programs[odd/3].tiers[0].requires[1].fields[1]: unknown",
			"options.programs[odd/3].tiers[0].requires[2].lists[0]: unknown", "options.programs[odd/3].tiers[0].requires[3].any[0].attestation.id: unknown",
			"options.programs[odd/3].tiers[0].requires[3].any[1].n_of.of[0].document.types[0]: unknown"}},
		"declared": {[]string{all}, program.Vocabulary{DocumentTypes: []string{"GOVT_IDD", "SSNN", "HOST_DOC"}, Fields: []string{"nmae"},
			Lists: []string{"ofac_snd", "pepp"}, Attestations: []string{"phone_verifed"}}, nil},
		"what nobody can submit": {[]string{vain}, program.Vocabulary{}, []string{
			"options.programs[vain/1].tiers[0].requires[0].document.types[0]: not_allowed",
			"options.programs[vain/1].tiers[0].requires[1].document.types[1]: not_allowed"}},
		"no counted list":                 {[]string{none}, program.Vocabulary{}, []string{"options.programs[test/1].screening.counted_lists: required"}},
		"a version that decides no more":  {[]string{past, strings.Replace(sheet, `"version": 1`, `"version": 2`, 1)}, program.Vocabulary{}, nil},
		"a version that is yet to decide": {[]string{sheet, strings.NewReplacer(`"version": 1`, `"version": 2`, "2026-01-01", "2027-01-01").Replace(none)}, program.Vocabulary{}, []string{"options.programs[test/2].screening.counted_lists: required"}},
	} {
		t.Run(name, func(t *testing.T) {
			var texts [][]byte
			for _, s := range c.sheets {
				texts = append(texts, []byte(s))
			}
			programs, err := program.ParseBook(texts...)
			require.NoError(t, err)
			_, err = user.New(memory.New("acme"), bonafide.EphemeralKeys(), &user.Options{Programs: programs, Vocabulary: c.words, Now: func() time.Time { return start }})
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			var invalid *bonafide.InvalidError
			require.ErrorAs(t, err, &invalid)
			var got []string
			for _, f := range invalid.Fields {
				got = append(got, f.Path+": "+string(f.Code))
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// The shipped sheets ask for what there is, but for what a host must bring.
func TestShippedProgramsAreLinted(t *testing.T) {
	paths, err := filepath.Glob("../examples/programs/sheets/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		programs, err := program.ParseBook(text)
		require.NoError(t, err)
		_, err = user.New(memory.New("acme"), bonafide.EphemeralKeys(), &user.Options{Programs: programs, Vocabulary: program.Vocabulary{
			DocumentTypes: []string{"NATIONAL_ID", "NATIONAL_ID_BACK"}, Attestations: []string{"data_confirmed", "terms-2024"}}})
		assert.NoError(t, err, path)
	}
}

// A CIP tag of which no program is would leave the user UNVERIFIED for ever: it is
// refused. Without programs there is none to choose from.
func TestUnknownCIPTag(t *testing.T) {
	b := setup(t)
	_, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}, CIPTag: 7})
	unknown := func(err error) {
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has("cip_tag", bonafide.CodeUnknown))
	}
	unknown(err)
	u := b.create(t)
	tag := 7
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{CIPTag: &tag})
	unknown(err)
	tag = 2
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{CIPTag: &tag})
	require.NoError(t, err, "of a program that is yet to take effect")
	bare := setup(t, func(o *user.Options) { o.Programs = nil })
	_, err = bare.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}, CIPTag: 7})
	require.NoError(t, err)
}
