package files_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/files"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// Once a day, what no record names is removed.
func ExampleDir_Sweep() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "uploads")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	uploads, err := files.Open(folder)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer uploads.Close()
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{Files: uploads})
	if err != nil {
		fmt.Println(err)
		return
	}
	// A submission that was cut off left this one.
	fmt.Println(uploads.Put(ctx, "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9", []byte("sealed")))

	named := func(yield func(string, error) bool) {
		for page := (bonafide.PageRequest{}); ; {
			found, err := users.Files(ctx, bonafide.System(), page)
			if err != nil {
				yield("", err)
				return
			}
			for _, key := range found.Items {
				if !yield(key, nil) {
					return
				}
			}
			if page.Cursor = found.Next; page.Cursor == "" {
				return
			}
		}
	}
	today := time.Now()
	fmt.Println(uploads.Sweep(ctx, today.AddDate(0, 0, -1), named))
	tomorrow := today.AddDate(0, 0, 1) // of a day later
	fmt.Println(uploads.Sweep(ctx, tomorrow, named))
	// Output:
	// <nil>
	// 0 <nil>
	// 1 <nil>
}
