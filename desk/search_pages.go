package desk

func searchPages() []page { return nil }
