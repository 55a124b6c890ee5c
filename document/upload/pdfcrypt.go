package upload

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// A pdfKey opens the streams of a file that is encrypted and opens without a password: what its
// owner restricted, such as printing, keeps nobody from looking (ISO 32000-2, 7.6).
type pdfKey struct {
	file   []byte
	method string // of streams: V2 (RC4), AESV2, AESV3, or None
}

// unlock returns the key that an empty password gives; nil where none does.
func (r *pdfReader) unlock() *pdfKey {
	var key *pdfKey
	for _, lock := range r.locks {
		dicts := []pdfValue{lock}
		if lock.kind == pdfReference {
			dicts = r.locking[lock.num]
		}
		if len(dicts) == 0 {
			return nil
		}
		for _, dict := range dicts {
			if key = emptyPassword(dict, r.id); key == nil {
				return nil
			}
		}
	}
	return key
}

// emptyPassword returns the key of a file by the standard handler.
func emptyPassword(dict pdfValue, id []byte) *pdfKey {
	o, u, version, revision := dict.get("O").bytes(), dict.get("U").bytes(), dict.get("V").num, dict.get("R").num
	if !dict.has("Filter", "Standard") || len(o) < 32 || len(u) < 32 {
		return nil
	}
	key := &pdfKey{method: "V2"}
	if version >= 4 {
		if key.method = methodOf(dict); key.method == "" {
			return nil
		}
	}
	switch {
	case revision == 5, revision == 6:
		key.file = keyOf256(dict, u, revision)
	case revision >= 2 && revision <= 4:
		size := dict.get("Length").num / 8
		switch {
		case version == 1 || revision == 2:
			size = 5
		case version == 4:
			size = 16
		case size < 5 || size > 16:
			size = 5
		}
		key.file = keyOf128(dict, o[:32], u, id, size)
	}
	if key.file == nil {
		return nil
	}
	return key
}

// methodOf returns how streams are encrypted by a crypt filter (7.6.6); empty where that is
// not known here.
func methodOf(dict pdfValue) string {
	name := dict.get("StmF")
	if name.kind == pdfNothing || name.is("Identity") {
		return "None"
	}
	method := dict.get("CF").get(string(name.text)).get("CFM")
	switch string(method.text) {
	case "V2", "AESV2", "AESV3", "None":
		return string(method.text)
	}
	return ""
}

// padding is what stands for the rest of a password (algorithm 2).
const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// keyOf128 returns the key of revisions 2 to 4 (algorithms 2, 4 and 5), if the empty password
// is right.
func keyOf128(dict pdfValue, o, u, id []byte, size int) []byte {
	revision := dict.get("R").num
	seed := append([]byte(padding), o...)
	seed = binary.LittleEndian.AppendUint32(seed, uint32(int64(dict.get("P").num)))
	seed = append(seed, id...)
	if flag := dict.get("EncryptMetadata"); revision >= 4 && string(flag.text) == "false" {
		seed = append(seed, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(seed)
	if revision >= 3 {
		for range 50 {
			sum = md5.Sum(sum[:size])
		}
	}
	key := bytes.Clone(sum[:size])
	proof := []byte(padding)
	if revision == 2 {
		if !bytes.Equal(rc4With(key, proof), u[:32]) {
			return nil
		}
		return key
	}
	hash := md5.Sum(append(proof, id...))
	proof = rc4With(key, hash[:])
	for i := byte(1); i <= 19; i++ {
		turned := bytes.Clone(key)
		for at := range turned {
			turned[at] ^= i
		}
		proof = rc4With(turned, proof)
	}
	if !bytes.Equal(proof, u[:16]) {
		return nil
	}
	return key
}

// keyOf256 returns the key of revisions 5 and 6 (algorithm 2.A), if the empty password is right.
func keyOf256(dict pdfValue, u []byte, revision int) []byte {
	sealed := dict.get("UE").bytes()
	if len(u) < 48 || len(sealed) < 32 || !bytes.Equal(hashOf256(u[32:40], revision), u[:32]) {
		return nil
	}
	block, err := aes.NewCipher(hashOf256(u[40:48], revision))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(key, sealed[:32])
	return key
}

// hashOf256 is the hash of the empty password with a salt (algorithm 2.B).
func hashOf256(salt []byte, revision int) []byte {
	first := sha256.Sum256(salt)
	k := first[:]
	if revision == 5 {
		return k
	}
	for round := 0; ; round++ {
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		e := bytes.Repeat(k, 64)
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		rest := 0
		for _, b := range e[:16] {
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			sum := sha256.Sum256(e)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(e)
			k = sum[:]
		default:
			sum := sha512.Sum512(e)
			k = sum[:]
		}
		if round >= 63 && int(e[len(e)-1]) <= round-31 {
			return k[:32]
		}
	}
}

func rc4With(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// open returns a stream in clear (algorithms 1 and 1.A). ok is false where it cannot be one.
func (k *pdfKey) open(num, gen int, data []byte) (content []byte, ok bool) {
	key := k.file
	switch k.method {
	case "None":
		return data, true
	case "V2", "AESV2":
		seed := append(bytes.Clone(key), byte(num), byte(num>>8), byte(num>>16), byte(gen), byte(gen>>8))
		if k.method == "AESV2" {
			seed = append(seed, "sAlT"...)
		}
		sum := md5.Sum(seed)
		key = sum[:min(len(k.file)+5, 16)]
	}
	if k.method == "V2" {
		return rc4With(key, data), true
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 2*aes.BlockSize {
		return nil, false
	}
	iv, sealed := data[:aes.BlockSize], data[aes.BlockSize:]
	sealed = sealed[:len(sealed)/aes.BlockSize*aes.BlockSize]
	content = make([]byte, len(sealed))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(content, sealed)
	return content, true
}
