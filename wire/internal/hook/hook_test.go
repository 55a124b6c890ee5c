package hook

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

func TestCheck(t *testing.T) {
	const ok = bonafide.Code("")
	for _, c := range []struct {
		target string
		want   bonafide.Code
	}{
		{"https://example.com/hook", ok},
		{"http://example.com", ok},
		{"HTTPS://Example.COM:8443/a?b=c", ok},
		{"https://my_service.example.com./", ok},
		{"https://xn--mller-kva.example/", ok},
		{"https://93.184.216.34/", ok},
		{"https://[2606:2800:220:1::1]:443/", ok},
		{"https://[64:ff9b::5db8:d822]/", ok},

		{"", bonafide.CodeRequired},
		{"https://example.com/" + strings.Repeat("a", maxTarget), bonafide.CodeTooLong},
		{"https://" + strings.Repeat("a.", 130) + "com/", bonafide.CodeMalformed},
		{"example.com/hook", bonafide.CodeMalformed},
		{"https:example.com", bonafide.CodeMalformed},
		{"https:///hook", bonafide.CodeMalformed},
		{"https://:443/", bonafide.CodeMalformed},
		{"https://example.com/#part", bonafide.CodeMalformed},
		{"https://example.com/#", bonafide.CodeMalformed},
		{"https://exa mple.com/", bonafide.CodeMalformed},
		{"https://exa%6dple.com/%zz", bonafide.CodeMalformed},
		{"https://exämple.com/", bonafide.CodeMalformed},
		{"https://example..com/", bonafide.CodeMalformed},
		{"https://example.com\r\nX: y/", bonafide.CodeMalformed},

		{"ftp://example.com/", bonafide.CodeNotAllowed},
		{"file://example.com/etc/passwd", bonafide.CodeNotAllowed},
		{"gopher://example.com/", bonafide.CodeNotAllowed},
		{"javascript:alert(1)", bonafide.CodeMalformed},
		{"https://user@example.com/", bonafide.CodeNotAllowed},
		{"https://user:word@example.com/", bonafide.CodeNotAllowed},
		{"https://@example.com/", bonafide.CodeNotAllowed},
		{"https://example.com@127.0.0.1/", bonafide.CodeNotAllowed},

		{"https://example.com:0/", bonafide.CodeMalformed},
		{"https://example.com:/", bonafide.CodeMalformed},
		{"https://example.com:65536/", bonafide.CodeMalformed},
		{"https://example.com:-1/", bonafide.CodeMalformed},
		{"https://example.com:http/", bonafide.CodeMalformed},

		{"http://localhost/", bonafide.CodeNotAllowed},
		{"http://LOCALHOST./", bonafide.CodeNotAllowed},
		{"http://a.localhost/", bonafide.CodeNotAllowed},
		{"http://127.0.0.1/", bonafide.CodeNotAllowed},
		{"http://[::1]/", bonafide.CodeNotAllowed},

		{"http://127.1/", bonafide.CodeMalformed},
		{"http://2130706433/", bonafide.CodeMalformed},
		{"http://0x7f000001/", bonafide.CodeMalformed},
		{"http://0x7f.0.0.0x1/", bonafide.CodeMalformed},
		{"http://0177.0.0.1/", bonafide.CodeMalformed},
		{"http://127.0.0.1./", bonafide.CodeMalformed},
		{"http://example.1/", bonafide.CodeMalformed},
		{"http://example.0x/", bonafide.CodeMalformed},

		{"http://[fe80::1%25eth0]/", bonafide.CodeNotAllowed},
		{"http://[2606:2800:220:1::1%25eth0]/", bonafide.CodeNotAllowed},
		{"http://[::ffff:169.254.169.254]/", bonafide.CodeNotAllowed},
		{"http://169.254.169.254/latest/meta-data", bonafide.CodeNotAllowed},
		{"http://10.0.0.1/", bonafide.CodeNotAllowed},
		{"http://0.0.0.0/", bonafide.CodeNotAllowed},
	} {
		err := Poster{}.Check(c.target)
		if c.want == ok {
			assert.NoError(t, err, c.target)
			continue
		}
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, c.target)
		assert.True(t, invalid.Has("", c.want), "%s: %v", c.target, err)
	}
	for _, target := range []string{"http://localhost:8080/", "http://127.0.0.1:8080/", "http://[::1]:8080/", "http://[::ffff:127.0.0.1]/"} {
		assert.NoError(t, Poster{Loopback: true}.Check(target), target)
	}
	for _, target := range []string{"http://169.254.169.254/", "http://0.0.0.0/", "http://[::]/", "http://10.0.0.1/", "http://[64:ff9b::7f00:1]/"} {
		assert.ErrorIs(t, Poster{Loopback: true}.Check(target), bonafide.ErrInvalid, target)
	}
}

