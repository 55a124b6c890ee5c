package desk

func actionPages() []page { return nil }
