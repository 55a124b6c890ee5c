// Package files keeps uploads in a folder of a local disk: a durable
// [document.Files] for one machine, from the standard library alone.
//
//	uploads, err := files.Open("/var/lib/shop/uploads")
//	if err != nil {
//		return err
//	}
//	defer uploads.Close()
//	users, err := user.New(store, keys, &user.Options{Files: uploads})
//
// # Durability
//
// A file is written beside its place, flushed, and moved there in one step; then the
// folder is flushed. So Put returns when the file survives a crash and, as far as the
// disk keeps what it has flushed, a loss of power; and no file is ever seen in part.
// What a crash interrupts is left in the folder "tmp" until [Dir.Sweep].
//
// # Names
//
// A file's name is the SHA-256 of its key, in two levels of folders of at most 256
// each: no key leads out of the folder, and none is too long or special for a disk.
// Files are readable by their owner alone (0600, folders 0700). What they hold is
// sealed already.
//
// The folder must be on a local disk, or on one that moves files in one step and
// flushes when asked. Several processes may use it at once. On Windows folders cannot be flushed: there a
// loss of power may take back the last files.
//
// # Orphans
//
// A submission whose outcome nobody knows leaves its files where they are, since a record
// may name them. [Dir.Sweep] removes those that no record names: run it once a day.
package files
