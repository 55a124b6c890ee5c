package lists

import (
	"errors"
	"io/fs"
)

// pathless drops the path from an error of the file system: it may tell about
// the host's machine. The file's own name stands in the list error.
func pathless(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// isMissing reports whether a file was not there at all.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
