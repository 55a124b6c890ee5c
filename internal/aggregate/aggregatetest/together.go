package aggregatetest

import "sync"

// Together begins all runs at the same time and returns their errors when the last
// one has ended.
func Together(runs ...func() error) []error {
	begin := make(chan struct{})
	errs := make([]error, len(runs))
	var wg sync.WaitGroup
	for i, run := range runs {
		wg.Go(func() {
			<-begin
			errs[i] = run()
		})
	}
	close(begin)
	wg.Wait()
	return errs
}