func TestPublicAddresses(t *testing.T) {
	for text, want := range map[string]bool{
		"8.8.8.8": true, "100.63.255.255": true, "172.32.0.1": true, "169.253.255.255": true, "192.167.255.255": true, "223.255.255.255": true,
		"2606:4700::1111": true, "2a00:1450::1": true, "2001:200::1": true, "64:ff9b::808:808": true,

		"0.0.0.0": false, "0.1.2.3": false, "10.255.255.255": false, "100.64.0.1": false, "127.255.255.255": false,
		"169.254.0.1": false, "169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.8": false, "192.0.2.1": false,
		"192.168.1.1": false, "198.18.0.1": false, "198.19.255.255": false, "198.51.100.1": false, "203.0.113.1": false,
		"224.0.0.1": false, "239.255.255.250": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:10.0.0.1": false, "::ffff:127.0.0.1": false, "::10.0.0.1": false,
		"fe80::1": false, "febf::1": false, "fe80::1%eth0": false, "fec0::1": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false,
		"2001::1": false, "2001:db8::1": false, "2002:a00:1::": false, "3fff::1": false, "100::1": false, "5f00::1": false,
		"64:ff9b::a9fe:a9fe": false, "64:ff9b::7f00:1": false, "64:ff9b:1::808:808": false,
	} {
		assert.Equal(t, want, public(netip.MustParseAddr(text), false), text)
	}
	assert.False(t, public(netip.Addr{}, true))
}

// A name that was harmless when it was checked answers with another address when it is
// dialled: what is dialled is checked.
func TestRebinding(t *testing.T) {
	called := false
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	defer s.Close()
	u, err := url.Parse(s.URL)
	require.NoError(t, err)

	// "localhost" stands for a name that answers with this machine; parse would refuse it, so
	// the client is asked directly.
	_, err = Poster{}.client().Post("http://localhost:"+u.Port(), "application/json", nil)
	require.ErrorIs(t, err, errAddress)
	assert.ErrorIs(t, failure(context.Background(), err), bonafide.ErrInvalid)
	assert.False(t, called)

	status, err := Poster{Loopback: true}.Post(context.Background(), "http://localhost:"+u.Port(), nil, nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, status)
	assert.True(t, called)
}

func TestControl(t *testing.T) {
	var none syscall.RawConn
	for _, address := range []string{"10.0.0.1:80", "169.254.169.254:80", "0.0.0.0:80", "[::]:80", "[fe80::1%eth0]:80", "[::ffff:192.168.0.1]:443", "not an address"} {
		assert.ErrorIs(t, Poster{Loopback: true}.control("tcp", address, none), errAddress, address)
	}
	assert.NoError(t, Poster{}.control("tcp", "93.184.216.34:443", none))
	assert.ErrorIs(t, Poster{}.control("tcp", "127.0.0.1:443", none), errAddress)
	assert.NoError(t, Poster{Loopback: true}.control("tcp", "127.0.0.1:443", none))
}

