// Package event names what happens to cases: the types of the events that a
// casefile.Service writes, for whoever reads a store's outbox.
package event

// Types of events of cases, with the keys of their Data: ids, codes and names of
// fields only.
const (
	Created       = "case.created"        // status, platform, template
	Changed       = "case.changed"        // fields
	StatusChanged = "case.status_changed" // from, to

	Assigned        = "case.assigned" // from, to
	Tagged          = "case.tagged"   // added, removed: how many
	MetadataChanged = "case.metadata_changed"

	Proposed        = "case.approval_proposed"   // proposal, instead_of, content
	ProposalVoid    = "case.proposal_voided"     // proposal; content changed meanwhile
	ChangePending   = "case.change_pending"      // change: of an approved case
	ChangeDiscarded = "case.change_discarded"    // change
	ProposalBack    = "case.proposal_withdrawn"  // content
	Reviewed        = "case.reviewed"            // review, from, to, maker, proposal, risk, content, reviewed_at, next_review_at
	ReviewConfirmed = "case.review_confirmed"    // like reviewed
	ReviewUpdated   = "case.next_review_updated" // risk, from, to
	ReviewDue       = "case.review_due"          // next_review_at
	ReviewOverdue   = "case.review_overdue"      // next_review_at

	CompanyAdded      = "case.company_added"      // entity, type
	CompanyChanged    = "case.company_changed"    // entity, fields
	IndividualAdded   = "case.individual_added"   // entity
	IndividualChanged = "case.individual_changed" // entity, fields
	EntityRemoved     = "case.entity_removed"     // entity, target
	Relevant          = "case.entity_relevant"    // entity
	Irrelevant        = "case.entity_irrelevant"  // entity
	RelationAdded     = "case.relation_added"     // relation, entity, company
	RelationChanged   = "case.relation_changed"   // relation, fields
	RelationRemoved   = "case.relation_removed"   // relation
	RelationBegan     = "case.relation_began"     // relation: its first day has come
	RelationEnded     = "case.relation_ended"     // relation: its last day has passed

	// Events of checks have check, entity, type, from, to and attempt, unless the
	// comment lists others; "and" adds to them.
	CheckStarted      = "case.check_started" // check, entity, type, status, template
	CheckSubmitted    = "case.check_submitted"
	CheckAnswered     = "case.check_answered"      // and result, details
	CheckContradicted = "case.check_contradicted"  // and result, details
	CheckReviewNeeded = "case.check_review_needed" // and reason
	CheckApproved     = "case.check_approved"      // and override
	CheckRejected     = "case.check_rejected"      // and reject_kind, override
	CheckRecollected  = "case.check_recollected"
	CheckExpired      = "case.check_expired"
	CheckWithdrawn    = "case.check_withdrawn"    // check, entity, type
	CheckRestarted    = "case.check_restarted"    // and reason
	Screened          = "case.check_screened"     // and editions, hits, appeared, altered, gone, result
	HitsDecided       = "case.hits_decided"       // and entries, disposition, result
	MonitoringChanged = "case.monitoring_changed" // and monitored
	FindingDismissed  = "case.finding_dismissed"  // and finding, awaits_second

	FileAttached = "case.file_attached" // file, check, entity
	FileOpened   = "case.file_opened"   // file, check, purpose

	ControlAdded     = "case.control_added"     // control, type
	ControlCompleted = "case.control_completed" // control
	ControlReopened  = "case.control_reopened"  // control

	RiskPushed     = "case.risk_pushed"     // level, model, score, from, to
	RiskOverridden = "case.risk_overridden" // from, to
	RiskAutomated  = "case.risk_automated"  // from, to
	RiskRepeated   = "case.risk_repeated"   // level: assessed again with the same outcome

	NoteAdded     = "case.note_added"     // note
	NoteCommented = "case.note_commented" // note, comment
	TaskAdded     = "case.task_added"     // task, assignee, sla
	TaskDone      = "case.task_done"      // task
	TaskBreached  = "case.task_breached"  // task, assignee

	FlagsChanged           = "case.flags_changed"            // from, to
	ContactActionsChanged  = "case.contact_actions_changed"  // to
	ReviewerActionsChanged = "case.reviewer_actions_changed" // to
	Revealed               = "case.value_revealed"           // entity, field, purpose

	Held            = "case.held"             // hold
	HoldReleased    = "case.hold_released"    // hold
	Erased          = "case.erased"           // reason, unread; personal data, the data key and the salt are gone
	ErasureFinished = "case.erasure_finished" // versions, entities, files: how many
)

// Types of events of [KindMonitoring]: nothing of a case changed.
const (
	Rescreened      = "case.rescreened"             // checks: how many were screened and found the same; editions
	ScreeningFailed = "case.check_screening_failed" // checks: how many screenings did not come about
	RiskFailed      = "case.risk_failed"            // the model did not answer
)
