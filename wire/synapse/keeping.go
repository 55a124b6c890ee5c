package synapse

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/phone"
	"github.com/bonafide-go/bonafide/user"
)

// Keys of the metadata of a platform's link under which it is kept how the platform
// sent what the Service keeps in another form. It is sealed with the user and goes
// with the user.
const (
	keptPhone   = "synapse.phone."   // and E.164: the number as sent
	keptBase    = "synapse.base."    // and E.164: as sent in a base document, where it stands in another form there
	keptContact = "synapse.contact." // and a number: a contact that no code can go to
	keptLogin   = "synapse.login."   // and a number: a login that is no e-mail address
	keptNote    = "synapse.note"     // extra.note
	keptHidden  = "synapse.hidden."  // and the beginning of a base document's id: deleted types that follow from it
)

// Bounds of metadata, as the Service has them.
const (
	maxKept     = 50
	maxKeptText = 500 // bytes, which are no fewer than characters
)

// keeping reads what was sent, and notes how it was sent.
type keeping struct {
	region bonafide.Country
	kept   map[string]string
	before map[string]string
	faults bonafide.Faults
}

// keepingOf begins with what is kept of a user.
func keepingOf(u user.User, platform string, region bonafide.Country) *keeping {
	k := &keeping{region: region, kept: map[string]string{}}
	for _, l := range u.Platforms {
		if l.Platform == platform {
			maps.Copy(k.kept, l.Metadata)
		}
	}
	k.before = maps.Clone(k.kept)
	return k
}

// changed reports whether anything is kept otherwise than before.
func (k *keeping) changed() bool { return !maps.Equal(k.kept, k.before) }

// keep keeps a text where there is room: without room it is answered as the Service
// has it.
func (k *keeping) keep(key, text string) {
	if _, there := k.kept[key]; there || len(k.kept) < maxKept {
		k.kept[key] = text[:min(len(text), maxKeptText)]
	}
}

// phone reads a base document's number of one of the regions, and notes how it was written. What is no
// number is returned as sent, for the Service to refuse.
func (k *keeping) phone(path, given string, regions ...bonafide.Country) string {
	p, ok := number(given, regions...)
	if !ok {
		k.faults.Add(path, bonafide.CodeMalformed)
		return given
	}
	if given == k.shown(p) {
		delete(k.kept, keptBase+string(p))
	} else {
		k.keep(keptBase+string(p), given)
	}
	return string(p)
}

func (k *keeping) asSent(p bonafide.Phone, given string) {
	if given != string(p) {
		k.keep(keptPhone+string(p), given)
	} else {
		delete(k.kept, keptPhone+string(p))
	}
}

// number reads a telephone number of the first region where it is one. An extension
// is no part of it.
func number(given string, regions ...bonafide.Country) (bonafide.Phone, bool) {
	given = strings.TrimSpace(given)
	if i := strings.IndexAny(given, "xX#,;eE"); i > 0 {
		given = strings.TrimSpace(given[:i])
	}
	for _, r := range regions {
		if p, _, err := phone.Parse(given, r); err == nil {
			return p, true
		}
	}
	return "", false
}

// contact is the value of a sub-document that is proved by a code to a number.
func (k *keeping) contact(value bonafide.Secret, base document.Base) bonafide.Secret {
	p, ok := number(value.Reveal(), base.AddressCountryCode, k.region)
	if !ok {
		return value
	}
	k.asSent(p, value.Reveal())
	return bonafide.NewSecret(string(p))
}

// texts are what is kept under a prefix, in the order in which it came.
func (k *keeping) texts(prefix string) (out []string) {
	for i := range maxKept {
		if text, ok := k.kept[prefix+strconv.Itoa(i)]; ok {
			out = append(out, text)
		}
	}
	return out
}

// add keeps one more text under a prefix.
func (k *keeping) add(prefix, text string) {
	if slices.Contains(k.texts(prefix), text) {
		return
	}
	for i := range maxKept {
		if _, taken := k.kept[prefix+strconv.Itoa(i)]; !taken {
			k.keep(prefix+strconv.Itoa(i), text)
			return
		}
	}
}

// drop takes a text away, and reports whether it was there.
func (k *keeping) drop(prefix, text string) bool {
	for i := range maxKept {
		if kept, ok := k.kept[prefix+strconv.Itoa(i)]; ok && kept == text {
			delete(k.kept, prefix+strconv.Itoa(i))
			return true
		}
	}
	return false
}

// shown is a number as it was sent.
func (k *keeping) shown(p bonafide.Phone) string {
	if given, ok := k.kept[keptPhone+string(p)]; ok {
		return given
	}
	return string(p)
}

// shownBase is a number as it was sent in a base document.
func (k *keeping) shownBase(p bonafide.Phone) string {
	if given, ok := k.kept[keptBase+string(p)]; ok {
		return given
	}
	return k.shown(p)
}

// hide keeps a type of a base document out of answers.
func (k *keeping) hide(base string, t document.Type) {
	key := hiddenKey(base)
	if !k.hidden(base, t) {
		k.keep(key, strings.TrimSpace(k.kept[key]+" "+string(t)))
	}
}

func (k *keeping) hidden(base string, t document.Type) bool {
	return slices.Contains(strings.Fields(k.kept[hiddenKey(base)]), string(t))
}

// hiddenKey has enough of a base document's id to tell those of one user apart.
func hiddenKey(base string) string { return keptHidden + base[:min(len(base), 16)] }
