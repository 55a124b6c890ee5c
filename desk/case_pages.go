package desk

func casePages() []page { return nil }
