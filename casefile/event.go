package casefile

// Types of events of cases, with the keys of their Data: ids, codes and names of
// fields only.
const (
	EventCreated       = "case.created"        // status, platform, template
	EventChanged       = "case.changed"        // fields
	EventStatusChanged = "case.status_changed" // from, to

	EventAssigned        = "case.assigned" // from, to
	EventTagged          = "case.tagged"
	EventMetadataChanged = "case.metadata_changed"

	EventProposed        = "case.approval_proposed"   // content
	EventProposalVoid    = "case.proposal_voided"     // content changed meanwhile
	EventReviewed        = "case.reviewed"            // review, from, to, maker, risk, content, reviewed_at, next_review_at
	EventReviewConfirmed = "case.review_confirmed"    // like reviewed
	EventReviewUpdated   = "case.next_review_updated" // risk, from, to
	EventReviewDue       = "case.review_due"          // next_review_at
	EventReviewOverdue   = "case.review_overdue"      // next_review_at

	EventCompanyAdded      = "case.company_added"      // entity, type
	EventCompanyChanged    = "case.company_changed"    // entity, fields
	EventIndividualAdded   = "case.individual_added"   // entity
	EventIndividualChanged = "case.individual_changed" // entity, fields
	EventEntityRemoved     = "case.entity_removed"     // entity, target
	EventRelevant          = "case.entity_relevant"    // entity
	EventIrrelevant        = "case.entity_irrelevant"  // entity
	EventRelationAdded     = "case.relation_added"     // relation, entity, company
	EventRelationChanged   = "case.relation_changed"   // relation, fields
	EventRelationRemoved   = "case.relation_removed"   // relation

	// Events of checks have check, entity, type, from, to and attempt, unless the
	// comment lists others; "and" adds to them.
	EventCheckStarted      = "case.check_started" // check, entity, type, status, template
	EventCheckSubmitted    = "case.check_submitted"
	EventCheckAnswered     = "case.check_answered"      // and result, details
	EventCheckContradicted = "case.check_contradicted"  // and result, details
	EventCheckReviewNeeded = "case.check_review_needed" // and reason
	EventCheckApproved     = "case.check_approved"      // and override
	EventCheckRejected     = "case.check_rejected"      // and reject_kind, override
	EventCheckRecollected  = "case.check_recollected"
	EventCheckExpired      = "case.check_expired"
	EventCheckWithdrawn    = "case.check_withdrawn"    // check, entity, type
	EventCheckRestarted    = "case.check_restarted"    // and reason
	EventScreened          = "case.check_screened"     // and editions, hits, appeared, altered, gone, result
	EventHitsDecided       = "case.hits_decided"       // and entries, disposition, result
	EventMonitoringChanged = "case.monitoring_changed" // and monitored
	EventFindingDismissed  = "case.finding_dismissed"  // and finding, awaits_second

	EventControlAdded     = "case.control_added"     // control, type
	EventControlCompleted = "case.control_completed" // control
	EventControlReopened  = "case.control_reopened"  // control

	EventRiskPushed     = "case.risk_pushed"     // level, model, score, from, to
	EventRiskOverridden = "case.risk_overridden" // from, to
	EventRiskAutomated  = "case.risk_automated"  // from, to
	EventRiskRepeated   = "case.risk_repeated"   // level: assessed again with the same outcome

	EventNoteAdded    = "case.note_added"    // note
	EventTaskAdded    = "case.task_added"    // task, assignee, sla
	EventTaskDone     = "case.task_done"     // task
	EventTaskBreached = "case.task_breached" // task, assignee

	EventFlagsChanged           = "case.flags_changed"            // from, to
	EventContactActionsChanged  = "case.contact_actions_changed"  // to
	EventReviewerActionsChanged = "case.reviewer_actions_changed" // to
	EventRevealed               = "case.value_revealed"           // entity, field

	EventHeld            = "case.held"             // hold
	EventHoldReleased    = "case.hold_released"    // hold
	EventErased          = "case.erased"           // reason; personal data and the data key are gone
	EventErasureFinished = "case.erasure_finished" // versions, entities: how many
)

// Types of events of [KindMonitoring]: nothing of a case changed.
const (
	EventRescreened      = "case.rescreened"             // checks: how many were screened and found the same; editions
	EventScreeningFailed = "case.check_screening_failed" // checks: how many screenings did not come about
	EventRiskFailed      = "case.risk_failed"            // the model did not answer
)