func TestPost(t *testing.T) {
	var got struct {
		method, path, kind, agent, signature string
		body                                 []byte
	}
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got.method, got.path = r.Method, r.URL.RequestURI()
		got.kind, got.agent, got.signature = r.Header.Get("Content-Type"), r.UserAgent(), r.Header.Get("X-Signature")
		got.body, _ = io.ReadAll(r.Body)
	}))
	defer s.Close()
	body := []byte(`{"a":1}`)
	header := http.Header{"X-Signature": {HexSHA256(bonafide.NewSecret("key"), body)}}
	_, err := Poster{Loopback: true}.Post(context.Background(), s.URL+"/hook?x=1", header, body)
	require.NoError(t, err)
	assert.Equal(t, "POST /hook?x=1 application/json bonafide", strings.Join([]string{got.method, got.path, got.kind, got.agent}, " "))
	assert.Equal(t, body, got.body)
	assert.Equal(t, header.Get("X-Signature"), got.signature)
	assert.Len(t, header, 1, "the caller's header is left alone")
}

func TestAnswers(t *testing.T) {
	const none, unavailable, refused = "delivered", "unavailable", "refused"
	for status, want := range map[int]string{
		200: none, 202: none, 204: none,
		301: refused, 302: refused, 307: refused, 308: refused, 400: refused, 401: refused, 404: refused, 410: refused,
		429: unavailable, 500: unavailable, 503: unavailable,
	} {
		followed := false
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			followed = followed || r.URL.Path == "/next"
			w.Header().Set("Location", "/next")
			w.WriteHeader(status)
		}))
		code, err := Poster{Loopback: true}.Post(context.Background(), s.URL, nil, nil)
		s.Close()
		assert.Equal(t, status, code)
		assert.Equal(t, want == none, err == nil, status)
		assert.Equal(t, want == unavailable, errors.Is(err, bonafide.ErrUnavailable), status)
		assert.Equal(t, want == refused, errors.Is(err, errRefused), status)
		assert.False(t, followed, status)
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	require.NoError(t, l.Close())
	status, err := Poster{Loopback: true}.Post(context.Background(), "http://"+address+"/?token=word", nil, nil)
	assert.Zero(t, status)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.NotContains(t, err.Error(), "word")
	assert.NotContains(t, err.Error(), address)
}

// slow never answers, as a host's own client.
type slow struct{}

func (slow) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestTooLate(t *testing.T) {
	p := Poster{Client: &http.Client{Transport: slow{}}}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := p.Post(t.Context(), "https://example.com/", nil, nil)
		require.ErrorIs(t, err, bonafide.ErrUnavailable)
		assert.Equal(t, timeout, time.Since(start))
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := p.Post(ctx, "https://example.com/", nil, nil)
	require.ErrorIs(t, err, context.Canceled)
	assert.NotErrorIs(t, err, bonafide.ErrUnavailable, "whoever called is gone; the receiver is not down")
}

// A host's own client follows no redirect either, and is not changed.
func TestHostClient(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("http://169.254.169.254/", http.StatusFound))
	defer s.Close()
	own := s.Client()
	status, err := Poster{Client: own, Loopback: true}.Post(context.Background(), s.URL, nil, nil)
	assert.Equal(t, http.StatusFound, status)
	require.ErrorIs(t, err, errRefused)
	assert.Nil(t, own.CheckRedirect)
}

// RFC 4231 section 4.3.
func TestHexSHA256(t *testing.T) {
	assert.Equal(t, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
		HexSHA256(bonafide.NewSecret("Jefe"), []byte("what do ya want for nothing?")))
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"https://example.com/", "http://[::1%25x]:80/", "http://0x7f.1/", "http://a@b:1#c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		u, err := Poster{}.parse(target)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			return
		}
		require.Nil(t, u.User)
		require.Contains(t, []string{"http", "https"}, u.Scheme)
		if a, err := netip.ParseAddr(u.Hostname()); err == nil {
			require.True(t, public(a, false))
		}
	})
}
