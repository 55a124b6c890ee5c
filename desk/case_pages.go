package desk

// casePages are the addresses of cases.
func casePages() []page {
	return []page{
		{pattern: "GET /cases", title: "Cases", nav: "Cases", serve: listCases},
		{pattern: "POST /cases/find", title: "Case", serve: findCase},
		{pattern: "GET /cases/{case}", title: "Case", serve: showCase},
		{pattern: "GET /cases/{case}/entities/{entity}", title: "Entity", serve: showEntity},
		{pattern: "POST /cases/{case}/entities/{entity}/reveal", title: "Entity", serve: revealNumber, form: "reveal", again: showEntity},
		{pattern: "POST /cases/{case}/entities/{entity}/relevant", title: "Entity", serve: setRelevant, form: "relevant", again: showEntity},
		{pattern: "GET /cases/{case}/ownership", title: "Owners", serve: showOwnership},
		{pattern: "GET /cases/{case}/report", title: "Report", serve: sendReport},
		{pattern: "GET /cases/{case}/risk", title: "Risk", serve: showRisk},
		{pattern: "POST /cases/{case}/risk", title: "Risk", serve: overrideCaseRisk, form: "risk", again: showRisk},
		{pattern: "GET /cases/{case}/review", title: "Review", serve: showReview},
		{pattern: "POST /cases/{case}/review", title: "Review", serve: reviewCase, form: "review", again: showReview},
		{pattern: "POST /cases/{case}/review/withdraw", title: "Review", serve: withdrawReview},
		{pattern: "POST /cases/{case}/change", title: "Review", serve: discardChange},
		{pattern: "POST /cases/{case}/move", title: "Review", serve: moveCase},
		{pattern: "GET /cases/{case}/duplicates", title: "Elsewhere", serve: showElsewhere},
		{pattern: "GET /cases/{case}/timeline", title: "Timeline", serve: showTimeline},
		{pattern: "GET /cases/{case}/past", title: "An earlier state", serve: showPast},
		{pattern: "GET /cases/{case}/checks/{check}", title: "Check", serve: showCheck},
		{pattern: "POST /cases/{case}/checks/{check}/hits", title: "Check", serve: decideCaseHit, form: "hit", again: showCheck},
		{pattern: "POST /cases/{case}/checks/{check}/review", title: "Check", serve: reviewCheck, form: "review", again: showCheck},
		{pattern: "POST /cases/{case}/checks/{check}/recollect", title: "Check", serve: recollect, form: "recollect", again: showCheck},
		{pattern: "POST /cases/{case}/checks/{check}/force", title: "Check", serve: forceReview},
		{pattern: "POST /cases/{case}/checks/{check}/dismiss", title: "Check", serve: dismissFinding, form: "dismiss", again: showCheck},
		{pattern: "GET /cases/{case}/keeping", title: "Retention", serve: showKeeping},
		{pattern: "POST /cases/{case}/hold", title: "Retention", serve: holdCase, form: "hold", again: showKeeping},
		{pattern: "POST /cases/{case}/release", title: "Retention", serve: releaseCase, form: "release", again: showKeeping},
		{pattern: "POST /cases/{case}/controls", title: "Case", serve: setControl, form: "control", again: showCase},
		{pattern: "POST /cases/{case}/tasks", title: "Case", serve: addTask, form: "task", again: showCase},
		{pattern: "POST /cases/{case}/tasks/complete", title: "Case", serve: completeTask},
		{pattern: "POST /cases/{case}/notes", title: "Case", serve: addNote, form: "note", again: showCase},
		{pattern: "POST /cases/{case}/assign", title: "Case", serve: assignCase},
	}
}
