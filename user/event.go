package user

// Types of events, with the keys of their Data: ids and codes only. Those about
// tokens, devices and codes belong to the record of [KindAccess], those about
// money to that of [KindLedger], and those about searches of lists that found
// nothing new to that of [KindCoverage]; all others to the user's own.
const (
	EventCreated           = "user.created"                // platform, kind
	EventLinked            = "user.platform_linked"        // platform
	EventUpdated           = "user.updated"                // fields
	EventUsed              = "user.used"                   // the first activity after the opening
	EventCodeSent          = "user.code_sent"              // challenge, channel
	EventCodeUndelivered   = "user.code_undelivered"       // challenge; the messenger did not take it
	EventCodeUsed          = "user.code_used"              // challenge
	EventCodesVoid         = "user.codes_void"             // the number they were sent to was given up
	EventCodeWrong         = "user.code_wrong"             // challenge, try
	EventCodesReset        = "user.codes_reset"            // no data
	EventPhoneVerified     = "user.phone_verified"         // challenge
	EventDocumentAdded     = "user.document_added"         // document, warnings
	EventDocumentChanged   = "user.document_changed"       // document, fields, warnings
	EventDocumentActive    = "user.document_active"        // document, active
	EventDocumentDeleted   = "user.document_deleted"       // document
	EventSubmitted         = "user.subdocument_submitted"  // document, subdocument, type, attempt, status
	EventSubCodeSent       = "user.subdocument_code_sent"  // document, subdocument, challenge, channel
	EventSubCodeWrong      = "user.subdocument_code_wrong" // document, subdocument, challenge, try
	EventSubDeleted        = "user.subdocument_deleted"    // document, subdocument, type
	EventAsked             = "user.subdocument_asked"      // document, subdocument, type, attempt
	EventAnswered          = "user.subdocument_answered"   // document, subdocument, type, attempt, outcome, status, reasons
	EventScreened          = "user.screened"               // document, editions, hits
	EventRescreen          = "user.rescreen_asked"         // no data
	EventCovered           = "user.covered"                // document, editions
	EventScreeningFailed   = "user.screening_failed"       // document
	EventHitDecided        = "user.hit_decided"            // document, list, entry, disposition
	EventDecided           = "user.decided"                // the decision's time was up
	EventWatchlistChanged  = "user.watchlist_changed"      // from, to
	EventPermissionChanged = "user.permission_changed"     // from, to, program, version, inputs (a keyed hash)
	EventTaxSubmitted      = "user.tax_submitted"          // form, certificate, attempt
	EventTaxAsked          = "user.tax_asked"              // attempt
	EventTaxAnswered       = "user.tax_answered"           // attempt, status
	EventPayoutAdded       = "user.payout_added"           // method, kind
	EventPayoutRemoved     = "user.payout_removed"         // method
	EventPayoutDefault     = "user.payout_default"         // method
	EventMoved             = "user.moved"                  // transaction, direction
	EventMoveReversed      = "user.move_reversed"          // transaction
	EventAttested          = "user.attested"               // attestation
	EventWaived            = "user.waived"                 // rule, document
	EventProposed          = "user.proposed"               // proposal, verb
	EventApproved          = "user.approved"               // proposal, state
	EventRejected          = "user.rejected"               // proposal, state
	EventWithdrawn         = "user.withdrawn"              // proposal, state
	EventProposalEdited    = "user.proposal_edited"        // proposal, state
	EventProposalRead      = "user.proposal_read"          // proposal
	EventExecuted          = "user.proposal_executed"      // proposal, verb
	EventTokenIssued       = "user.token_issued"           // family
	EventTokenRotated      = "user.token_rotated"          // family
	EventTokenReused       = "user.token_reused"           // family; it is revoked
	EventTokenRevoked      = "user.token_revoked"          // family
	EventDeviceConfirmed   = "user.device_confirmed"       // device
	EventSwapped           = "user.swapped"                // with
	EventStandingSet       = "user.standing_set"           // permission, code; or lifted: from, code
	EventFlagged           = "user.flagged"                // flag, code
	EventCashOut           = "user.cash_out"               // code, to, document, subdocument
	EventRisk              = "user.risk"                   // level, override
	EventRevealed          = "user.value_revealed"         // document, subdocument
	EventHeld              = "user.held"                   // hold
	EventHoldReleased      = "user.hold_released"          // hold
	EventErased            = "user.erased"                 // reason; personal data and the data key are gone
	EventErasureFinished   = "user.erasure_finished"       // files, decisions: how many
)
