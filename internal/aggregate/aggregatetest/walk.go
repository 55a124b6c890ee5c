package aggregatetest

import "github.com/bonafide-go/bonafide"

// Walk returns the items of all pages of a list.
func Walk[T any](list func(bonafide.PageRequest) (bonafide.PageOf[T], error)) ([]T, error) {
	var all []T
	req := bonafide.PageRequest{Limit: bonafide.MaxItems}
	for {
		page, err := list(req)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all, nil
		}
		req.Cursor = page.Next
	}
}
