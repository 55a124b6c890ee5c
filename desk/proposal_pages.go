package desk

func proposalPages() []page { return nil }
