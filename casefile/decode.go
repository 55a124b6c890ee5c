package casefile

import "github.com/bonafide-go/bonafide/internal/strict"

// Requests mean what they say: what a program writes and the library would not read is
// a fault with its path, never dropped. A name that is misspelt would otherwise mean
// something else, such as the main company. Null is a member that is not there, but in
// a [Patch], where it removes.

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *AddNoteRequest) UnmarshalJSON(data []byte) error {
	type plain AddNoteRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *AttachFileRequest) UnmarshalJSON(data []byte) error {
	type plain AttachFileRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *CommentNoteRequest) UnmarshalJSON(data []byte) error {
	type plain CommentNoteRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *UpdateRelationRequest) UnmarshalJSON(data []byte) error {
	type plain UpdateRelationRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *RemoveRelationRequest) UnmarshalJSON(data []byte) error {
	type plain RemoveRelationRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *AddTaskRequest) UnmarshalJSON(data []byte) error {
	type plain AddTaskRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *AmendRequest) UnmarshalJSON(data []byte) error {
	type plain AmendRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *AnswerCheckRequest) UnmarshalJSON(data []byte) error {
	type plain AnswerCheckRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *ReviewCheckRequest) UnmarshalJSON(data []byte) error {
	type plain ReviewCheckRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *ForceReviewRequest) UnmarshalJSON(data []byte) error {
	type plain ForceReviewRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *CompleteTaskRequest) UnmarshalJSON(data []byte) error {
	type plain CompleteTaskRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *DismissFindingRequest) UnmarshalJSON(data []byte) error {
	type plain DismissFindingRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *DeleteDraftRequest) UnmarshalJSON(data []byte) error {
	type plain DeleteDraftRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *EraseRequest) UnmarshalJSON(data []byte) error {
	type plain EraseRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *DecideHitsRequest) UnmarshalJSON(data []byte) error {
	type plain DecideHitsRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *HoldRequest) UnmarshalJSON(data []byte) error {
	type plain HoldRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *ReleaseRequest) UnmarshalJSON(data []byte) error {
	type plain ReleaseRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *LabelRequest) UnmarshalJSON(data []byte) error {
	type plain LabelRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *ListRequest) UnmarshalJSON(data []byte) error {
	type plain ListRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *SetMonitoredRequest) UnmarshalJSON(data []byte) error {
	type plain SetMonitoredRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *OpenRequest) UnmarshalJSON(data []byte) error {
	type plain OpenRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *ReopenRequest) UnmarshalJSON(data []byte) error {
	type plain ReopenRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *CreateRequest) UnmarshalJSON(data []byte) error {
	type plain CreateRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *RecollectRequest) UnmarshalJSON(data []byte) error {
	type plain RecollectRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *SetRelevantRequest) UnmarshalJSON(data []byte) error {
	type plain SetRelevantRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *RemoveEntityRequest) UnmarshalJSON(data []byte) error {
	type plain RemoveEntityRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *OpenFileRequest) UnmarshalJSON(data []byte) error {
	type plain OpenFileRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *RevealRequest) UnmarshalJSON(data []byte) error {
	type plain RevealRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *ReviewRequest) UnmarshalJSON(data []byte) error {
	type plain ReviewRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *PushRiskRequest) UnmarshalJSON(data []byte) error {
	type plain PushRiskRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *OverrideRiskRequest) UnmarshalJSON(data []byte) error {
	type plain OverrideRiskRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *AutomateRiskRequest) UnmarshalJSON(data []byte) error {
	type plain AutomateRiskRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *SetControlRequest) UnmarshalJSON(data []byte) error {
	type plain SetControlRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *StartCheckRequest) UnmarshalJSON(data []byte) error {
	type plain StartCheckRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *SubmitCheckRequest) UnmarshalJSON(data []byte) error {
	type plain SubmitCheckRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *UpdateRequest) UnmarshalJSON(data []byte) error {
	type plain UpdateRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *WithdrawCheckRequest) UnmarshalJSON(data []byte) error {
	type plain WithdrawCheckRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *WithdrawProposalRequest) UnmarshalJSON(data []byte) error {
	type plain WithdrawProposalRequest
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *IndividualInput) UnmarshalJSON(data []byte) error {
	type plain IndividualInput
	return strict.Unmarshal(data, (*plain)(r))
}

// UnmarshalJSON fails with an [*bonafide.InvalidError] for members that are not known.
func (r *DiscardChangeRequest) UnmarshalJSON(data []byte) error {
	type plain DiscardChangeRequest
	return strict.Unmarshal(data, (*plain)(r))
}
