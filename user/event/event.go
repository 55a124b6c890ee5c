// Package event names what happens to users: the types of the events that a
// user.Service writes, for whoever reads a store's outbox.
package event

// Types of events, with the keys of their Data: ids and codes only. Those about
// tokens, devices and codes belong to the record of user.KindAccess, those about
// money to that of user.KindLedger, and those about searches of lists that found
// nothing new to that of user.KindCoverage; all others to the user's own.
const (
	Created            = "user.created"                // platform, kind
	Linked             = "user.platform_linked"        // platform, pending, other_name: it named somebody else
	Imported           = "user.imported"               // source, kind, created: the first of a user who was a customer elsewhere
	ImportedStatus     = "user.imported_status"        // source, at, permission, code, flag, flag_code: what happened there
	ImportedVerdict    = "user.imported_verdict"       // source, at, document, subdocument, type, attempt, status, reasons
	ImportedDecision   = "user.imported_decision"      // source, at, document, list, entry, disposition
	Updated            = "user.updated"                // fields
	Used               = "user.used"                   // the first activity after the opening
	CodeSent           = "user.code_sent"              // challenge, channel
	CodeUndelivered    = "user.code_undelivered"       // challenge; the messenger did not take it
	CodeUsed           = "user.code_used"              // challenge
	CodesVoid          = "user.codes_void"             // the number they were sent to was given up
	CodeWrong          = "user.code_wrong"             // challenge, try
	CodesReset         = "user.codes_reset"            // no data
	ContactConfirmed   = "user.contact_confirmed"      // challenge
	PhoneVerified      = "user.phone_verified"         // challenge
	NumberTaken        = "user.number_taken"           // no data; a claimed number is the user's own
	NumberFreed        = "user.number_freed"           // no data; another user may have the number of one who is closed
	NumberReleased     = "user.number_released"        // to: the user who has the number now
	DocumentAdded      = "user.document_added"         // document, warnings
	DocumentChanged    = "user.document_changed"       // document, fields, warnings
	DocumentActive     = "user.document_active"        // document, active
	DocumentDeleted    = "user.document_deleted"       // document
	Submitted          = "user.subdocument_submitted"  // document, subdocument, type, attempt, status
	SubCodeSent        = "user.subdocument_code_sent"  // document, subdocument, challenge, channel
	SubCodeWrong       = "user.subdocument_code_wrong" // document, subdocument, challenge, try
	SubDeleted         = "user.subdocument_deleted"    // document, subdocument, type
	Asked              = "user.subdocument_asked"      // document, subdocument, type, attempt
	Unanswered         = "user.subdocument_unanswered" // document, subdocument, type, attempt; it waits for a reviewer from now on
	Answered           = "user.subdocument_answered"   // document, subdocument, type, attempt, outcome, status, reasons
	Screened           = "user.screened"               // document, editions, hits
	Rescreen           = "user.rescreen_asked"         // no data
	Covered            = "user.covered"                // document, editions
	ScreeningFailed    = "user.screening_failed"       // document
	HitDecided         = "user.hit_decided"            // document, list, entry (under the salt), disposition
	Decided            = "user.decided"                // the decision's time was up, or an owner's permission changed
	WatchlistChanged   = "user.watchlist_changed"      // from, to
	PermissionChanged  = "user.permission_changed"     // from, to, program, version, inputs (a keyed hash)
	TaxSubmitted       = "user.tax_submitted"          // form, certificate, attempt
	TaxAsked           = "user.tax_asked"              // attempt
	TaxUnanswered      = "user.tax_unanswered"         // attempt; it waits for a reviewer from now on
	TaxAnswered        = "user.tax_answered"           // attempt, status
	PayoutAdded        = "user.payout_added"           // method, kind
	PayoutRemoved      = "user.payout_removed"         // method
	PayoutDefault      = "user.payout_default"         // method
	Moved              = "user.moved"                  // transaction, direction
	MoveReversed       = "user.move_reversed"          // transaction
	Attested           = "user.attested"               // attestation
	Waived             = "user.waived"                 // rule, document
	EDDSet             = "user.edd_set"                // document, status, required
	EDDDelivered       = "user.edd_delivered"          // document, status, required: what is still missing
	OwnersNamed        = "user.owners_named"           // owners
	OwnersExempt       = "user.owners_exempt"          // exemption; without one: it was taken back
	Proposed           = "user.proposed"               // proposal, verb
	Approved           = "user.approved"               // proposal, state
	Rejected           = "user.rejected"               // proposal, state
	Withdrawn          = "user.withdrawn"              // proposal, state
	ProposalEdited     = "user.proposal_edited"        // proposal, state
	ProposalRead       = "user.proposal_read"          // proposal
	Executed           = "user.proposal_executed"      // proposal, verb
	TokenIssued        = "user.token_issued"           // family
	TokenRotated       = "user.token_rotated"          // family
	TokenReused        = "user.token_reused"           // family; it is revoked
	TokenRevoked       = "user.token_revoked"          // family
	DevicesDistrusted  = "user.devices_distrusted"     // devices: how many
	DeviceConfirmed    = "user.device_confirmed"       // device
	DeviceDistrusted   = "user.device_distrusted"      // device
	DuplicateNoted     = "user.duplicate_noted"        // with, reasons: none where nothing is shared any more; permission: LOCKED, CLOSED or MAKE-IT-GO-AWAY
	DuplicateDismissed = "user.duplicate_dismissed"    // with: a user, or platform
	Swapped            = "user.swapped"                // with
	StandingSet        = "user.standing_set"           // permission, code; or lifted: from, code
	Flagged            = "user.flagged"                // flag, code
	CashOut            = "user.cash_out"               // code, to, document, subdocument
	Risk               = "user.risk"                   // level, override
	Revealed           = "user.value_revealed"         // document, subdocument, purpose
	UploadOpened       = "user.upload_opened"          // document, subdocument, purpose
	Exported           = "user.exported"               // document: of whom, if not the user itself; identifiers: true if in clear
	Held               = "user.held"                   // hold
	HoldReleased       = "user.hold_released"          // hold
	Erased             = "user.erased"                 // reason, unread; personal data, the data key and the salt are gone
	ErasureFinished    = "user.erasure_finished"       // files, decisions: how many; unread
)
